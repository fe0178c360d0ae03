package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.Tensor;

/**
 * A small multiple of the identity that makes a symmetric matrix positive definite: {@code A +
 * value I = U'U}.
 *
 * <p>The eigenvalues move by the value and the vectors stay, and a positive definite matrix has a
 * Cholesky factor on which one-sided Jacobi works, by matrix products. What is lost is relative
 * accuracy of eigenvalues that are small beside the largest: their errors are small multiples of
 * {@code eps |A|}, as they are with every method that does not know the matrix to be scaled well.
 *
 * <p>The value is little more than needed: a few power iterations estimate the largest modulus of
 * an eigenvalue, a few more the smallest eigenvalue, and a factorisation that breaks down says that
 * it was too small.
 *
 * @param value what was added to the diagonal
 * @param factor of the sum, of full rank
 */
record Shift(double value, PivotedCholesky factor) {
  private static final int ITERATIONS = 12;

  /** How far beyond the estimates of the power iterations, which come from below. */
  private static final double MARGIN = 0.06;

  /**
   * Finds it.
   *
   * @param a shape (n, n), symmetric and finite, with a largest element of about 1
   * @return the shift
   */
  static Shift of(Tensor a) {
    double modulus = spectralRadius(a, 0);
    double bound = (1 + MARGIN) * modulus;
    // of bound I - A the largest eigenvalue is bound - smallest
    double smallest = bound - spectralRadius(a, bound);
    double step = MARGIN * modulus;
    for (double value = step - smallest; ; value += step) {
      double rounded = a.dtype() == DType.F32 ? (float) value : value;
      Tensor shifted = a.copy();
      shifted.diagonal().addInPlace(rounded);
      PivotedCholesky factor = PivotedCholesky.of(shifted, 0);
      if (factor.rank() == a.size(0)) {
        return new Shift(rounded, factor);
      }
      step *= 2;
    }
  }

  /** The largest modulus of an eigenvalue of {@code shift I - A}, from below. */
  private static double spectralRadius(Tensor a, double shift) {
    Tensor x = Tensor.randn(a.dtype(), 1, a.size(0));
    double norm = x.norm();
    for (int i = 0; i < ITERATIONS; i++) {
      x.divInPlace(norm);
      Tensor y = a.matmul(x).negInPlace();
      y.addInPlace(x.mul(shift));
      x = y;
      norm = x.norm();
    }
    return norm;
  }
}
