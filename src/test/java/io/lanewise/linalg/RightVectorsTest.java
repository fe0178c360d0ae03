package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Tensor;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both paths to the right singular vectors. */
class RightVectorsTest {
  /** Rows of an upper triangular matrix are columns of a lower triangular one. */
  private static Tensor triangle(DType dtype, int n, double diagonal) {
    Random random = new Random(n);
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        a[i][j] = i == j ? diagonal : random.nextGaussian();
      }
    }
    return Tensor.of(a).cast(dtype);
  }

  private static OneSidedJacobi jacobi(Tensor columns, boolean accumulate) {
    return OneSidedJacobi.of("test", columns.copy(), accumulate, 1, 60, null);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void solvingAgreesWithAccumulating(DType dtype) {
    for (int n : new int[] {0, 1, 2, 31, 100}) {
      Tensor triangle = triangle(dtype, n, 2.0 * n);
      Tensor solved = RightVectors.of(triangle, jacobi(triangle, false).columns());
      assertNotNull(solved);
      Tensor accumulated = jacobi(triangle, true).right();
      // both are V of the same rotations; neighbouring values may be close
      assertTrue(solved.allClose(accumulated, 0, 50 * n * dtype.epsilon()), "n = " + n);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void anIllConditionedTriangleIsNotSolved(DType dtype) {
    // a triangle with a small diagonal is as bad as they come: its inverse grows like 100^n
    Tensor triangle = triangle(dtype, 40, 0.01);
    OneSidedJacobi jacobi = jacobi(triangle, false);
    assertNull(RightVectors.of(triangle, jacobi.columns()));
    // the other path is not concerned
    Tensor v = jacobi(triangle, true).right();
    assertTrue(Matrices.orthogonality(v) < 30);
    Tensor singular = triangle(dtype, 8, 3);
    singular.set(0, 5, 5);
    assertNull(RightVectors.of(singular, jacobi(singular, false).columns()));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void columnsThatAreNearlyDependentTakeTheCarefulPath(DType dtype) {
    double[][] a = TestMatrices.random(3, 30, 24);
    for (double[] row : a) {
      row[23] = row[22] * (1 + 1e-30);
      row[11] = row[3] + row[4];
    }
    Tensor matrix = Tensor.of(a).cast(dtype);
    Svd svd = Svd.of(matrix);
    Ratios.check(matrix, svd, "dependent columns");
    assertEquals(0, svd.s().get(23), 100 * dtype.epsilon());
  }
}
