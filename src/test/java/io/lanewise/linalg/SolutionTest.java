package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SolutionTest {

  /** The bound holds against an oracle, and is no more than a few hundred times the error. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void theErrorIsWithinTheBound(DType dtype) {
    for (int n : new int[] {2, 7, 23, 40}) {
      double last = dtype == DType.F32 ? 1e-5 : 1e-11;
      double[] values = new double[n];
      for (int i = 0; i < n; i++) {
        values[i] = Math.pow(last, i / (n - 1.0));
      }
      Tensor a = Tensor.of(TestMatrices.withSingularValues(n, n, n, values)).cast(dtype);
      Tensor b = Tensor.randn(dtype, n, n, 3);
      Solution solution = Solution.of(a, b);
      double worst = 0;
      for (int j = 0; j < 3; j++) {
        Slice column = Slice.at(j);
        double[] exact =
            LinearOracle.solve(a.toDoubleMatrix(), b.slice(Slice.all(), column).toDoubleArray());
        double[] x = solution.x().slice(Slice.all(), column).toDoubleArray();
        double error = 0;
        double size = 0;
        for (int i = 0; i < n; i++) {
          error = Math.max(error, Math.abs(x[i] - exact[i]));
          size = Math.max(size, Math.abs(x[i]));
        }
        worst = Math.max(worst, error / size);
      }
      assertTrue(worst <= solution.errorBound(), n + ": " + worst + " " + solution);
      // a refined F32 solution may be much better than its residual can tell
      double least = dtype.epsilon() * (dtype == DType.F32 ? solution.condition() : 1);
      assertTrue(solution.errorBound() < 1e3 * Math.max(worst, least), "" + solution);
      assertTrue(solution.backwardError() < 2 * n * dtype.epsilon(), "" + solution);
      double condition = Condition.of(a);
      assertTrue(solution.condition() < 2 * n * condition, "" + solution);
      assertTrue(solution.condition() > condition / (3 * n), "" + solution);
    }
  }

  /** A refined solution has a backward error of a rounding even where rows have many sizes. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void badlyScaledRows(DType dtype) {
    int n = 30;
    double[][] values = TestMatrices.random(4, n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        values[i][j] *= Math.pow(10, -20.0 * (i * 7 % n) / n);
      }
    }
    Tensor a = Tensor.of(values).cast(dtype);
    Tensor b = a.matmul(Tensor.ones(dtype, n));
    Solution solution = Solution.of(a, b);
    assertTrue(solution.backwardError() <= 2 * dtype.epsilon(), "" + solution);
    double error = solution.x().sub(1).abs().max();
    assertTrue(error < 1e3 * dtype.epsilon(), "" + error);
  }

  @Test
  void theArticlesMatrix() {
    Tensor a = Tensor.of(new double[][] {{1000, 0.001}, {0.001, 0.001}});
    Solution solution = Solution.of(a, Tensor.of(1000.001, 0.002));
    assertArrayEquals(new double[] {1, 1}, solution.x().toDoubleArray(), 1e-10);
    assertEquals(1.0e6, solution.condition(), 10);
    assertTrue(solution.errorBound() < 1e-9, "" + solution);
    assertTrue(solution.toString().startsWith("Solution[(2), condition 1.0e+06, backward error "));
  }

  @Test
  void edges() {
    Solution empty = Solution.of(Tensor.zeros(DType.F64, 0, 0), Tensor.zeros(DType.F64, 0));
    assertEquals(0, empty.x().elements());
    assertEquals(0, empty.condition());
    assertEquals(0, empty.errorBound());
    Solution zero = Solution.of(Tensor.eye(DType.F32, 3), Tensor.zeros(DType.F32, 3));
    assertEquals(0, zero.backwardError());
    assertEquals(0, zero.errorBound());
    assertEquals(
        "(3, 0)",
        Solution.of(Tensor.eye(DType.F32, 3), Tensor.zeros(DType.F32, 3, 0))
            .x()
            .shape()
            .toString());
    assertThrows(
        SingularMatrixException.class,
        () -> Solution.of(Tensor.ones(DType.F64, 2, 2), Tensor.of(1, 2)));
    assertThrows(
        ShapeException.class, () -> Solution.of(Tensor.ones(DType.F64, 2, 3), Tensor.of(1, 2)));
    double huge = 0x1p1020;
    Tensor large = Tensor.of(new double[][] {{huge, huge}, {huge, -huge}});
    Solution solution = Solution.of(large, Tensor.of(huge, 0));
    assertArrayEquals(new double[] {0.5, 0.5}, solution.x().toDoubleArray());
    assertTrue(solution.errorBound() < 1e-14);
  }
}
