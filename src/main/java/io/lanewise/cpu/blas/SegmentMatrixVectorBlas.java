package io.lanewise.cpu.blas;

import io.lanewise.cpu.Workspace;
import java.lang.foreign.MemorySegment;

/**
 * Level 2 for general and symmetric matrices in memory segments: {@link MatrixVectorBlas} on tiles
 * of the matrix. Arguments have been checked; sizes are at least 1.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
public final class SegmentMatrixVectorBlas<P> {
  private static final int X = MatrixVectorBlas.X;
  private static final int Y = MatrixVectorBlas.Y;

  private final Segments<P> segments;
  private final Context<P> context;
  private final MatrixVectorBlas<P> arrays;

  SegmentMatrixVectorBlas(Segments<P> segments) {
    this.segments = segments;
    this.context = segments.context();
    this.arrays = new MatrixVectorBlas<>(context);
  }

  /** {@code y = alpha op(A) x + beta y}. */
  public void gemv(
      boolean trans,
      int m,
      int n,
      double alpha,
      MemorySegment a,
      long aAt,
      int lda,
      MemorySegment x,
      long xAt,
      int incx,
      double beta,
      MemorySegment y,
      long yAt,
      int incy) {
    segments.requireWritable("gemv", "y", y);
    int outer = trans ? n : m;
    Workspace workspace = context.threads().lease();
    try {
      P target = segments.load(workspace, Y, outer, y, yAt, incy, beta != 0);
      context.scale(outer, beta, target, 0);
      if (alpha != 0) {
        P source = segments.load(workspace, X, trans ? m : n, x, xAt, incx, true);
        SegmentTiles<P> tiles = new SegmentTiles<>(segments, workspace, a, aAt, lda);
        tiles.each(
            0,
            m,
            0,
            n,
            false,
            (i, rows, j, columns, tile) ->
                add(trans, alpha, i, rows, j, columns, tile, source, target));
      }
      segments.store(target, outer, y, yAt, incy);
    } finally {
      context.threads().giveBack(workspace);
    }
  }

  /** Adds the product with a tile. */
  private void add(
      boolean trans, double alpha, int i, int rows, int j, int columns, P tile, P x, P y) {
    int from = trans ? i : j;
    int to = trans ? j : i;
    arrays.gemv(trans, rows, columns, alpha, tile, 0, rows, x, from, 1, 1, y, to, 1);
  }

  /** {@code A = alpha x y' + A}. */
  public void ger(
      int m,
      int n,
      double alpha,
      MemorySegment x,
      long xAt,
      int incx,
      MemorySegment y,
      long yAt,
      int incy,
      MemorySegment a,
      long aAt,
      int lda) {
    segments.requireWritable("ger", "a", a);
    Workspace workspace = context.threads().lease();
    try {
      P u = segments.load(workspace, X, m, x, xAt, incx, true);
      P v = segments.load(workspace, Y, n, y, yAt, incy, true);
      SegmentTiles<P> tiles = new SegmentTiles<>(segments, workspace, a, aAt, lda);
      tiles.each(
          0,
          m,
          0,
          n,
          true,
          (i, rows, j, columns, tile) ->
              arrays.ger(rows, columns, alpha, u, i, 1, v, j, 1, tile, 0, rows));
    } finally {
      context.threads().giveBack(workspace);
    }
  }

  /** Columns of a stored triangle: the block on the diagonal, and tiles of what is beside it. */
  private static <P> void triangle(
      SegmentTiles<P> tiles,
      boolean upper,
      int n,
      boolean store,
      SegmentTiles.Action<P> diagonal,
      SegmentTiles.Action<P> rest) {
    for (int j = 0; j < n; j += SegmentTiles.BLOCK) {
      int size = Math.min(SegmentTiles.BLOCK, n - j);
      tiles.diagonal(upper, j, size, store, diagonal);
      tiles.each(upper ? 0 : j + size, upper ? j : n, j, j + size, store, rest);
    }
  }

  /** {@code y = alpha A x + beta y}, A symmetric. */
  public void symv(
      boolean upper,
      int n,
      double alpha,
      MemorySegment a,
      long aAt,
      int lda,
      MemorySegment x,
      long xAt,
      int incx,
      double beta,
      MemorySegment y,
      long yAt,
      int incy) {
    segments.requireWritable("symv", "y", y);
    Workspace workspace = context.threads().lease();
    try {
      P target = segments.load(workspace, Y, n, y, yAt, incy, beta != 0);
      context.scale(n, beta, target, 0);
      if (alpha != 0) {
        P source = segments.load(workspace, X, n, x, xAt, incx, true);
        triangle(
            new SegmentTiles<>(segments, workspace, a, aAt, lda),
            upper,
            n,
            false,
            (i, size, j, same, tile) ->
                arrays.symv(upper, size, alpha, tile, 0, size, source, j, 1, 1, target, j, 1),
            (i, rows, j, columns, tile) -> {
              add(false, alpha, i, rows, j, columns, tile, source, target);
              add(true, alpha, i, rows, j, columns, tile, source, target);
            });
      }
      segments.store(target, n, y, yAt, incy);
    } finally {
      context.threads().giveBack(workspace);
    }
  }

  /** {@code A = alpha x x' + A}, of A a triangle. */
  public void syr(
      boolean upper,
      int n,
      double alpha,
      MemorySegment x,
      long xAt,
      int incx,
      MemorySegment a,
      long aAt,
      int lda) {
    segments.requireWritable("syr", "a", a);
    Workspace workspace = context.threads().lease();
    try {
      P u = segments.load(workspace, X, n, x, xAt, incx, true);
      triangle(
          new SegmentTiles<>(segments, workspace, a, aAt, lda),
          upper,
          n,
          true,
          (i, size, j, same, tile) -> arrays.syr(upper, size, alpha, u, j, 1, tile, 0, size),
          (i, rows, j, columns, tile) ->
              arrays.ger(rows, columns, alpha, u, i, 1, u, j, 1, tile, 0, rows));
    } finally {
      context.threads().giveBack(workspace);
    }
  }

  /** {@code A = alpha x y' + alpha y x' + A}, of A a triangle. */
  public void syr2(
      boolean upper,
      int n,
      double alpha,
      MemorySegment x,
      long xAt,
      int incx,
      MemorySegment y,
      long yAt,
      int incy,
      MemorySegment a,
      long aAt,
      int lda) {
    segments.requireWritable("syr2", "a", a);
    Workspace workspace = context.threads().lease();
    try {
      P u = segments.load(workspace, X, n, x, xAt, incx, true);
      P v = segments.load(workspace, Y, n, y, yAt, incy, true);
      triangle(
          new SegmentTiles<>(segments, workspace, a, aAt, lda),
          upper,
          n,
          true,
          (i, size, j, same, tile) ->
              arrays.syr2(upper, size, alpha, u, j, 1, v, j, 1, tile, 0, size),
          (i, rows, j, columns, tile) -> {
            arrays.ger(rows, columns, alpha, u, i, 1, v, j, 1, tile, 0, rows);
            arrays.ger(rows, columns, alpha, v, i, 1, u, j, 1, tile, 0, rows);
          });
    } finally {
      context.threads().giveBack(workspace);
    }
  }
}
