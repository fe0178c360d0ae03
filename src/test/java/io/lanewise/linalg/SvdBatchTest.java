package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("contract")
@ExtendWith(OnDevice.class)
class SvdBatchTest {
  private static final int[][] SIZES = {
    {1, 1}, {2, 2}, {3, 3}, {4, 4}, {5, 5}, {8, 8}, {13, 13}, {16, 16}, {31, 31}, {32, 32}, {7, 3},
    {3, 7}, {40, 5}, {5, 40}, {32, 31}, {1, 9}, {9, 1}
  };

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void ratiosOfMixedStacks(DType dtype) {
    for (int[] size : SIZES) {
      Tensor a = stack(dtype, mixed(size[0], size[1]));
      check(a, SvdBatch.of(a), dtype + " " + Arrays.toString(size));
    }
  }

  /** Matrices of every kind, so that lanes differ in all they do. */
  private static List<double[][]> mixed(int m, int n) {
    int r = Math.min(m, n);
    List<double[][]> all = new ArrayList<>();
    double[][] random = TestMatrices.random(1, m, n);
    all.add(random);
    all.add(new double[m][n]);
    double[][] identity = new double[m][n];
    double[][] ones = new double[m][n];
    double[][] columns = new double[m][n];
    double[][] rows = new double[m][n];
    double[][] hilbert = new double[m][n];
    double[][] hole = new double[m][n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        identity[i][j] = i == j ? 1 : 0;
        ones[i][j] = -1;
        columns[i][j] = random[i][j] * Math.pow(10, -12.0 * j / n);
        rows[i][j] = random[i][j] * Math.pow(10, -12.0 * (m - 1 - i) / m);
        hilbert[i][j] = 1.0 / (i + j + 1);
        hole[i][j] = j == n / 2 ? 0 : random[i][j];
      }
    }
    all.addAll(List.of(identity, ones, columns, rows, hilbert, hole));
    double[] repeated = new double[r];
    double[] falling = new double[r];
    for (int i = 0; i < r; i++) {
      repeated[i] = 1 + i % 2;
      falling[i] = Math.pow(10, -16.0 * i / r);
    }
    all.add(TestMatrices.withSingularValues(2, m, n, repeated));
    all.add(TestMatrices.withSingularValues(3, m, n, falling));
    for (int i = 0; i < 9; i++) {
      all.add(TestMatrices.random(10 + i, m, n));
    }
    return all;
  }

  static Tensor stack(DType dtype, List<double[][]> matrices) {
    Tensor[] all = matrices.stream().map(a -> Tensor.of(a).unsqueeze(0)).toArray(Tensor[]::new);
    return Tensor.concat(0, all).cast(dtype);
  }

  private static void check(Tensor a, SvdBatch svd, String what) {
    long r = Math.min(a.size(1), a.size(2));
    assertEquals(a.dtype(), svd.s().dtype(), what);
    assertEquals(List.of(a.size(0), r), sizes(svd.s()), what);
    assertEquals(List.of(a.size(0), a.size(1), r), sizes(svd.u()), what);
    assertEquals(List.of(a.size(0), r, a.size(2)), sizes(svd.vt()), what);
    assertTrue(svd.certificate().converged(), what);
    for (long i = 0; i < a.size(0); i++) {
      Tensor one = a.slice(Slice.at(i));
      double[] s = svd.s().slice(Slice.at(i)).toDoubleArray();
      double[][] u = svd.u().slice(Slice.at(i)).toDoubleMatrix();
      double[][] v = svd.vt().slice(Slice.at(i)).transpose().toDoubleMatrix();
      String which = what + " matrix " + i;
      for (int j = 0; j < s.length; j++) {
        assertTrue(s[j] >= 0 && (j == 0 || s[j - 1] >= s[j]), which + " order");
        double most = 0;
        double least = 0;
        for (double[] row : u) {
          most = Math.max(most, row[j]);
          least = Math.min(least, row[j]);
        }
        assertTrue(most >= -least, which + " sign of column " + j);
      }
      double residual = Ratios.residual(one, u, s, v);
      double left = Ratios.orthogonality(u, a.dtype());
      double right = Ratios.orthogonality(v, a.dtype());
      assertTrue(residual < 30, which + " residual " + residual);
      assertTrue(left < 30, which + " orthogonality of u " + left);
      assertTrue(right < 30, which + " orthogonality of v " + right);
    }
  }

  private static List<Long> sizes(Tensor t) {
    return Arrays.stream(t.shape().toArray()).boxed().toList();
  }

  /** Every value relative to itself, against double-double arithmetic. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void gradedMatricesKeepTheirSmallValues(DType dtype) {
    double decades = dtype == DType.F32 ? 12 : 30;
    for (int n : new int[] {4, 7, 12}) {
      List<double[][]> all = new ArrayList<>();
      for (int seed = 0; seed < 6; seed++) {
        double[][] a = TestMatrices.withSingularValues(seed, n, n, condition(n));
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            int column = seed % 2 == 0 ? j : n - 1 - j;
            int row = seed / 2 % 2 == 0 ? i : n - 1 - i;
            double factor =
                switch (seed % 3) {
                  case 0 -> power(-decades * column / n);
                  case 1 -> power(-decades * row / n);
                  default -> power(-decades * (column + row) / (2 * n));
                };
            a[i][j] = dtype == DType.F32 ? (float) (a[i][j] * factor) : a[i][j] * factor;
          }
        }
        all.add(a);
      }
      SvdBatch svd = SvdBatch.of(stack(dtype, all));
      for (int k = 0; k < all.size(); k++) {
        double[] expected = Oracle.singularValues(all.get(k));
        double[] found = svd.s().slice(Slice.at(k)).toDoubleArray();
        for (int i = 0; i < n; i++) {
          double error = Math.abs(found[i] / expected[i] - 1);
          // leading blocks may be worse conditioned than the whole
          assertTrue(
              error <= 200 * n * dtype.epsilon(),
              dtype + " n=" + n + " kind " + k + " value " + i + ": " + error);
        }
      }
    }
  }

  private static double[] condition(int n) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = 1 + 9.0 * i / n;
    }
    return values;
  }

  /** A power of two near a power of ten. */
  private static double power(double decades) {
    return Math.scalb(1.0, (int) Math.round(decades * 3.3219));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void oneMatrixDoesNotSeeTheOthers(DType dtype) {
    for (int[] size : new int[][] {{4, 4}, {6, 3}, {3, 6}, {16, 16}}) {
      Tensor a = stack(dtype, mixed(size[0], size[1]));
      SvdBatch all = SvdBatch.of(a);
      for (long[] range :
          new long[][] {{0, 1}, {3, 4}, {0, 7}, {0, 8}, {2, 11}, {1, 16}, {1, 18}}) {
        Slice part = Slice.range(range[0], range[1]);
        SvdBatch some = SvdBatch.of(a.slice(part));
        String what = dtype + " " + Arrays.toString(size) + Arrays.toString(range);
        assertTrue(some.s().contentEquals(all.s().slice(part)), what + " s");
        assertTrue(some.u().contentEquals(all.u().slice(part)), what + " u");
        assertTrue(some.vt().contentEquals(all.vt().slice(part)), what + " vt");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void sameBitsForThreadsAndKernels(DType dtype) {
    Tensor a = Tensor.randn(dtype, 7, 2000, 6, 5);
    SvdBatch expected = with(EngineOptions.auto().withThreads(1), a);
    for (EngineOptions options :
        List.of(
            EngineOptions.auto().withThreads(2),
            EngineOptions.auto().withThreads(5),
            EngineOptions.auto().withThreads(1).withKernels(EngineOptions.Kernels.SCALAR))) {
      SvdBatch found = with(options, a);
      assertTrue(found.s().contentEquals(expected.s()), options.toString());
      assertTrue(found.u().contentEquals(expected.u()), options.toString());
      assertTrue(found.vt().contentEquals(expected.vt()), options.toString());
    }
  }

  private static SvdBatch with(EngineOptions options, Tensor a) {
    return Engine.cpu(options).call(() -> SvdBatch.of(a));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void anyStrides(DType dtype) {
    Tensor a = Tensor.randn(dtype, 3, 11, 5, 4);
    SvdBatch expected = SvdBatch.of(a);
    List<Tensor> layouts =
        List.of(
            a.transpose().contiguous().transpose(),
            a.permute(1, 2, 0).contiguous().permute(2, 0, 1),
            Tensor.zeros(dtype, 22, 15, 8)
                .slice(Slice.range(0, 22, 2), Slice.range(0, 15, 3), Slice.range(0, 8, 2))
                .copyFrom(a),
            Tensor.zeros(dtype, 11, 5, 4)
                .slice(Slice.range(-1, -12, -1), Slice.all(), Slice.range(-1, -5, -1))
                .copyFrom(a));
    for (Tensor layout : layouts) {
      SvdBatch found = SvdBatch.of(layout);
      assertTrue(found.s().contentEquals(expected.s()), layout.toString());
      assertTrue(found.u().contentEquals(expected.u()));
      assertTrue(found.vt().contentEquals(expected.vt()));
    }
    Tensor kept = a.copy();
    SvdBatch four = SvdBatch.of(a.reshape(1, 11, 1, 5, 4).permute(2, 1, 0, 3, 4));
    assertEquals(List.of(1L, 11L, 1L, 4L), sizes(four.s()));
    assertEquals(List.of(1L, 11L, 1L, 5L, 4L), sizes(four.u()));
    assertTrue(four.s().flatten().contentEquals(expected.s().flatten()));
    SvdBatch one = SvdBatch.of(a.slice(Slice.at(2)));
    assertEquals(List.of(4L, 4L), sizes(one.vt()));
    assertTrue(one.vt().contentEquals(expected.vt().slice(Slice.at(2))));
    assertTrue(a.contentEquals(kept), "the input was changed");
  }

  @Test
  void memoryOfTheCaller() {
    Tensor a = Tensor.randn(DType.F64, 3, 9, 4, 4);
    Tensor wrapped = Tensor.wrap(a.flatten().toDoubleArray(), 9, 4, 4);
    assertTrue(SvdBatch.of(wrapped).u().contentEquals(SvdBatch.of(a).u()));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void nearOverflowAndUnderflow(DType dtype) {
    Tensor a = Tensor.randn(dtype, 5, 10, 6, 6);
    SvdBatch expected = SvdBatch.of(a);
    int[] exponents = dtype == DType.F32 ? new int[] {124, -115, 60} : new int[] {1020, -1000, 500};
    for (int exponent : exponents) {
      Tensor scaled = Matrices.scaled(a, exponent);
      SvdBatch found = SvdBatch.of(scaled);
      assertTrue(found.u().contentEquals(expected.u()), dtype + " 2^" + exponent);
      assertTrue(found.s().contentEquals(Matrices.scaled(expected.s(), exponent)));
    }
    // subnormal numbers have few digits, but they are numbers
    double least = dtype == DType.F32 ? Float.MIN_VALUE : Double.MIN_VALUE;
    Tensor tiny = Tensor.zeros(dtype, 3, 2, 2);
    tiny.fill(0);
    tiny.set(least, 1, 0, 1);
    assertEquals(least, SvdBatch.of(tiny).s().get(1, 0));
    check(tiny, SvdBatch.of(tiny), "subnormal");
  }

  @Test
  void vectorsAsAskedFor() {
    Tensor a = Tensor.randn(DType.F64, 3, 9, 5, 3);
    SvdBatch thin = SvdBatch.of(a);
    SvdBatch none = SvdBatch.of(a, SvdOptions.auto().withVectors(SvdOptions.Vectors.NONE));
    assertTrue(none.s().contentEquals(thin.s()));
    assertThrows(IllegalStateException.class, none::u);
    assertThrows(IllegalStateException.class, none::vt);
    SvdBatch full = SvdBatch.of(a, SvdOptions.auto().withVectors(SvdOptions.Vectors.FULL));
    assertEquals(List.of(9L, 5L, 5L), sizes(full.u()));
    assertEquals(List.of(9L, 3L, 3L), sizes(full.vt()));
    assertTrue(full.certificate(a).residual() < 30);
    assertTrue(full.certificate(a).orthogonality() < 30);
    Tensor square = Tensor.randn(DType.F64, 3, 9, 3, 3);
    assertTrue(
        SvdBatch.of(square, SvdOptions.auto().withVectors(SvdOptions.Vectors.FULL))
            .u()
            .contentEquals(SvdBatch.of(square).u()));
  }

  @Test
  void largerMatricesOneByOne() {
    Tensor a = Tensor.randn(DType.F64, 3, 2, 40, 36);
    check(a, SvdBatch.of(a), "40 x 36");
    assertTrue(
        SvdBatch.of(a).s().slice(Slice.at(1)).contentEquals(Svd.of(a.slice(Slice.at(1))).s()));
  }

  @Test
  void certificateOfAll() {
    Tensor a = Tensor.randn(DType.F32, 3, 2, 7, 6, 4);
    SvdBatch svd = SvdBatch.of(a);
    Certificate certificate = svd.certificate(a);
    assertTrue(certificate.converged() && certificate.residual() < 30, certificate.toString());
    assertTrue(certificate.orthogonality() < 30, certificate.toString());
    a.slice(Slice.at(1), Slice.at(6)).mulInPlace(1.01);
    assertTrue(svd.certificate(a).residual() > 1000, "one of them is not what was decomposed");
    ShapeException wrong =
        assertThrows(ShapeException.class, () -> svd.certificate(a.slice(Slice.at(0))));
    assertTrue(wrong.getMessage().contains("(2, 7, 6, 4)"), wrong.getMessage());
  }

  @Test
  void emptyStacksAndMatrices() {
    SvdBatch none = SvdBatch.of(Tensor.zeros(DType.F32, 0, 4, 3));
    assertEquals(List.of(0L, 4L, 3L), sizes(none.u()));
    assertEquals(0, none.certificate().sweeps());
    assertEquals(
        List.of(2L, 0L, 0L, 3L),
        sizes(
            SvdBatch.of(Tensor.zeros(DType.F32, 2, 0, 5, 3))
                .vt()
                .slice(Slice.all(), Slice.all(), Slice.to(0), Slice.all())));
    SvdBatch flat = SvdBatch.of(Tensor.zeros(DType.F64, 3, 0, 4));
    assertEquals(List.of(3L, 0L), sizes(flat.s()));
    assertEquals(List.of(3L, 0L, 4L), sizes(flat.vt()));
  }

  @Test
  void saysWhichMatrixIsWrong() {
    Tensor a = Tensor.randn(DType.F64, 3, 4, 5, 3, 3);
    a.set(Double.NaN, 2, 1, 0, 2);
    IllegalArgumentException nan =
        assertThrows(IllegalArgumentException.class, () -> SvdBatch.of(a));
    assertTrue(nan.getMessage().contains("matrix (2, 1)"), nan.getMessage());
    assertTrue(nan.getMessage().contains("element (0, 2)"), nan.getMessage());
    a.set(Double.NEGATIVE_INFINITY, 2, 1, 0, 2);
    assertThrows(IllegalArgumentException.class, () -> SvdBatch.of(a));
    assertThrows(ShapeException.class, () -> SvdBatch.of(Tensor.zeros(DType.F64, 4)));
    assertThrows(
        IllegalArgumentException.class, () -> SvdBatch.of(Tensor.zeros(DType.I64, 4, 2, 2)));
    Tensor good = Tensor.randn(DType.F64, 3, 4, 8, 8);
    NoConvergenceException cap =
        assertThrows(
            NoConvergenceException.class,
            () -> SvdBatch.of(good, SvdOptions.auto().withMaxSweeps(1)));
    assertTrue(cap.getMessage().contains("matrix (0)"), cap.getMessage());
  }

  @Test
  void endsWithTheThreadsInterrupt() {
    Thread.currentThread().interrupt();
    try {
      Tensor a = Tensor.zeros(DType.F64, 3, 2, 2);
      assertThrows(CancellationException.class, () -> SvdBatch.of(a));
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      Thread.interrupted();
    }
  }
}
