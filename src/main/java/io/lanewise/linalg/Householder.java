package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.backend.Epilogue;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * QR by Householder reflections, {@code A P = Q R}, of a matrix whose columns are runs in memory:
 * the engine room of {@code Qr}, and what preconditions other decompositions. The LQ factorisation
 * of a row-major matrix B is the QR factorisation of its transpose: pass B itself as {@code
 * columns}.
 *
 * <p><b>Method.</b> Panels of columns are factored by the backend, which gives the product of their
 * reflections as {@code I - V T V'}; all the rest are matrix products [1]. With pivoting, half of
 * the work is products of a matrix and a vector [2].
 *
 * <p><b>Accuracy.</b> Columns may have very different sizes: the error in each column of R is small
 * beside that column's norm. With pivoting, and rows sorted by falling size beforehand, the same
 * holds for rows [3].
 *
 * <p><b>Cost.</b> {@code 2 n^2 (m - n/3)} flops for m at least n, and as much again for Q; memory
 * for one panel beside the matrix, and for R when it is asked for.
 *
 * <p>[1] R. Schreiber and C. Van Loan, A storage-efficient WY representation for products of
 * Householder transformations, SIAM J. Sci. Stat. Comput. 10, 1989. [2] G. Quintana-Orti, X. Sun
 * and C. Bischof, A BLAS-3 version of the QR factorization with column pivoting, SIAM J. Sci.
 * Comput. 19, 1998. [3] A. J. Cox and N. J. Higham, Stability of Householder QR factorization for
 * weighted least squares problems, 1998.
 */
final class Householder {
  /** Columns of a panel. [TP] */
  private static final int PANEL = 64;

  /** Columns of a panel with pivoting, which is bound by memory whatever its width. [TP] */
  private static final int PIVOTED_PANEL = 32;

  /** Reflections that are known and multiplied together: a product of matrices wide enough. [TP] */
  private static final int WIDE = 128;

  /** Reflections whose triangle is found element by element. [TP] */
  private static final int SMALL = 16;

  private final Tensor columns;
  private final Tensor permutation;
  private final List<Panel> panels = new ArrayList<>();

  /**
   * Columns that are factored together: {@code I - V T V'}, with {@code V'} in the matrix.
   *
   * @param start its first column, and the first row that it touches
   * @param width how many columns
   * @param r the diagonal block of R
   * @param t the triangle T
   */
  private record Panel(int start, int width, View r, View t) {}

  private Householder(Tensor columns) {
    this.columns = columns;
    this.permutation = Tensor.arange(DType.I64, 0, (double) columns.size(0), 1);
  }

  /**
   * Factors {@code A = Q R}.
   *
   * @param columns shape (n, m): row j is column j of A, of finite elements; it is overwritten, and
   *     belongs to the result from then on. Sums of m elements must be in range: the caller scales
   *     if some are near overflow
   * @return the factorisation
   */
  static Householder of(Tensor columns) {
    Householder result = new Householder(columns);
    Backend backend = Internal.backend(Engine.current()).panels();
    View a = Internal.view(columns);
    int n = Math.toIntExact(columns.size(0));
    int m = Math.toIntExact(columns.size(1));
    int least = Math.min(m, n);
    for (int start = 0; start < least; start += PANEL) {
      int width = Math.min(PANEL, least - start);
      Panel panel = result.panel(start, width, width);
      View v = a.block(start, width, start, m - start);
      backend.qrPanel(v, panel.r, panel.t);
      int next = start + width;
      if (next < n) {
        // rows of A' are columns of A: A' := A' (I - V T V')
        result.applyFromRight(panel, a.block(next, n - next, start, m - start), false, backend);
      }
    }
    return result;
  }

  /**
   * Factors {@code A P = Q R} with the columns exchanged so that the diagonal of R falls: each is
   * at least as long as what is left of all columns behind it, {@code r_kk^2 >= sum of r_ij^2 for k
   * <= i <= j}, but for rounding. Of columns of equal length the first is taken.
   *
   * @param columns as for {@link #of}; its rows are exchanged
   * @return the factorisation; if A has less than full rank exactly, with fewer columns factored
   */
  static Householder pivoted(Tensor columns) {
    Householder result = new Householder(columns);
    Backend backend = Internal.backend(Engine.current()).panels();
    View a = Internal.view(columns);
    int n = Math.toIntExact(columns.size(0));
    int m = Math.toIntExact(columns.size(1));
    int least = Math.min(m, n);
    View norms = Internal.view(Tensor.full(DType.F64, Double.NaN, 2, n));
    View permutation = Internal.view(result.permutation);
    View f = Internal.view(Tensor.empty(columns.dtype(), Math.min(PIVOTED_PANEL, least), n));
    for (int start = 0; start < least; ) {
      int width = Math.min(PIVOTED_PANEL, least - start);
      Panel panel = result.panel(start, width, width);
      int steps =
          backend.pivotedQrPanel(
              a, start, norms, permutation, panel.r, panel.t, f.block(0, width, 0, n));
      if (steps == 0) {
        result.panels.removeLast();
        break;
      }
      result.panels.set(
          result.panels.size() - 1,
          new Panel(
              start, steps, panel.r.block(0, steps, 0, steps), panel.t.block(0, steps, 0, steps)));
      int next = start + steps;
      if (next < n && next < m) {
        View update = f.block(0, steps, next, n - next).swapAxes(0, 1);
        View v = a.block(start, steps, next, m - next);
        View rest = a.block(next, n - next, next, m - next);
        backend.gemm(1, update, v, 1, rest, Epilogue.NONE);
      }
      start = next;
    }
    return result;
  }

  /**
   * The product of reflections that are known, {@code Q = H_0 H_1 ..} with {@code H_j = I - t_j v_j
   * v_j'}; it has no R.
   *
   * @param columns shape (n, m): row j is v_j, with zeros before element j; it belongs to the
   *     result
   * @param factors the t_j
   * @return the product
   */
  static Householder ofReflections(Tensor columns, double[] factors) {
    Householder result = new Householder(columns);
    int most = Math.min(WIDE, factors.length);
    Tensor inner = Tensor.empty(columns.dtype(), most, most);
    View none = Internal.view(inner.slice(Slice.to(0)));
    for (int start = 0; start < factors.length; start += WIDE) {
      int width = Math.min(WIDE, factors.length - start);
      Slice first = Slice.to(width);
      Tensor v = columns.slice(Slice.range(start, start + (long) width), Slice.from(start));
      Tensor products = inner.slice(first, first);
      Gram.upperInto(v, v, Gram.everything(width, width), products);
      Tensor t = Tensor.zeros(columns.dtype(), width, width);
      triangle(products, Arrays.copyOfRange(factors, start, start + width), t);
      result.panels.add(new Panel(start, width, none, Internal.view(t)));
    }
    return result;
  }

  /**
   * T of {@code I - V' T V}, from those of halves: {@code T_12 = -T_1 (V_1 V_2') T_2}.
   *
   * @param inner the upper triangle of {@code V V'}
   * @param t zeros, where it goes
   */
  private static void triangle(Tensor inner, double[] factors, Tensor t) {
    int width = factors.length;
    for (int start = 0; start < width; start += SMALL) {
      int size = Math.min(SMALL, width - start);
      Slice here = Slice.range(start, start + (long) size);
      double[] part = Arrays.copyOfRange(factors, start, start + size);
      double[][] small = triangle(inner.slice(here, here).toDoubleMatrix(), part);
      t.slice(here, here).copyFrom(Tensor.of(small).cast(t.dtype()));
    }
    for (int half = SMALL; half < width; half *= 2) {
      for (int start = 0; start + half < width; start += 2 * half) {
        Slice first = Slice.range(start, start + (long) half);
        Slice second = Slice.range(start + (long) half, Math.min(width, start + 2L * half));
        Tensor product = t.slice(first, first).matmul(inner.slice(first, second));
        Tensor.gemm(-1, product, t.slice(second, second), 0, t.slice(first, second));
      }
    }
  }

  private static double[][] triangle(double[][] inner, double[] factors) {
    int width = factors.length;
    double[][] t = new double[width][width];
    for (int j = 0; j < width; j++) {
      for (int i = 0; i < j; i++) {
        double sum = 0;
        for (int k = i; k < j; k++) {
          sum += t[i][k] * inner[k][j];
        }
        t[i][j] = -factors[j] * sum;
      }
      t[j][j] = factors[j];
    }
    return t;
  }

  private Panel panel(int start, int width, int order) {
    View r = Internal.view(Tensor.empty(columns.dtype(), order, order));
    View t = Internal.view(Tensor.empty(columns.dtype(), order, order));
    Panel panel = new Panel(start, width, r, t);
    panels.add(panel);
    return panel;
  }

  /** Element type. */
  DType dtype() {
    return columns.dtype();
  }

  /** Rows of A. */
  long rows() {
    return columns.size(1);
  }

  /** Columns of A. */
  long columns() {
    return columns.size(0);
  }

  /**
   * Columns that were factored.
   *
   * @return min(m, n), or fewer if nothing but zeros was left when pivoting
   */
  long factored() {
    return panels.isEmpty() ? 0 : panels.getLast().start + panels.getLast().width;
  }

  /**
   * Where the columns went.
   *
   * @return I64, shape (n): column j of {@code A P} is column {@code permutation[j]} of A
   */
  Tensor permutation() {
    return permutation;
  }

  /**
   * The diagonal of R.
   *
   * @return min(m, n) elements
   */
  double[] diagonal() {
    double[] diagonal = new double[(int) Math.min(rows(), columns())];
    for (Panel panel : panels) {
      double[] part = Internal.tensor(panel.r).diagonal().toDoubleArray();
      System.arraycopy(part, 0, diagonal, panel.start, panel.width);
    }
    return diagonal;
  }

  /**
   * The triangular factor.
   *
   * @return new, shape (min(m, n), n), zeros below the diagonal
   */
  Tensor r() {
    long r = Math.min(rows(), columns());
    Tensor result = Tensor.zeros(columns.dtype(), r, columns());
    for (Panel panel : panels) {
      int next = panel.start + panel.width;
      Slice here = Slice.range(panel.start, next);
      result.slice(here, here).copyFrom(Internal.tensor(panel.r));
      Slice behind = Slice.from(next);
      result.slice(here, behind).copyFrom(columns.slice(behind, here).transpose());
    }
    return result;
  }

  /**
   * Replaces B by {@code Q B}.
   *
   * @param b shape (m, k) in any layout that can be written; pass the transpose of a matrix C of
   *     shape (k, m) to replace C by {@code C Q'}
   */
  void multiplyQ(Tensor b) {
    Backend backend = Internal.backend(Engine.current());
    View view = Internal.view(b);
    for (Panel panel : panels.reversed()) {
      View rows = view.block(panel.start, rows() - panel.start, 0, b.size(1));
      applyFromRight(panel, rows.swapAxes(0, 1), true, backend);
    }
  }

  /**
   * Replaces B by {@code Q' B}.
   *
   * @param b shape (m, k) in any layout that can be written; pass the transpose of a matrix C of
   *     shape (k, m) to replace C by {@code C Q}
   */
  void multiplyQt(Tensor b) {
    Backend backend = Internal.backend(Engine.current());
    View view = Internal.view(b);
    for (Panel panel : panels) {
      View rows = view.block(panel.start, rows() - panel.start, 0, b.size(1));
      applyFromRight(panel, rows.swapAxes(0, 1), false, backend);
    }
  }

  /**
   * The first columns of Q, as rows.
   *
   * @param count how many, at most m
   * @return new, shape (count, m): row j is column j of Q
   */
  Tensor qt(long count) {
    Tensor result = Tensor.zeros(columns.dtype(), count, rows());
    result.diagonal().fill(1);
    Backend backend = Internal.backend(Engine.current());
    View view = Internal.view(result);
    for (Panel panel : panels.reversed()) {
      if (panel.start < count) {
        // the columns before are unit vectors still, and zero where this panel works
        View rest = view.block(panel.start, count - panel.start, panel.start, rows() - panel.start);
        applyFromRight(panel, rest, true, backend);
      }
    }
    return result;
  }

  /**
   * Applies a panel to columns that are rows of x: {@code x := x (I - V T V')}, that is {@code Q'}
   * to each, or with T transposed Q.
   */
  private void applyFromRight(Panel panel, View x, boolean transposed, Backend backend) {
    long count = x.size(0);
    if (count == 0) {
      return;
    }
    long m = columns.size(1);
    View v = Internal.view(columns).block(panel.start, panel.width, panel.start, m - panel.start);
    View t = transposed ? panel.t.swapAxes(0, 1) : panel.t;
    backend.applyReflections(x, v, t);
  }
}
