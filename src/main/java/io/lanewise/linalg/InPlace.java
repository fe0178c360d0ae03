package io.lanewise.linalg;

import io.lanewise.Tensor;

/** How factorisations in the memory of a matrix begin. */
final class InPlace {
  private InPlace() {}

  /**
   * Checks that a matrix may be overwritten and scales it where sums of its elements would leave
   * the range.
   *
   * @param operation the class whose {@code ofInPlace} it is
   * @param a the matrix, scaled
   * @param multiple what the exponent must be a multiple of
   * @return the exponent of the power of two that it was multiplied with
   */
  static int scale(String operation, Tensor a, int multiple) {
    Matrices.requireMatrix(operation, a);
    Matrices.requireWritable(operation + ".ofInPlace", a);
    int exponent = exponentFor(operation, a, multiple);
    Matrices.scaleInPlace(a, exponent);
    return exponent;
  }

  /** The exponent alone. */
  static int exponentFor(String operation, Tensor a, int multiple) {
    int exponent = Matrices.exponentFor(operation, a, a.size(0));
    return exponent - Math.floorMod(exponent, multiple);
  }
}
