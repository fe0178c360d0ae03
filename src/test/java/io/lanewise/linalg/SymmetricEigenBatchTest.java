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
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("contract")
@ExtendWith(OnDevice.class)
class SymmetricEigenBatchTest {

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void ratiosOfMixedStacks(DType dtype) {
    for (int n : new int[] {1, 2, 3, 4, 5, 8, 13, 16, 21, 31, 32}) {
      Tensor a = SvdBatchTest.stack(dtype, mixed(n));
      check(a, SymmetricEigenBatch.of(a), dtype + " n=" + n);
    }
    Tensor rosser = Tensor.of(TestMatrices.rosser()).cast(dtype);
    check(rosser.unsqueeze(0), SymmetricEigenBatch.of(rosser.unsqueeze(0)), "rosser");
  }

  /** Matrices of every kind, so that lanes differ in all they do. */
  private static List<double[][]> mixed(int n) {
    List<double[][]> all = new ArrayList<>();
    double[] ones = new double[n];
    double[] repeated = new double[n];
    double[] falling = new double[n];
    double[][] rankOne = new double[n][n];
    double[][] exchange = new double[n][n];
    for (int i = 0; i < n; i++) {
      ones[i] = 1;
      repeated[i] = i % 3 - 1;
      falling[i] = Math.pow(10, -16.0 * i / n) * (i % 2 == 0 ? 1 : -1);
      exchange[i][n - 1 - i] = 1;
      java.util.Arrays.fill(rankOne[i], -1);
    }
    all.add(TestMatrices.randomSymmetric(1, n));
    all.add(new double[n][n]);
    all.add(TestMatrices.diagonal(ones));
    all.add(TestMatrices.diagonal(falling));
    all.add(TestMatrices.hilbert(n));
    all.add(TestMatrices.withEigenvalues(2, repeated));
    all.add(TestMatrices.withEigenvalues(3, falling));
    all.add(rankOne);
    all.add(exchange);
    for (int i = 0; i < 10; i++) {
      all.add(TestMatrices.randomSymmetric(10 + i, n));
    }
    return all;
  }

  private static void check(Tensor a, SymmetricEigenBatch eigen, String what) {
    assertEquals(a.dtype(), eigen.values().dtype(), what);
    assertEquals(a.shape(), eigen.vectors().shape(), what);
    assertTrue(eigen.certificate().converged(), what);
    for (long i = 0; i < a.size(0); i++) {
      String which = what + " matrix " + i;
      double[] values = eigen.values().slice(Slice.at(i)).toDoubleArray();
      double[][] v = eigen.vectors().slice(Slice.at(i)).toDoubleMatrix();
      for (int j = 0; j < values.length; j++) {
        assertTrue(j == 0 || values[j - 1] >= values[j], which + " order");
        double most = 0;
        double least = 0;
        for (double[] row : v) {
          most = Math.max(most, row[j]);
          least = Math.min(least, row[j]);
        }
        assertTrue(most >= -least, which + " sign of column " + j);
      }
      double residual = Ratios.residual(a.slice(Slice.at(i)), v, values, v);
      double orthogonality = Ratios.orthogonality(v, a.dtype());
      assertTrue(residual < 30, which + " residual " + residual);
      assertTrue(orthogonality < 30, which + " orthogonality " + orthogonality);
    }
  }

  /**
   * Of positive definite D B D every value relative to itself; of B'B the oracle knows the roots.
   */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void definiteMatricesKeepTheirSmallValues(DType dtype) {
    int decades = dtype == DType.F32 ? 8 : 24;
    for (int n : new int[] {4, 9, 16}) {
      List<double[][]> all = new ArrayList<>();
      for (int seed = 0; seed < 9; seed++) {
        // small integers: the products are exact, so that A is B'B and not near it
        double[][] b = new double[n][n];
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            int place = seed % 3 == 0 ? j : seed % 3 == 1 ? n - 1 - j : j * 5 % n;
            double scale = Math.scalb(1.0, (int) Math.round(-1.66 * decades * place / n));
            b[i][j] = scale * ((i == j ? 8 : 0) + (i * 7 + j * 11 + seed * 3) % 5 - 2);
          }
        }
        all.add(b);
      }
      List<double[][]> products = new ArrayList<>();
      for (double[][] b : all) {
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            for (int k = 0; k < n; k++) {
              a[i][j] += b[k][i] * b[k][j];
            }
          }
        }
        products.add(a);
      }
      SymmetricEigenBatch eigen = SymmetricEigenBatch.of(SvdBatchTest.stack(dtype, products));
      for (int k = 0; k < all.size(); k++) {
        double[] roots = Oracle.singularValues(all.get(k));
        double[] found = eigen.values().slice(Slice.at(k)).toDoubleArray();
        for (int i = 0; i < n; i++) {
          double error = Math.abs(found[i] / (roots[i] * roots[i]) - 1);
          assertTrue(
              error <= 100 * n * dtype.epsilon(),
              dtype + " n=" + n + " kind " + k + " value " + i + ": " + error);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void oneMatrixDoesNotSeeTheOthers(DType dtype) {
    for (int n : new int[] {2, 4, 7, 16}) {
      Tensor a = SvdBatchTest.stack(dtype, mixed(n));
      SymmetricEigenBatch all = SymmetricEigenBatch.of(a);
      for (long[] range :
          new long[][] {{0, 1}, {3, 4}, {0, 7}, {0, 8}, {2, 11}, {1, 16}, {1, 18}}) {
        Slice part = Slice.range(range[0], range[1]);
        SymmetricEigenBatch some = SymmetricEigenBatch.of(a.slice(part));
        assertTrue(some.values().contentEquals(all.values().slice(part)), dtype + " n=" + n);
        assertTrue(some.vectors().contentEquals(all.vectors().slice(part)), dtype + " n=" + n);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void sameBitsForThreadsAndKernels(DType dtype) {
    Tensor random = Tensor.randn(dtype, 7, 2000, 6, 6);
    Tensor a = random.add(random.transpose());
    SymmetricEigenBatch expected = with(EngineOptions.auto().withThreads(1), a);
    for (EngineOptions options :
        List.of(
            EngineOptions.auto().withThreads(2),
            EngineOptions.auto().withThreads(5),
            EngineOptions.auto().withThreads(1).withKernels(EngineOptions.Kernels.SCALAR))) {
      SymmetricEigenBatch found = with(options, a);
      assertTrue(found.values().contentEquals(expected.values()), options.toString());
      assertTrue(found.vectors().contentEquals(expected.vectors()), options.toString());
    }
  }

  private static SymmetricEigenBatch with(EngineOptions options, Tensor a) {
    return Engine.cpu(options).call(() -> SymmetricEigenBatch.of(a));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void nearOverflowAndUnderflow(DType dtype) {
    Tensor random = Tensor.randn(dtype, 5, 10, 6, 6);
    Tensor a = random.add(random.transpose());
    SymmetricEigenBatch expected = SymmetricEigenBatch.of(a);
    int[] exponents = dtype == DType.F32 ? new int[] {123, -115, 60} : new int[] {1019, -1000, 500};
    for (int exponent : exponents) {
      SymmetricEigenBatch found = SymmetricEigenBatch.of(Matrices.scaled(a, exponent));
      assertTrue(found.vectors().contentEquals(expected.vectors()), dtype + " 2^" + exponent);
      assertTrue(found.values().contentEquals(Matrices.scaled(expected.values(), exponent)));
    }
    double least = dtype == DType.F32 ? Float.MIN_VALUE : Double.MIN_VALUE;
    Tensor tiny = Tensor.zeros(dtype, 2, 2, 2);
    tiny.set(least, 1, 0, 1);
    tiny.set(least, 1, 1, 0);
    assertEquals(least, SymmetricEigenBatch.of(tiny).values().get(1, 0));
    assertEquals(-least, SymmetricEigenBatch.of(tiny).values().get(1, 1));
  }

  @Test
  void layoutsShapesAndOptions() {
    Tensor random = Tensor.randn(DType.F64, 5, 2, 6, 5, 5);
    Tensor a = random.add(random.transpose());
    Tensor kept = a.copy();
    SymmetricEigenBatch expected = SymmetricEigenBatch.of(a);
    assertEquals("(2, 6, 5)", expected.values().shape().toString());
    assertTrue(expected.certificate(a).residual() < 30);
    assertTrue(expected.certificate(a).orthogonality() < 30);
    assertThrows(ShapeException.class, () -> expected.certificate(a.slice(Slice.at(0))));
    Tensor wrapped = Tensor.wrap(a.flatten().toDoubleArray(), 2, 6, 5, 5);
    assertTrue(SymmetricEigenBatch.of(wrapped).vectors().contentEquals(expected.vectors()));
    Tensor other = a.permute(3, 1, 0, 2).contiguous().permute(2, 1, 3, 0);
    assertTrue(SymmetricEigenBatch.of(other).vectors().contentEquals(expected.vectors()));
    SymmetricEigenBatch values =
        SymmetricEigenBatch.of(a, SymmetricEigenOptions.auto().withVectors(false));
    assertTrue(values.values().contentEquals(expected.values()));
    assertThrows(IllegalStateException.class, values::vectors);
    assertTrue(a.contentEquals(kept), "the input was changed");
    Tensor large = Tensor.randn(DType.F64, 5, 2, 40, 40);
    large = large.add(large.transpose());
    check(large, SymmetricEigenBatch.of(large), "40");
    assertEquals(
        "(0, 3, 3)",
        SymmetricEigenBatch.of(Tensor.zeros(DType.F64, 0, 3, 3)).vectors().shape().toString());
    assertEquals(
        "(3, 0)",
        SymmetricEigenBatch.of(Tensor.zeros(DType.F64, 3, 0, 0)).values().shape().toString());
  }

  @Test
  void saysWhichMatrixIsWrong() {
    Tensor random = Tensor.randn(DType.F64, 3, 4, 5, 3, 3);
    Tensor a = random.add(random.transpose());
    Tensor crooked = a.copy();
    crooked.set(a.get(3, 2, 0, 1) + 1e-3, 3, 2, 0, 1);
    IllegalArgumentException asymmetric =
        assertThrows(IllegalArgumentException.class, () -> SymmetricEigenBatch.of(crooked));
    assertTrue(asymmetric.getMessage().contains("matrix (3, 2)"), asymmetric.getMessage());
    assertTrue(asymmetric.getMessage().contains("not symmetric"), asymmetric.getMessage());
    Tensor nearly = a.copy();
    nearly.set(Math.nextUp(a.get(3, 2, 0, 1)), 3, 2, 0, 1);
    assertTrue(SymmetricEigenBatch.of(nearly).certificate(nearly).residual() < 30);
    a.set(Double.NaN, 1, 0, 2, 2);
    assertThrows(IllegalArgumentException.class, () -> SymmetricEigenBatch.of(a));
    ShapeException shape =
        assertThrows(
            ShapeException.class, () -> SymmetricEigenBatch.of(Tensor.zeros(DType.F64, 4, 2, 3)));
    assertTrue(shape.getMessage().contains("(4, 2, 3)"), shape.getMessage());
    Tensor good = Tensor.of(TestMatrices.randomSymmetric(1, 8)).unsqueeze(0);
    assertThrows(
        NoConvergenceException.class,
        () -> SymmetricEigenBatch.of(good, SymmetricEigenOptions.auto().withMaxSweeps(1)));
  }
}
