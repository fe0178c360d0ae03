package io.lanewise.cpu.factor;

import io.lanewise.cpu.Batch;
import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.View;

/** A sequence of exchanges of rows; columns are dealt out to threads. */
final class RowSwaps extends Batch {
  /** Columns that are exchanged together. */
  static final int COLUMNS = 512;

  private final View a;
  private final long first;
  private final View pivots;
  private final Kernels kernels;

  /**
   * A sequence.
   *
   * @param a shape (m, n)
   * @param first see below
   * @param pivots I64, shape (k): row {@code first + i} is exchanged with row {@code pivots[i]}
   * @param kernels of the type
   */
  RowSwaps(View a, long first, View pivots, Kernels kernels) {
    this.a = a;
    this.first = first;
    this.pivots = pivots;
    this.kernels = kernels;
  }

  @Override
  protected void range(long from, long to, Workspace workspace) {
    long column = from * COLUMNS;
    long columns = Math.min(a.size(1), to * COLUMNS) - column;
    View part = a.block(0, a.size(0), column, columns);
    Rows rows = Rows.of(part, kernels);
    boolean runs = Rows.areRuns(part);
    for (int i = 0; i < pivots.size(0); i++) {
      long row = first + i;
      long pivot = (long) Temporaries.get(pivots, i);
      if (runs) {
        rows.swap(row, pivot);
      } else if (row != pivot) {
        for (long j = 0; j < columns; j++) {
          double kept = Temporaries.get(part, row, j);
          Temporaries.set(part, row, j, Temporaries.get(part, pivot, j));
          Temporaries.set(part, pivot, j, kept);
        }
      }
    }
  }
}
