package io.lanewise.cpu.blas;

import io.lanewise.cpu.Workspace;
import java.lang.foreign.MemorySegment;

/**
 * Products and solutions with a triangular matrix in a memory segment and one vector: the order of
 * {@link TriangularVectorBlas}, tile by tile. Arguments have been checked; n is at least 1.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
public final class SegmentTriangularVectorBlas<P> {
  private static final int X = MatrixVectorBlas.X;
  private static final int BLOCK = SegmentTiles.BLOCK;

  private final Segments<P> segments;
  private final Context<P> context;
  private final TriangularVectorBlas<P> arrays;
  private final MatrixVectorBlas<P> rests;

  SegmentTriangularVectorBlas(Segments<P> segments) {
    this.segments = segments;
    this.context = segments.context();
    this.arrays = new TriangularVectorBlas<>(context);
    this.rests = new MatrixVectorBlas<>(context);
  }

  /** {@code x = op(A) x}. */
  public void trmv(
      boolean upper,
      boolean trans,
      boolean unit,
      int n,
      MemorySegment a,
      long aAt,
      int lda,
      MemorySegment x,
      long xAt,
      int incx) {
    segments.requireWritable("trmv", "x", x);
    run(false, upper, trans, unit, n, a, aAt, lda, x, xAt, incx);
  }

  /** {@code x = op(A)^-1 x}. */
  public void trsv(
      boolean upper,
      boolean trans,
      boolean unit,
      int n,
      MemorySegment a,
      long aAt,
      int lda,
      MemorySegment x,
      long xAt,
      int incx) {
    segments.requireWritable("trsv", "x", x);
    run(true, upper, trans, unit, n, a, aAt, lda, x, xAt, incx);
  }

  private void run(
      boolean solve,
      boolean upper,
      boolean trans,
      boolean unit,
      int n,
      MemorySegment a,
      long aAt,
      int lda,
      MemorySegment x,
      long xAt,
      int incx) {
    Workspace workspace = context.threads().lease();
    try {
      P vector = segments.load(workspace, X, n, x, xAt, incx, true);
      SegmentTiles<P> tiles = new SegmentTiles<>(segments, workspace, a, aAt, lda);
      int blocks = (n + BLOCK - 1) / BLOCK;
      boolean rising = TriangularVectorBlas.rising(solve, upper, trans);
      for (int step = 0; step < blocks; step++) {
        int from = (rising ? step : blocks - 1 - step) * BLOCK;
        int size = Math.min(BLOCK, n - from);
        boolean restFirst = solve == trans;
        if (restFirst) {
          rest(solve, upper, trans, n, tiles, vector, from, size);
        }
        tiles.diagonal(
            upper,
            from,
            size,
            false,
            (i, rows, j, columns, tile) ->
                diagonal(solve, upper, trans, unit, rows, tile, vector, j));
        if (!restFirst) {
          rest(solve, upper, trans, n, tiles, vector, from, size);
        }
      }
      segments.store(vector, n, x, xAt, incx);
    } finally {
      context.threads().giveBack(workspace);
    }
  }

  private void diagonal(
      boolean solve, boolean upper, boolean trans, boolean unit, int n, P tile, P x, int at) {
    if (solve) {
      arrays.trsv(upper, trans, unit, n, tile, 0, n, x, at, 1);
    } else {
      arrays.trmv(upper, trans, unit, n, tile, 0, n, x, at, 1);
    }
  }

  /** The part of some columns of A that is above or below their diagonal block. */
  private void rest(
      boolean solve,
      boolean upper,
      boolean trans,
      int n,
      SegmentTiles<P> tiles,
      P x,
      int from,
      int size) {
    tiles.each(
        upper ? 0 : from + size,
        upper ? from : n,
        from,
        from + size,
        false,
        (i, rows, j, columns, tile) ->
            rests.gemv(
                trans,
                rows,
                columns,
                solve ? -1 : 1,
                tile,
                0,
                rows,
                x,
                trans ? i : j,
                1,
                1,
                x,
                trans ? j : i,
                1));
  }
}
