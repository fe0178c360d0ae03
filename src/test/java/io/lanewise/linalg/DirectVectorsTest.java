package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The direct method for symmetric matrices, step by step, and what refines it. */
class DirectVectorsTest {

  private static Map<String, double[][]> matrices() {
    Map<String, double[][]> all = new LinkedHashMap<>();
    for (int n : new int[] {1, 2, 3, 31, 32, 33, 65, 100}) {
      all.put("random " + n, TestMatrices.randomSymmetric(n, n));
    }
    int n = 90;
    all.put("zero", new double[n][n]);
    double[] values = new double[n];
    Arrays.fill(values, 1);
    all.put("identity", TestMatrices.diagonal(values));
    for (int i = 0; i < n; i++) {
      values[i] = i % 2 == 0 ? 1 : -1;
    }
    all.put("involution", TestMatrices.withEigenvalues(4, values));
    for (int i = 0; i < n; i++) {
      values[i] = i / 10 + 1e-12 * i;
    }
    all.put("close", TestMatrices.withEigenvalues(5, values));
    for (int i = 0; i < n; i++) {
      values[i] = i < 30 ? 1 + i % 4 : 0;
    }
    all.put("of low rank", TestMatrices.withEigenvalues(6, values));
    all.put("wilkinson", TestMatrices.wilkinson(91));
    double[][] blocks = new double[n][n];
    for (int i = 0; i < 3; i++) {
      double[][] block = TestMatrices.randomSymmetric(9, 30);
      for (int r = 0; r < 30; r++) {
        System.arraycopy(block[r], 0, blocks[30 * i + r], 30 * i, 30);
      }
    }
    all.put("three times the same", blocks);
    return all;
  }

  @Test
  void theReductionIsBackwardStable() {
    matrices()
        .forEach(
            (what, values) -> {
              int n = values.length;
              Tensor a = Tensor.of(values);
              Tridiagonal t = Tridiagonal.of("test", a.copy());
              Tensor q = Tensor.eye(DType.F64, n);
              t.multiplyQ(q); // its rows are Q e_i, so it is Q'
              double[][] small = TestMatrices.diagonal(t.diagonal());
              for (int i = 0; i < n - 1; i++) {
                small[i][i + 1] = t.beside()[i];
                small[i + 1][i] = t.beside()[i];
              }
              Tensor product = q.transpose().matmul(Tensor.of(small)).matmul(q);
              double error = product.sub(a).norm();
              assertTrue(error <= 30 * n * 0x1p-52 * a.norm(), what + ": " + error);
              assertTrue(Matrices.orthogonality(q) < 30, what);
            });
  }

  @Test
  void vectorsAreNearAndRefinedToTheLastDigit() {
    matrices()
        .forEach(
            (what, values) -> {
              Tensor a = Tensor.of(values);
              int n = values.length;
              double size = Math.max(a.max(), -a.min());
              Tensor scaled = size == 0 ? a : a.div(size);
              DirectVectors direct = DirectVectors.of("test", scaled.copy());
              Tensor start = Tensor.empty(DType.F64, n, n);
              direct.vectorsOfT(start);
              assertTrue(
                  Matrices.orthogonality(start) * n * 0x1p-52 < 1e-5, what + ": not orthonormal");
              Refinement.Goal goal =
                  Refinement.Goal.of("test", DType.F64, n, 1, 60, Refinement.Wanted.VECTORS, null);
              Refinement refined =
                  Refinement.ofTridiagonal(
                      direct.diagonal(), direct.beside(), start, goal, memory(n));
              if (refined != null) {
                assertTrue(Matrices.orthogonality(refined.vectors()) < 30, what);
                Tensor rows = refined.vectors().copy();
                direct.multiplyQ(rows);
                Tensor s = Tensor.of(refined.values());
                double residual = Residual.of(scaled, rows.transpose(), s, rows);
                assertTrue(residual < 30, what + ": residual " + residual);
              }
              Ratios.check(a, SymmetricEigen.of(a), what);
            });
  }

  @Test
  void eigenvaluesOfASecondDifference() {
    int n = 77;
    double[] diagonal = new double[n];
    Arrays.fill(diagonal, 2);
    double[] beside = new double[n - 1];
    Arrays.fill(beside, -1);
    double[] values = TridiagonalValues.of(diagonal, beside);
    for (int k = 0; k < n; k++) {
      double expected = 2 - 2 * Math.cos(Math.PI * (k + 1) / (n + 1));
      assertEquals(expected, values[k], 1e-14);
    }
  }

  @Test
  void groupsAreWhoIsConnected() {
    var groups =
        CloseValues.groups(
            java.util.List.of(new int[] {1, 2}, new int[] {5, 6}, new int[] {2, 4}), 8);
    assertEquals(2, groups.size());
    assertEquals("[1, 2, 4]", Arrays.toString(groups.get(0)));
    assertEquals("[5, 6]", Arrays.toString(groups.get(1)));
  }

  /** New memory for a refinement of n vectors of length n, F64. */
  static Refinement.Memory memory(long n) {
    return new Refinement.Memory(
        Tensor.empty(DType.F64, n, n),
        Tensor.empty(DType.F64, n, n),
        Tensor.empty(DType.F64, n, n));
  }
}
