package io.lanewise.cpu.factor;

import io.lanewise.backend.BinaryOp;
import io.lanewise.cpu.Batch;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.View;

/**
 * A panel of QR with column pivoting: in each step the column of largest remaining norm is
 * reflected [1].
 *
 * <p>Of the columns behind, only what the next choice needs is brought up to date: one row of R.
 * The rest is left to one matrix product at the end, {@code A += V F}, with {@code F} built row by
 * row [2]. So half of the work, {@code A'v}, is bound by memory: 2 flops for each element read.
 *
 * <p>Norms are brought up to date, not computed anew, by {@code |a|^2 - r^2}; where that has lost
 * half of the digits since the norm was last computed, the panel ends early and the norm is
 * computed from the column [3].
 *
 * <p>[1] P. Businger and G. Golub, Linear least squares solutions by Householder transformations,
 * Numerische Mathematik 7, 1965. [2] G. Quintana-Orti, X. Sun and C. Bischof, A BLAS-3 version of
 * the QR factorization with column pivoting, SIAM J. Sci. Comput. 19, 1998. [3] Z. Drmac and Z.
 * Bujanovic, On the failure of rank-revealing QR factorization software, ACM TOMS 35:2, 2008.
 */
final class PivotedQrPanel {
  private final Threads threads;
  private final View norms;
  private final View permutation;
  private final View r;
  private final View t;
  private final int done;
  private final int n;
  private final int most;
  private final Rows rows;
  private final Reflector reflector;

  /** Rows of F, and behind them one for sums. */
  private final Rows updates;

  private final double[] norm;
  private final double[] reference;
  private final double tolerance;

  /**
   * A panel.
   *
   * @param threads the engine's threads
   * @param kernels of the type
   * @param temporaries scratch memory; slot 0 will hold F
   * @param columns shape (n, m), rows that are runs
   * @param done columns that are factored already
   * @param norms F64, shape (2, n)
   * @param permutation I64, shape (n)
   * @param r shape (b, b)
   * @param t shape (b, b)
   */
  PivotedQrPanel(
      Threads threads,
      Kernels kernels,
      Temporaries temporaries,
      View columns,
      long done,
      View norms,
      View permutation,
      View r,
      View t) {
    this.threads = threads;
    this.norms = norms;
    this.permutation = permutation;
    this.r = r;
    this.t = t;
    this.done = Math.toIntExact(done);
    this.n = Math.toIntExact(columns.size(0));
    this.most = (int) Math.min(r.size(0), Math.min(n, columns.size(1)) - done);
    this.rows = Rows.of(columns, kernels);
    this.reflector = new Reflector(columns.dtype());
    this.updates = Rows.of(temporaries.take(0, columns.dtype(), most + 1L, n), kernels);
    this.norm = new double[n];
    this.reference = new double[n];
    this.tolerance = Math.sqrt(columns.dtype().epsilon() / 2);
  }

  /**
   * Factors up to b columns.
   *
   * @return how many
   */
  int factor() {
    for (int c = done; c < n; c++) {
      norm[c] = Temporaries.get(norms, 0, c);
      reference[c] = Temporaries.get(norms, 1, c);
    }
    new Norms().start(threads, n - done, rows.length() - done);
    double[] inner = new double[most];
    double[] weights = new double[most + 1];
    double[][] small = new double[most][most];
    int i = 0;
    boolean known = true;
    while (known && i < most && bringLargest(i)) {
      reflect(i, inner, weights, small);
      known = update(i, inner, weights);
      i++;
    }
    for (int c = done; c < n; c++) {
      Temporaries.set(norms, 0, c, norm[c]);
      Temporaries.set(norms, 1, c, reference[c]);
    }
    return i;
  }

  /** Exchanges a column with the largest of those from it on; false if all are zero. */
  private boolean bringLargest(int i) {
    int column = done + i;
    int largest = column;
    for (int c = column + 1; c < n; c++) {
      largest = norm[c] > norm[largest] ? c : largest;
    }
    if (norm[largest] == 0) {
      return false;
    }
    if (largest != column) {
      rows.swap(column, largest);
      for (int p = 0; p < i; p++) {
        double kept = updates.get(p, largest);
        updates.set(p, largest, updates.get(p, column));
        updates.set(p, column, kept);
      }
      norm[largest] = norm[column];
      reference[largest] = reference[column];
      double index = Temporaries.get(permutation, largest);
      Temporaries.set(permutation, largest, Temporaries.get(permutation, column));
      Temporaries.set(permutation, column, index);
    }
    return true;
  }

  /** Reflects column i of the panel, which takes up the reflections before it first. */
  private void reflect(int i, double[] inner, double[] weights, double[][] small) {
    int column = done + i;
    for (int p = 0; p < i; p++) {
      weights[p] = updates.get(p, column);
    }
    rows.add(done, i, weights, column, column, rows.length());
    for (int p = 0; p < i; p++) {
      Temporaries.set(r, p, i, rows.get(column, done + p));
      rows.set(column, done + p, 0);
    }
    reflector.make(rows, column, column);
    Temporaries.set(r, i, i, reflector.beta());
    rows.dots(done, i, column, column, inner);
    QrPanel.extend(small, i, inner, reflector.tau());
    for (int p = 0; p <= i; p++) {
      Temporaries.set(t, p, i, small[p][i]);
    }
  }

  /**
   * The next row of F, and with it the row of R of all columns behind, and their norms.
   *
   * @return false if one of the norms is no longer known
   */
  private boolean update(int i, double[] inner, double[] weights) {
    int column = done + i;
    int next = column + 1;
    new Products(column, i).start(threads, n - next, rows.length() - column);
    updates.add(0, i, inner, i, next, n);
    updates.scale(BinaryOp.MUL, -reflector.tau(), i, next, n);
    for (int p = 0; p <= i; p++) {
      weights[p] = rows.get(done + p, column);
    }
    updates.zero(most, next);
    updates.add(0, i + 1, weights, most, next, n);
    boolean known = true;
    for (int c = next; c < n; c++) {
      double element = rows.get(c, column) + updates.get(most, c);
      rows.set(c, column, element);
      if (norm[c] != 0) {
        double part = Math.abs(element) / norm[c];
        double rest = Math.max(0, (1 + part) * (1 - part));
        double ratio = norm[c] / reference[c];
        if (rest * ratio * ratio <= tolerance) {
          norm[c] = Double.NaN;
          known = false;
        } else {
          norm[c] *= Math.sqrt(rest);
        }
      }
    }
    return known;
  }

  /** Norms of the columns where they are not known. */
  private final class Norms extends Batch {
    @Override
    protected void range(long from, long to, Workspace workspace) {
      for (int c = done + (int) from; c < done + to; c++) {
        if (Double.isNaN(norm[c])) {
          norm[c] = rows.norm(c, done);
          reference[c] = norm[c];
        }
      }
    }
  }

  /** Inner products of the columns behind with the reflected one. */
  private final class Products extends Batch {
    private static final int GROUP = 8;

    private final int column;
    private final int target;

    Products(int column, int target) {
      this.column = column;
      this.target = target;
    }

    @Override
    protected void range(long from, long to, Workspace workspace) {
      double[] sums = new double[GROUP];
      for (long c = from; c < to; c += GROUP) {
        int count = (int) Math.min(GROUP, to - c);
        rows.dots(column + 1 + c, count, column, column, sums);
        for (int p = 0; p < count; p++) {
          updates.set(target, column + 1 + c + p, sums[p]);
        }
      }
    }
  }
}
