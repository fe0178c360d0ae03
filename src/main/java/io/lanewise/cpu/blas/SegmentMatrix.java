package io.lanewise.cpu.blas;

import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.HeapGemmKernel;
import java.lang.foreign.MemorySegment;

/**
 * A matrix in a memory segment. Each piece that is packed, and each strip of rows that a product
 * writes, passes through an array that stays in the caches.
 *
 * @param segments copies, and has arrays for the pieces
 * @param segment where the elements are
 * @param at index of the first
 * @param row elements from one row to the next
 * @param column elements from one column to the next; one of the two is 1, or both are negative
 * @param <P> {@code float[]} or {@code double[]}
 */
record SegmentMatrix<P>(Segments<P> segments, MemorySegment segment, long at, long row, long column)
    implements Stored<P> {
  private static final int PIECE = 9;
  private static final int STRIP = 10;

  private long index(int i, int j) {
    return at + i * row + j * column;
  }

  @Override
  public boolean alongRows() {
    return column == 1;
  }

  @Override
  public SegmentMatrix<P> transpose() {
    return new SegmentMatrix<>(segments, segment, at, column, row);
  }

  @Override
  public SegmentMatrix<P> from(int i, int j) {
    return new SegmentMatrix<>(segments, segment, index(i, j), row, column);
  }

  @Override
  public SegmentMatrix<P> reversed(int rows, int columns) {
    long last = index(rows - 1, columns - 1);
    return new SegmentMatrix<>(segments, segment, last, -row, -column);
  }

  @Override
  public SegmentMatrix<P> reversedRows(int rows) {
    return new SegmentMatrix<>(segments, segment, index(rows - 1, 0), -row, column);
  }

  /** A copy of a piece in an array, in its own order. */
  private Operand<P> piece(Workspace workspace, int i, int rows, int j, int columns) {
    boolean along = Math.abs(column) == 1;
    int runs = along ? rows : columns;
    int length = along ? columns : rows;
    P piece = segments.context().scratch(workspace, PIECE, rows * columns);
    for (int run = 0; run < runs; run++) {
      long from = along ? index(i + run, j) : index(i, j + run);
      segments.transfer().load(segment, from, along ? column : row, length, piece, run * length);
    }
    return along ? new Operand<>(piece, 0, columns, 1) : new Operand<>(piece, 0, 1, rows);
  }

  @Override
  public void packA(
      HeapGemmKernel<P> kernel,
      Workspace workspace,
      int i,
      int rows,
      int p,
      int depth,
      int height,
      P panels,
      int to) {
    Operand<P> piece = piece(workspace, i, rows, p, depth);
    piece.packA(kernel, workspace, 0, rows, 0, depth, height, panels, to);
  }

  @Override
  public void packB(
      HeapGemmKernel<P> kernel,
      Workspace workspace,
      int p,
      int depth,
      int j,
      int columns,
      int last,
      P panels,
      int to) {
    Operand<P> piece = piece(workspace, p, depth, j, columns);
    piece.packB(kernel, workspace, 0, depth, 0, columns, last, panels, to);
  }

  @Override
  public void copyRow(Context<P> context, int i, int j, int count, P to, int start) {
    segments.transfer().load(segment, index(i, j), column, count, to, start);
  }

  @Override
  public Operand<P> open(
      Context<P> context,
      Workspace workspace,
      Triangle part,
      int i,
      int rows,
      int j,
      int columns,
      boolean read) {
    P strip = segments.context().scratch(workspace, STRIP, rows * columns);
    Operand<P> opened = new Operand<>(strip, -i * columns - j, columns, 1);
    for (int r = i; read && r < i + rows; r++) {
      int first = part.first(r, j);
      int count = part.end(r, j + columns) - first;
      if (count > 0) {
        segments
            .transfer()
            .load(segment, index(r, first), column, count, strip, opened.index(r, first));
      }
    }
    return opened;
  }

  @Override
  public void close(
      Context<P> context, Operand<P> opened, Triangle part, int i, int rows, int j, int columns) {
    for (int r = i; r < i + rows; r++) {
      int first = part.first(r, j);
      int count = part.end(r, j + columns) - first;
      if (count > 0) {
        segments
            .transfer()
            .store(opened.array(), opened.index(r, first), count, segment, index(r, first), column);
      }
    }
  }

  @Override
  public void unpack(
      Context<P> context,
      Workspace workspace,
      P panel,
      int from,
      int width,
      int i,
      int rows,
      int j,
      int columns) {
    P piece = segments.context().scratch(workspace, PIECE, rows * columns);
    boolean along = Math.abs(column) == 1;
    int runs = along ? rows : columns;
    int length = along ? columns : rows;
    int stride = along ? 1 : rows;
    int step = along ? columns : 1;
    context.array().unpack(panel, from, width, columns, rows, piece, 0, stride, step);
    for (int run = 0; run < runs; run++) {
      long to = along ? index(i + run, j) : index(i, j + run);
      segments.transfer().store(piece, run * length, length, segment, to, along ? column : row);
    }
  }

  @Override
  public void scale(Context<P> context, Workspace workspace, int rows, int columns, double factor) {
    if (factor == 1) {
      return;
    }
    boolean along = alongRows();
    SegmentVectorBlas<P> vectors = new SegmentVectorBlas<>(segments);
    for (int run = 0; run < (along ? rows : columns); run++) {
      long first = along ? index(run, 0) : index(0, run);
      vectors.scale(workspace, along ? columns : rows, factor, segment, first);
    }
  }

  @Override
  public boolean finite(Context<P> context, Workspace workspace, int rows, int columns) {
    boolean along = alongRows();
    SegmentVectorBlas<P> vectors = new SegmentVectorBlas<>(segments);
    for (int run = 0; run < (along ? rows : columns); run++) {
      long first = along ? index(run, 0) : index(0, run);
      if (!vectors.finite(workspace, along ? columns : rows, segment, first)) {
        return false;
      }
    }
    return true;
  }
}
