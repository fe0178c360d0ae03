package io.lanewise.linalg;

import io.lanewise.Engine;
import io.lanewise.Tensor;
import io.lanewise.internal.Internal;
import org.jspecify.annotations.Nullable;

/**
 * The product of the rotations of a one-sided Jacobi method, without having accumulated it: with
 * {@code L V = X} and both sides known, V is the solution of a triangular system.
 *
 * <p>It is as orthogonal as {@code |inverse(L)| |L|} is small, whatever the scaling of the rows of
 * L [1]. After preconditioning that is nearly always so; where it is not, the caller must
 * accumulate.
 *
 * <p><b>Cost.</b> {@code k^3} flops, and {@code 2 k^3} for the check, where accumulating costs
 * {@code 4 k^3} in every sweep.
 *
 * <p>[1] Z. Drmac and K. Veselic, New fast and accurate Jacobi SVD algorithm I, SIAM J. Matrix
 * Anal. Appl. 29, 2008.
 */
final class RightVectors {
  /** Largest {@code |V'V - I| / (k eps)} with which V is taken. */
  private static final double ORTHOGONAL = 8;

  private RightVectors() {}

  /**
   * Solves.
   *
   * @param triangle shape (k, k): row j is column j of L, lower triangular
   * @param rotated shape (k, k): row j is column j of {@code X = L V}
   * @return shape (k, k): row j is column j of V; or null if it is not orthogonal
   */
  static @Nullable Tensor of(Tensor triangle, Tensor rotated) {
    Tensor v = rotated.transpose().contiguous();
    if (v.sharesMemoryWith(rotated)) {
      v = v.copy();
    }
    Internal.backend(Engine.current())
        .solveLower(Internal.view(triangle).swapAxes(0, 1), false, Internal.view(v));
    Tensor error = v.transpose().matmul(v);
    error.diagonal().subInPlace(1);
    double ratio = error.norm() / (Math.max(1, v.size(0)) * v.dtype().epsilon());
    return ratio <= ORTHOGONAL ? v.transpose() : null; // NaN is not orthogonal either
  }
}
