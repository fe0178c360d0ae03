package io.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lanewise.DType;
import io.lanewise.cpu.KernelChoice;
import io.lanewise.testing.Kits;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The SIMD kernels for matrices in arrays give the bits of the scalar ones at any order, cold and
 * compiled, and neither use nor change what belongs to the other triangle or lies beside a vector.
 */
@Tag("contract")
class ArrayKernelTest {
  private static final int[] ORDERS = {0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 32, 33, 63, 67, 100};
  private static final int GUARD = 3;

  /** Runs of inner products: eight, four and some that are left. */
  private static final int RUNS = 15;

  private static HeapKernels<?> kernels(String set, DType dtype) {
    KernelChoice choice = KernelChoice.choose(set);
    return (dtype == DType.F32 ? choice.f32() : choice.f64()).heap();
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void reflect(DType dtype) {
    for (int round = 0; round < 40; round++) {
      for (int n : ORDERS) {
        for (boolean upper : new boolean[] {false, true}) {
          for (double special : new double[] {0.25, Double.NaN, Double.POSITIVE_INFINITY}) {
            double[] plain = reflected(kernels("SCALAR", dtype), dtype, upper, n, special);
            double[] best = reflected(best(dtype), dtype, upper, n, special);
            same(plain, best, "n=" + n + " upper=" + upper + " " + special);
          }
        }
      }
    }
  }

  private static HeapKernels<?> best(DType dtype) {
    return kernels(Kits.kernelSets().getLast(), dtype);
  }

  /** y and z; the triangle that is not stored is NaN, one element of f and x is special. */
  private static <P> double[] reflected(
      HeapKernels<P> kernels, DType dtype, boolean upper, int n, double special) {
    ArrayKernel<P> array = kernels.array();
    Random random = new Random(31L * n);
    int lda = n + 2;
    P a = array.array(GUARD + n * lda);
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < lda; i++) {
        boolean stored = i < n && (upper ? i <= j : i >= j);
        array.set(a, GUARD + j * lda + i, stored ? random.nextDouble() - 0.5 : Double.NaN);
      }
    }
    P x = numbers(array, random, GUARD + n + GUARD);
    P f = numbers(array, random, n);
    if (n > 0) {
      array.set(x, GUARD + n / 2, special);
      array.set(f, n / 2, special);
    }
    P y = numbers(array, random, GUARD + n + GUARD);
    P z = array.array(n + GUARD);
    P scratch = array.array(ArrayKernel.SCRATCH / dtype.bytes());
    array.fill(scratch, 0, array.length(scratch), Double.NaN);
    array.reflect(upper, n, a, GUARD, lda, x, GUARD, f, y, GUARD, z, scratch);
    return values(array, y, z);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void triangle(DType dtype) {
    for (int round = 0; round < 20; round++) {
      for (int n : ORDERS) {
        for (int form = 0; form < 16; form++) {
          double[] plain = multiplied(kernels("SCALAR", dtype), dtype, n, form);
          double[] best = multiplied(best(dtype), dtype, n, form);
          same(plain, best, "n=" + n + " form " + form);
        }
      }
    }
  }

  private static <P> double[] multiplied(HeapKernels<P> kernels, DType dtype, int n, int form) {
    boolean solve = (form & 1) != 0;
    boolean upper = (form & 2) != 0;
    boolean unit = (form & 4) != 0;
    ArrayKernel<P> array = kernels.array();
    Random random = new Random(17L * n);
    int lda = n + 1;
    P a = array.array(GUARD + n * lda);
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < lda; i++) {
        boolean stored = i < n && (upper ? i < j : i > j);
        double value = stored ? (random.nextDouble() - 0.5) / n : Double.NaN;
        array.set(a, GUARD + j * lda + i, i == j && !unit ? 1.5 : value);
      }
    }
    P x = numbers(array, random, GUARD + n + GUARD);
    double[] four = new double[4];
    if ((form & 8) != 0) {
      P scratch = array.array(ArrayKernel.SCRATCH / dtype.bytes());
      array.transposedTriangle(solve, upper, unit, n, a, GUARD, lda, x, GUARD, four, scratch);
    } else {
      array.triangle(solve, upper, unit, n, a, GUARD, lda, x, GUARD, four);
    }
    return values(array, x, x);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void dots(DType dtype) {
    for (int round = 0; round < 20; round++) {
      for (int n : ORDERS) {
        double[] plain = products(kernels("SCALAR", dtype), dtype, n);
        double[] best = products(best(dtype), dtype, n);
        same(plain, best, "n=" + n);
      }
    }
  }

  private static <P> double[] products(HeapKernels<P> kernels, DType dtype, int n) {
    ArrayKernel<P> array = kernels.array();
    Random random = new Random(7L * n);
    P a = numbers(array, random, GUARD + RUNS * n);
    P b = numbers(array, random, GUARD + n);
    P scratch = array.array(ArrayKernel.SCRATCH / dtype.bytes());
    double[] sums = new double[RUNS];
    for (int count = 1; count <= RUNS; count++) {
      array.dots(count, a, GUARD, n, b, GUARD, n, sums, scratch);
    }
    return sums;
  }

  private static <P> P numbers(ArrayKernel<P> array, Random random, int n) {
    P x = array.array(n);
    for (int i = 0; i < n; i++) {
      array.set(x, i, random.nextDouble() - 0.5);
    }
    return x;
  }

  private static <P> double[] values(ArrayKernel<P> array, P x, P y) {
    double[] all = new double[array.length(x) + array.length(y)];
    for (int i = 0; i < all.length; i++) {
      int left = array.length(x);
      all[i] = i < left ? array.get(x, i) : array.get(y, i - left);
    }
    return all;
  }

  private static void same(double[] expected, double[] found, String what) {
    assertEquals(expected.length, found.length, what);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], what + ", element " + i);
    }
  }
}
