package io.lanewise.cpu.jacobi;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;

import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.RotateKernel;
import io.lanewise.memory.HostMemory;
import java.lang.foreign.MemorySegment;

/**
 * Jacobi's method on one small symmetric matrix of doubles: the innermost problem of every block
 * step.
 *
 * <p>The rotation of rows i and j [1]: with {@code zeta = (a_ii - a_jj) / (2 a_ij)} the tangent of
 * the smaller angle is the smaller root of {@code t^2 - 2 zeta t - 1 = 0}, then {@code a_ii -= t
 * a_ij}, {@code a_jj += t a_ij} and {@code a_ij = 0} are set, not computed. Together with a
 * threshold relative to {@code sqrt(a_ii a_jj)} this finds each eigenvalue of a positive definite
 * matrix to the accuracy that its entries determine [2]. Where {@code a_ii} would then be the
 * smaller one, a quarter turn is added: sorted that way, matrices of order 256 converge two sweeps
 * sooner [3].
 *
 * <p>Rows are rotated, of the matrix and of {@code Q'}, by SIMD; columns of a symmetric matrix are
 * copies of its rows.
 *
 * <p>Cost: 12 k flops and 2 k copied numbers for each rotation of a matrix of order k.
 *
 * <p>[1] H. Rutishauser, The Jacobi method for real symmetric matrices, Numerische Mathematik 9,
 * 1966. [2] J. Demmel and K. Veselic, Jacobi's method is more accurate than QR, SIAM J. Matrix
 * Anal. Appl. 13, 1992. [3] P. P. M. de Rijk, A one-sided Jacobi algorithm for computing the
 * singular value decomposition on a vector computer, SIAM J. Sci. Stat. Comput. 10, 1989.
 */
final class SmallJacobi {
  /**
   * Inner sweeps at most; what they leave is met again by the next outer sweep, which costs less
   * than a third inner one. [TP]
   */
  private static final int SWEEPS = 2;

  private static final int MATRIX = 0; // slots of the workspace
  private static final int PRODUCT = 1;

  private final RotateKernel kernel;
  private final MemorySegment base;
  private final long a;
  private final long q;
  private final int k;
  private final double tolerance;
  private final double floor;
  private final double tiny;
  private final double[] roots;

  /**
   * For matrices of one order.
   *
   * @param k order
   * @param kernel rotations of doubles
   * @param workspace of the calling thread, in use until the last matrix is done
   * @param tolerance elements larger than this, relative to the diagonal, are annihilated
   * @param floor elements up to this are left alone
   * @param smallestNormal of the type of the rotations: elements so much smaller than the diagonal
   *     that the sine might be smaller than this are left alone
   */
  SmallJacobi(
      int k,
      RotateKernel kernel,
      Workspace workspace,
      double tolerance,
      double floor,
      double smallestNormal) {
    this.k = k;
    this.kernel = kernel;
    this.tolerance = tolerance;
    this.floor = floor;
    this.tiny = 8 * smallestNormal;
    this.roots = Scratch.of(workspace).first(k);
    long bytes = (long) k * k * Double.BYTES;
    HostMemory matrix = workspace.bytes(MATRIX, bytes);
    HostMemory product = workspace.bytes(PRODUCT, bytes);
    // Both are memory of ours, and so offsets in the same base.
    this.base = matrix.base();
    this.a = matrix.origin();
    this.q = product.origin();
  }

  /** Sets an element of the matrix and its mirror image. */
  void set(int i, int j, double value) {
    put(a, i, j, value);
    put(a, j, i, value);
  }

  /** An element of the matrix, after {@link #diagonalise} of {@code Q' A Q}. */
  double get(int i, int j) {
    return at(a, i, j);
  }

  /** An element of Q. */
  double rotation(int i, int j) {
    return at(q, j, i);
  }

  private double at(long matrix, int i, int j) {
    return base.get(JAVA_DOUBLE_UNALIGNED, matrix + ((long) i * k + j) * Double.BYTES);
  }

  private void put(long matrix, int i, int j, double value) {
    base.set(JAVA_DOUBLE_UNALIGNED, matrix + ((long) i * k + j) * Double.BYTES, value);
  }

  /**
   * Diagonalises the matrix that was set.
   *
   * @return the largest relative size of an element off the diagonal before, at most 1
   */
  double diagonalise() {
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        put(q, i, j, i == j ? 1 : 0);
      }
      roots[i] = Math.sqrt(Math.abs(get(i, i)));
    }
    double measure = 0;
    for (int i = 0; i < k; i++) {
      for (int j = i + 1; j < k; j++) {
        measure = Math.max(measure, relative(i, j));
      }
    }
    boolean rotated = measure > tolerance;
    for (int sweep = 0; rotated && sweep < SWEEPS; sweep++) {
      rotated = sweep();
    }
    return measure;
  }

  private boolean sweep() {
    boolean rotated = false;
    for (int i = 0; i < k; i++) {
      for (int j = i + 1; j < k; j++) {
        if (relative(i, j) > tolerance) {
          rotate(i, j);
          rotated = true;
        }
      }
    }
    return rotated;
  }

  /** {@code |a_ij| / sqrt(|a_ii a_jj|)}, at most 1, or 0 if the element is left alone. */
  private double relative(int i, int j) {
    double element = Math.abs(get(i, j));
    double most = Math.max(Math.abs(get(i, i)), Math.abs(get(j, j)));
    if (element <= floor || element <= tiny * most) {
      return 0;
    }
    // two roots, as the product of the two numbers may not be in range
    return Math.min(1, element / (roots[i] * roots[j]));
  }

  private static double tangent(double aii, double ajj, double aij) {
    double zeta = (aii - ajj) / (2 * aij);
    double size = Math.abs(zeta);
    double root = size < 0x1p500 ? Math.sqrt(1 + zeta * zeta) : size; // no overflow of the square
    return Math.copySign(1 / (size + root), -zeta);
  }

  /**
   * {@code 1 / sqrt(1 + t^2)}, but without its bias: of a small t the root lies just below the
   * middle of two neighbouring numbers every other time, and is always rounded down, so that {@code
   * c^2 + s^2} exceeds 1 by half an eps on average. A few thousand such rotations would stretch a
   * vector by hundreds of eps. Rounding {@code 1 - (1 - c)} has no preference.
   */
  private static double cosine(double tangent) {
    double square = tangent * tangent;
    double root = Math.sqrt(1 + square);
    return 1 - square / (root * (1 + root));
  }

  private void rotate(int i, int j) {
    double aij = get(i, j);
    double tangent = tangent(get(i, i), get(j, j), aij);
    double shift = tangent * aij;
    double di = get(i, i) - shift;
    double dj = get(j, j) + shift;
    double c = cosine(tangent);
    double s = tangent * c;
    if (di < dj) { // a further quarter turn exchanges the two
      double swap = di;
      di = dj;
      dj = swap;
      swap = c;
      c = s;
      s = -swap;
    }
    if (k == 2) {
      put(q, 0, 0, c);
      put(q, 0, 1, -s);
      put(q, 1, 0, s);
      put(q, 1, 1, c);
    } else {
      long row = (long) k * Double.BYTES;
      kernel.rotate(base, q + i * row, base, q + j * row, k, c, s);
      kernel.rotate(base, a + i * row, base, a + j * row, k, c, s);
      for (int p = 0; p < k; p++) {
        put(a, p, i, get(i, p));
        put(a, p, j, get(j, p));
      }
    }
    put(a, i, i, di);
    put(a, j, j, dj);
    put(a, i, j, 0);
    put(a, j, i, 0);
    roots[i] = Math.sqrt(Math.abs(di));
    roots[j] = Math.sqrt(Math.abs(dj));
  }
}
