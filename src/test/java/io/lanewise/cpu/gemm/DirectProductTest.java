package io.lanewise.cpu.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.cpu.KernelChoice;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.GemmKernel;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.View;
import io.lanewise.testing.Layout;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Products without packing have the bits that the order of sums prescribes. */
class DirectProductTest {
  private static final Kernels F32 = KernelChoice.choose("AUTO").f32();
  private static final Kernels F64 = KernelChoice.choose("AUTO").f64();

  private final Workspace workspace =
      new Threads(1, null, NativeMemory.system(), KernelChoice.choose("AUTO")).lease();

  @Test
  void everySmallShape() {
    for (long m : new long[] {1, 2, 3, 4, 5, 7, 8, 9, 17}) {
      for (long n : new long[] {1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 24, 25, 31, 33, 48, 49, 63, 65}) {
        for (long k : new long[] {1, 2, 3, 16, 33}) {
          check(m, n, k, 1, 0);
        }
      }
    }
  }

  @Test
  void sumsLongerThanABlock() {
    for (long k : new long[] {255, 256, 257, 511, 513}) {
      check(9, 19, k, 1, 0);
      check(40, 3, k, -0.75, 1);
      check(40, 7, k, 2, 0.5);
      check(33, 8, k, 1, 1);
    }
  }

  @Test
  void aNarrowMatrixOfManyRows() {
    for (long n = 1; n <= 17; n++) {
      check(67, n, 21, 1, 0);
    }
  }

  private void check(long m, long n, long k, double alpha, double beta) {
    check(DType.F32, F32.gemm(), m, n, k, alpha, beta);
    check(DType.F64, F64.gemm(), m, n, k, alpha, beta);
  }

  private <P> void check(
      DType dtype, GemmKernel<P> kernel, long m, long n, long k, double alpha, double beta) {
    assumeTrue(kernel.directRows() > 0, "no such tiles in this JVM");
    int bytes = dtype.bytes();
    View a = slice(dtype, random(1), m, k);
    View b = slice(dtype, random(2), k, n);
    View c = slice(dtype, random(3), m, n);
    View old = Layout.CONTIGUOUS.view(dtype, i -> Layout.get(c, i), m, n);
    Matrices matrices = new Matrices();
    matrices.set(a, b, c);
    DirectProduct.multiply(
        workspace,
        kernel,
        matrices,
        bytes,
        matrices.a,
        matrices.b,
        matrices.c,
        m,
        0,
        n,
        alpha,
        beta);
    String what = dtype + " " + Shape.of(m, k) + " @ " + Shape.of(k, n);
    for (long i = 0; i < m; i++) {
      for (long j = 0; j < n; j++) {
        double expected =
            dtype == DType.F32
                ? f32(a, b, (float) Layout.get(old, i * n + j), i, j, (float) alpha, (float) beta)
                : f64(a, b, Layout.get(old, i * n + j), i, j, alpha, beta);
        assertEquals(expected, Layout.get(c, i * n + j), 0.0, what + " at " + i + ", " + j);
        assertEquals(1 / expected, 1 / Layout.get(c, i * n + j), 0.0, what + ": sign of zero");
      }
    }
    View all = everything(c);
    long outside =
        LongStream.range(0, all.elements()).filter(i -> Double.isNaN(Layout.get(all, i))).count();
    assertEquals(all.elements() - m * n, outside, what + " wrote outside of the result");
  }

  /** A part of a matrix of NaN: what lies around it must neither be read nor written. */
  private static View slice(DType dtype, LongToDoubleFunction values, long rows, long columns) {
    View view = Layout.SLICED.view(dtype, i -> 0, rows, columns);
    View all = everything(view);
    for (long i = 0; i < all.elements(); i++) {
      Layout.set(all, i, Double.NaN);
    }
    for (long i = 0; i < view.elements(); i++) {
      Layout.set(view, i, values.applyAsDouble(i));
    }
    return view;
  }

  private static View everything(View view) {
    long elements = view.storage().bytes() / view.dtype().bytes();
    return View.contiguous(view.storage(), view.dtype(), Shape.of(elements));
  }

  private static float f32(View a, View b, float old, long i, long j, float alpha, float beta) {
    long k = a.size(1);
    long n = b.size(1);
    float c = old;
    for (long first = 0; first < k; first += GemmKernel.KC) {
      long end = Math.min(k, first + GemmKernel.KC);
      float sum = 0;
      for (long p = first; p < end; p++) {
        sum = Math.fma((float) Layout.get(a, i * k + p), (float) Layout.get(b, p * n + j), sum);
      }
      sum += (end - first) % 2 == 0 ? -0f : 0f;
      float factor = first == 0 ? beta : 1;
      c = factor == 0 ? alpha * sum : Math.fma(alpha, sum, factor * c);
    }
    return c;
  }

  private static double f64(View a, View b, double old, long i, long j, double alpha, double beta) {
    long k = a.size(1);
    long n = b.size(1);
    double c = old;
    for (long first = 0; first < k; first += GemmKernel.KC) {
      long end = Math.min(k, first + GemmKernel.KC);
      double sum = 0;
      for (long p = first; p < end; p++) {
        sum = Math.fma(Layout.get(a, i * k + p), Layout.get(b, p * n + j), sum);
      }
      sum += (end - first) % 2 == 0 ? -0.0 : 0.0;
      double factor = first == 0 ? beta : 1;
      c = factor == 0 ? alpha * sum : Math.fma(alpha, sum, factor * c);
    }
    return c;
  }

  /** Numbers of either sign, some of them so small that products vanish, with either sign. */
  private static LongToDoubleFunction random(long seed) {
    Random random = new Random(seed);
    return i ->
        random.nextInt(8) == 0
            ? Math.copySign(1e-30, random.nextDouble() - 0.5)
            : Math.scalb(random.nextDouble() - 0.5, random.nextInt(5) - 2);
  }
}
