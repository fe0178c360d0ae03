package io.lanewise.cpu.factor;

import io.lanewise.backend.Epilogue;
import io.lanewise.cpu.elementwise.Copy;
import io.lanewise.cpu.gemm.Gemm;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.View;

/**
 * Householder QR of a panel whose columns are runs, with the compact WY form of its reflections
 * [1]: {@code Q = I - V T V'} with T upper triangular.
 *
 * <p>Recursive [2]: the left half is factored and applied to the right half by matrix products,
 * then the right half is, and {@code T = [T1, -T1 (V1'V2) T2; 0, T2]}. A few columns are left to
 * loops over rows: each column takes up all reflections before it at once, {@code x -= V T' V'x},
 * which reads and writes it once.
 *
 * <p>V is stored with its ones and zeros, and R apart from it: so all that is done with V is a
 * matrix product.
 *
 * <p>Cost: {@code 3 m b^2} flops for b columns of length m.
 *
 * <p>[1] R. Schreiber and C. Van Loan, A storage-efficient WY representation for products of
 * Householder transformations, SIAM J. Sci. Stat. Comput. 10, 1989. [2] E. Elmroth and F.
 * Gustavson, Applying recursion to serial and parallel QR factorization, IBM J. Res. Dev. 44, 2000.
 */
final class QrPanel {
  /** Columns up to which loops over rows are faster than products. [TP] */
  static final int BASE = 8;

  private final Gemm gemm;
  private final Copy copy;
  private final Temporaries temporaries;
  private final View columns;
  private final View r;
  private final View t;
  private final Rows rows;
  private final Reflector reflector;
  private final double[] inner = new double[BASE];
  private final double[] weights = new double[BASE];
  private final double[][] small = new double[BASE][BASE];

  /**
   * A panel.
   *
   * @param gemm products
   * @param copy copies
   * @param temporaries scratch memory
   * @param kernels of the type
   * @param columns shape (b, m), rows that are runs
   * @param r shape (b, b)
   * @param t shape (b, b)
   */
  QrPanel(
      Gemm gemm,
      Copy copy,
      Temporaries temporaries,
      Kernels kernels,
      View columns,
      View r,
      View t) {
    this.gemm = gemm;
    this.copy = copy;
    this.temporaries = temporaries;
    this.columns = columns;
    this.r = r;
    this.t = t;
    this.rows = Rows.of(columns, kernels);
    this.reflector = new Reflector(columns.dtype());
  }

  /** Factors it. */
  void factor() {
    copy.fill(r, 0);
    copy.fill(t, 0);
    factor(0, Math.toIntExact(columns.size(0)));
  }

  private void factor(int first, int width) {
    if (width <= BASE) {
      base(first, width);
      return;
    }
    int left = (width / 2 + BASE - 1) / BASE * BASE;
    int right = width - left;
    int second = first + left;
    long m = columns.size(1);
    factor(first, left);

    View v1 = columns.block(first, left, first, m - first);
    View x = columns.block(second, right, first, m - first);
    View t1 = t.block(first, left, first, left);
    View product = temporaries.take(0, columns.dtype(), right, left);
    View weighted = temporaries.take(1, columns.dtype(), right, left);
    multiply(1, x, v1.swapAxes(0, 1), 0, product);
    multiply(-1, product, t1, 0, weighted);
    multiply(1, weighted, v1, 1, x);
    View above = columns.block(second, right, first, left);
    copy.copy(above, r.block(first, left, second, right).swapAxes(0, 1));
    copy.fill(above, 0);

    factor(second, right);

    View v2 = columns.block(second, right, second, m - second);
    View gram = temporaries.take(0, columns.dtype(), left, right);
    View half = temporaries.take(1, columns.dtype(), left, right);
    View tail = columns.block(first, left, second, m - second);
    multiply(1, tail, v2.swapAxes(0, 1), 0, gram);
    multiply(-1, t1, gram, 0, half);
    View t2 = t.block(second, right, second, right);
    multiply(1, half, t2, 0, t.block(first, left, second, right));
  }

  private void multiply(double alpha, View a, View b, double beta, View c) {
    gemm.gemm(alpha, a, b, beta, c, Epilogue.NONE);
  }

  private void base(int first, int width) {
    for (int i = 0; i < width; i++) {
      int column = first + i;
      if (i > 0) {
        rows.dots(first, i, column, first, inner);
        for (int p = 0; p < i; p++) {
          double sum = 0;
          for (int q = 0; q <= p; q++) {
            sum -= small[q][p] * inner[q];
          }
          weights[p] = sum;
        }
        rows.add(first, i, weights, column, first, rows.length());
      }
      for (int p = 0; p < i; p++) {
        Temporaries.set(r, first + p, column, rows.get(column, first + p));
        rows.set(column, first + p, 0);
      }
      reflector.make(rows, column, column);
      Temporaries.set(r, column, column, reflector.beta());
      rows.dots(first, i, column, column, inner);
      extend(small, i, inner, reflector.tau());
      for (int p = 0; p <= i; p++) {
        Temporaries.set(t, first + p, column, small[p][i]);
      }
    }
  }

  /**
   * The next column of T.
   *
   * @param t as far as it is known
   * @param i which column
   * @param inner {@code V'v} for the reflections before
   * @param tau of the new one
   */
  static void extend(double[][] t, int i, double[] inner, double tau) {
    for (int p = 0; p < i; p++) {
      double sum = 0;
      for (int q = p; q < i; q++) {
        sum += t[p][q] * inner[q];
      }
      t[p][i] = -tau * sum;
    }
    t[i][i] = tau;
  }
}
