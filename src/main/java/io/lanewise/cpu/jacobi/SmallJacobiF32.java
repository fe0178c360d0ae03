package io.lanewise.cpu.jacobi;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.JacobiKernel;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Jacobi's method on small symmetric matrices of f32: the innermost problem of every block step.
 *
 * <p>The rotation of rows i and j [1]: with {@code zeta = (a_ii - a_jj) / (2 a_ij)} the tangent of
 * the smaller angle is the smaller root of {@code t^2 - 2 zeta t - 1 = 0}, then {@code a_ii -= t
 * a_ij}, {@code a_jj += t a_ij} and {@code a_ij = 0} are set, not computed. Together with a
 * threshold relative to {@code sqrt(a_ii a_jj)} this finds each eigenvalue of a positive definite
 * matrix to the accuracy that its entries determine [2]. Where {@code a_ii} would then be the
 * smaller one, a quarter turn is added: sorted that way, matrices of order 256 converge two sweeps
 * sooner [3]. Angles are computed in double.
 *
 * <p>Rotations go by steps of k/2 disjoint pairs, in the order of {@code RoundRobin}, so that rows
 * and columns are rotated by vectors and no rotation waits for the one before.
 *
 * <p>Cost: 18 k flops for each rotation of a matrix of order k.
 *
 * <p>[1] H. Rutishauser, The Jacobi method for real symmetric matrices, Numerische Mathematik 9,
 * 1966. [2] J. Demmel and K. Veselic, Jacobi's method is more accurate than QR, SIAM J. Matrix
 * Anal. Appl. 13, 1992. [3] P. P. M. de Rijk, A one-sided Jacobi algorithm for computing the
 * singular value decomposition on a vector computer, SIAM J. Sci. Stat. Comput. 10, 1989.
 */
final class SmallJacobiF32 {
  /**
   * Inner sweeps at most; what they leave is met again by the next outer sweep, which costs less
   * than a third inner one. [TP]
   */
  private static final int SWEEPS = 2;

  private final JacobiKernel<float[]> kernel;
  private int k;
  private float[] a = {};
  private float[] other = {};
  private float[] q = {};
  private float[] c = {};
  private float[] s = {};
  private double[] roots = {};
  private double tolerance;
  private double floor;
  private double tiny;

  private SmallJacobiF32(JacobiKernel<float[]> kernel) {
    this.kernel = kernel;
  }

  /**
   * The one of a workspace, made ready for matrices of an order.
   *
   * @param workspace of the calling thread
   * @param kernel steps
   * @param k order
   * @param tolerance elements larger than this, relative to the diagonal, are annihilated
   * @param floor elements up to this are left alone, and so are those so much smaller than the
   *     diagonal that the sine might not be a normal number
   */
  static SmallJacobiF32 of(
      Workspace workspace, JacobiKernel<float[]> kernel, int k, double tolerance, double floor) {
    SmallJacobiF32 small =
        workspace.object(SmallJacobiF32.class, () -> new SmallJacobiF32(kernel));
    if (small.k != k) {
      small.k = k;
      small.a = new float[JacobiKernel.length(k)];
      small.other = new float[JacobiKernel.length(k)];
      small.q = new float[k * k];
      small.c = new float[k];
      small.s = new float[k];
      small.roots = new double[k];
    }
    small.tolerance = tolerance;
    small.floor = floor;
    small.tiny = 8 * Float.MIN_NORMAL;
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
    int row = JacobiKernel.index(k, i, 0);
    MemorySegment.copy(source, JAVA_FLOAT_UNALIGNED, at, a, row + i, k - i);
    for (int j = i + 1; j < k; j++) {
      a[JacobiKernel.index(k, j, i)] = a[row + j];
    }
  }

  /** Writes row i of {@code Q' A Q}. */
  void write(int i, MemorySegment target, long at) {
    MemorySegment.copy(a, JacobiKernel.index(k, i, 0), target, JAVA_FLOAT_UNALIGNED, at, k);
  }

  /** Writes row i of Q. */
  void writeProduct(int i, MemorySegment target, long at) {
    float[] row = other; // of no use any more
    for (int j = 0; j < k; j++) {
      row[j] = q[j * k + i];
    }
    MemorySegment.copy(row, 0, target, JAVA_FLOAT_UNALIGNED, at, k);
  }

  /**
   * Diagonalises the matrix that was read.
   *
   * @return the largest relative size of an element off the diagonal before, at most 1
   */
  double diagonalise() {
    Arrays.fill(q, 0);
    for (int i = 0; i < k; i++) {
      q[i * k + i] = 1;
      roots[i] = root(get(i, i));
      mirror(i);
    }
    double measure = 0;
    for (int i = 0; i < k; i++) {
      for (int j = i + 1; j < k; j++) {
        measure = Math.max(measure, relative(i, j));
      }
    }
    boolean rotated = measure > tolerance;
    for (int sweep = 0; rotated && sweep < SWEEPS; sweep++) {
      rotated = false;
      for (int r = 0; r < k; r++) {
        rotated |= step(r);
      }
    }
    return measure;
  }

  private float get(int i, int j) {
    return a[JacobiKernel.index(k, i, j)];
  }

  private void set(int i, int j, float value) {
    a[JacobiKernel.index(k, i, j)] = value;
    if (k >= JacobiKernel.PAD && j >= k - JacobiKernel.PAD) {
      a[JacobiKernel.index(k, i, j) - k] = value;
    }
  }

  /** Copies the end of a row in front of it. */
  private void mirror(int i) {
    if (k >= JacobiKernel.PAD) {
      int row = JacobiKernel.index(k, i, 0);
      System.arraycopy(
          a, row + k - JacobiKernel.PAD, a, row - JacobiKernel.PAD, JacobiKernel.PAD);
    }
  }

  private static double root(double diagonal) {
    return Math.sqrt(Math.abs(diagonal));
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

  private boolean step(int r) {
    boolean rotates = false;
    for (int i = 0; i < k; i++) {
      int j = r - i < 0 ? r - i + k : r - i;
      if (i < j && relative(i, j) > tolerance) {
        angle(i, j);
        rotates = true;
      } else if (i <= j) {
        c[i] = 1;
        c[j] = 1;
        s[i] = 0;
        s[j] = 0;
      }
    }
    if (rotates) {
      float[] from = a;
      if (k == 2) { // settling sets all that there is
        q[0] = c[0];
        q[1] = s[0];
        q[2] = s[1];
        q[3] = c[1];
      } else {
        kernel.step(k, r, from, other, q, c, s);
        a = other;
        other = from;
      }
      for (int i = 0; i < k; i++) {
        int j = r - i < 0 ? r - i + k : r - i;
        if (i < j && s[i] != 0) {
          settle(from, i, j);
        }
      }
    }
    return rotates;
  }

  private void angle(int i, int j) {
    double t = tangent(get(i, i), get(j, j), get(i, j));
    double shift = t * get(i, j);
    double cosine = cosine(t);
    double sine = t * cosine;
    boolean turn = get(i, i) - shift < get(j, j) + shift;
    c[i] = (float) (turn ? sine : cosine);
    c[j] = c[i];
    s[j] = (float) (turn ? -cosine : sine);
    s[i] = -s[j];
  }

  /** Sets what the rotation of a pair makes of its own four elements. */
  private void settle(float[] before, int i, int j) {
    double aii = before[JacobiKernel.index(k, i, i)];
    double ajj = before[JacobiKernel.index(k, j, j)];
    double aij = before[JacobiKernel.index(k, i, j)];
    double shift = tangent(aii, ajj, aij) * aij;
    double larger = Math.max(aii - shift, ajj + shift);
    double smaller = Math.min(aii - shift, ajj + shift);
    set(i, i, (float) larger);
    set(j, j, (float) smaller);
    set(i, j, 0);
    set(j, i, 0);
    roots[i] = root(get(i, i));
    roots[j] = root(get(j, j));
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
}
