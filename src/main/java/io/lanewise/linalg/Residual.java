package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;

/** How far a product of factors is from the matrix it stands for. */
final class Residual {
  private Residual() {}

  /**
   * {@code |A - U diag(s) V'| / (n eps |A|)} with n the larger size of A; computed in F64 on A
   * scaled by a power of two.
   *
   * @param a shape (m, n)
   * @param u shape (m, r)
   * @param s shape (r)
   * @param vt shape (r, n)
   * @return the ratio; 0 if A and the product are both zero
   */
  static double of(Tensor a, Tensor u, Tensor s, Tensor vt) {
    if (a.elements() == 0) {
      return 0;
    }
    int exponent = -Matrices.exponent(Matrices.largest("certificate", a));
    Tensor exact = Matrices.scaled(a.cast(DType.F64), exponent);
    Tensor weights = Matrices.scaled(s.cast(DType.F64), exponent);
    double norm = exact.norm();
    Tensor left = u.cast(DType.F64).mul(weights);
    double error = Tensor.gemm(-1, left, vt.cast(DType.F64), 1, exact).norm();
    if (error == 0) {
      return 0;
    }
    return error / (Math.max(a.size(0), a.size(1)) * a.dtype().epsilon() * norm);
  }

  /**
   * {@code |2^exponent A - L R| / (n eps |A|)} with n the larger size of A, computed in F64.
   *
   * @param a shape (m, n)
   * @param exponent such that the largest element of {@code 2^exponent A} is about 1
   * @param left shape (m, r)
   * @param right shape (r, n)
   * @return the ratio; 0 if A and the product are both zero
   */
  static double ofProduct(Tensor a, int exponent, Tensor left, Tensor right) {
    if (a.elements() == 0) {
      return 0;
    }
    Tensor exact = Matrices.scaled(a.cast(DType.F64), exponent);
    double norm = exact.norm();
    double error = Tensor.gemm(-1, left.cast(DType.F64), right.cast(DType.F64), 1, exact).norm();
    if (error == 0) {
      return 0;
    }
    return error / (Math.max(a.size(0), a.size(1)) * a.dtype().epsilon() * norm);
  }

  /** That a certificate is asked for with a matrix of the shape that was factored. */
  static void requireShape(String operation, Tensor a, long rows, long columns) {
    if (a.rank() != 2 || a.size(0) != rows || a.size(1) != columns) {
      throw new ShapeException(
          operation
              + ": certificate of a tensor of shape "
              + a.shape()
              + ", but a matrix of shape ("
              + rows
              + ", "
              + columns
              + ") was decomposed");
    }
  }
}
