package io.lanewise.cpu.jacobi;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.JacobiKernel;
import io.lanewise.kernel.SmallMatrix;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Jacobi's method on small symmetric matrices of f32: the innermost problem of every block step.
 *
 * <p>Together with a threshold relative to {@code sqrt(a_ii a_jj)} this finds each eigenvalue of a
 * positive definite matrix to the accuracy that its entries determine [1]. Of the two eigenvalues
 * of a pair the larger comes first: sorted that way, matrices of order 256 converge two sweeps
 * sooner [2].
 *
 * <p>Rotations go by steps of k/2 disjoint pairs, in the order of {@code RoundRobin}, so that no
 * rotation waits for the one before.
 *
 * <p>Cost: 14 k flops for each rotation of a matrix of order k.
 *
 * <p>[1] J. Demmel and K. Veselic, Jacobi's method is more accurate than QR, SIAM J. Matrix Anal.
 * Appl. 13, 1992. [2] P. P. M. de Rijk, A one-sided Jacobi algorithm for computing the singular
 * value decomposition on a vector computer, SIAM J. Sci. Stat. Comput. 10, 1989.
 */
final class SmallJacobiF32 {
  private final JacobiKernel<float[]> kernel;
  private SmallMatrix<float[]> matrix;
  private boolean rotated;
  private float offDiagonal;

  private SmallJacobiF32(JacobiKernel<float[]> kernel, int k) {
    this.kernel = kernel;
    this.matrix = kernel.matrix(k);
  }

  /**
   * The one of a workspace, made ready for matrices of an order.
   *
   * @param workspace of the calling thread
   * @param kernel steps
   * @param k order
   * @return a matrix with arbitrary elements
   */
  static SmallJacobiF32 of(Workspace workspace, JacobiKernel<float[]> kernel, int k) {
    SmallJacobiF32 small =
        workspace.object(SmallJacobiF32.class, () -> new SmallJacobiF32(kernel, k));
    if (small.matrix.k != k) {
      small.matrix = kernel.matrix(k);
    }
    return small;
  }

  /**
   * Sets row i of the matrix from its diagonal element on, and the mirror image.
   *
   * @param i row
   * @param source segment
   * @param at byte offset of element (i, i); the rest of the row follows
   */
  void read(int i, MemorySegment source, long at) {
    int k = matrix.k;
    float[] w = matrix.w;
    MemorySegment.copy(source, JAVA_FLOAT_UNALIGNED, at, w, i * k + i, k - i);
    for (int j = i + 1; j < k; j++) {
      w[j * k + i] = w[i * k + j];
    }
  }

  /** The element off the diagonal of a matrix of order 2. */
  float offDiagonal() {
    return rotated ? 0 : offDiagonal;
  }

  /** An element of the diagonal of {@code Q' A Q}. */
  float diagonal(int i) {
    return matrix.diagonal[i];
  }

  /** Writes row i of Q. */
  void writeProduct(int i, MemorySegment target, long at) {
    int k = matrix.k;
    float[] row = matrix.w; // of no use any more
    for (int j = 0; j < k; j++) {
      row[j] = matrix.q[j * k + i];
    }
    MemorySegment.copy(row, 0, target, JAVA_FLOAT_UNALIGNED, at, k);
  }

  /**
   * Rotates each pair of rows of the matrix that was read once. What is left is met again by the
   * next outer sweep: with a second round, matrices of order 1024 need a sweep less, which does not
   * pay. [TP]
   *
   * @param threshold which elements are annihilated
   * @return the largest relative size of an element off the diagonal before, at most 1
   */
  double diagonalise(JacobiKernel.Threshold threshold) {
    double measure = begin(threshold);
    rotated = false;
    if (measure > threshold.tolerance()) {
      for (int r = 0; r < matrix.k; r++) {
        rotated |= kernel.step(matrix, r, threshold);
      }
    }
    return measure;
  }

  private double begin(JacobiKernel.Threshold threshold) {
    int k = matrix.k;
    Arrays.fill(matrix.q, 0);
    offDiagonal = matrix.w[1];
    double[] roots = matrix.angles;
    for (int i = 0; i < k; i++) {
      matrix.q[i * k + i] = 1;
      matrix.diagonal[i] = matrix.w[i * k + i];
      roots[i] = Math.sqrt(Math.abs((double) matrix.diagonal[i]));
    }
    double measure = 0;
    for (int i = 0; i < k; i++) {
      double aii = Math.abs((double) matrix.diagonal[i]);
      for (int j = i + 1; j < k; j++) {
        double size = Math.abs((double) matrix.w[i * k + j]);
        double most = Math.max(aii, Math.abs((double) matrix.diagonal[j]));
        if (size > threshold.floor() && size > threshold.tiny() * most) {
          measure = Math.max(measure, size / (roots[i] * roots[j]));
        }
      }
    }
    return Math.min(1, measure);
  }
}
