package io.lanewise.cpu.gemm;

import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.GemmKernel;
import java.lang.foreign.MemorySegment;

/**
 * Products of two blocks of rows by the tiles of a matrix product, on the calling thread: what the
 * blocked Jacobi methods do. Each row is packed once, where general products would pack it for each
 * of the three, or copy it first.
 *
 * <p>Rows are runs in memory of ours; the two blocks do not overlap. The order of every sum is that
 * of {@link GemmKernel}.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
public final class BlockPair<P> {
  /** Columns that are rotated at a time: with 64 rows of F64 they are 256 KB. [TP] */
  private static final int COLUMNS = 512;

  private final WarmKernel<GemmKernel<P>> kernels;
  private final int bytes;

  /**
   * Products of one type.
   *
   * @param kernel tile and packing
   * @param elementBytes 4 or 8
   */
  public BlockPair(GemmKernel<P> kernel, int elementBytes) {
    this.kernels = WarmKernel.of(kernel, elementBytes);
    this.bytes = elementBytes;
  }

  /**
   * Two blocks of rows.
   *
   * @param base segment
   * @param first byte offset of the first block
   * @param second byte offset of the second block
   * @param rowBytes bytes between the rows of a block
   * @param size rows of a block
   * @param n elements of a row
   */
  public record Rows(MemorySegment base, long first, long second, long rowBytes, int size, long n) {
    long at(int block) {
      return block == 0 ? first : second;
    }
  }

  /**
   * The upper triangle of the Gram matrix: inner products of all rows with those that follow. What
   * stands below it is arbitrary afterwards.
   *
   * @param workspace of the calling thread
   * @param rows the blocks; n is at least 1
   * @param target segment of the result, of 2 size rows and columns
   * @param at byte offset
   * @param rowBytes bytes between its rows
   */
  public void gram(Workspace workspace, Rows rows, MemorySegment target, long at, long rowBytes) {
    GemmKernel<P> kernel = kernels.get(false);
    int size = rows.size();
    int aBlock = (size + kernel.mr()) * GemmKernel.KC;
    int bBlock = (size + kernel.nr()) * GemmKernel.KC;
    int first = kernel.first();
    int a = first + 2 * bBlock;
    P panels = panels(kernel, workspace, a + 2 * aBlock);
    for (long p = 0; p < rows.n(); p += GemmKernel.KC) {
      int depth = (int) Math.min(GemmKernel.KC, rows.n() - p);
      for (int block = 0; block < 2; block++) {
        long from = rows.at(block) + p * bytes;
        long stride = rows.rowBytes();
        packA(kernel, rows.base(), from, stride, bytes, size, depth, panels, a + block * aBlock);
        packB(
            kernel, rows.base(), from, bytes, stride, size, depth, panels, first + block * bBlock);
      }
      for (int i = 0; i < 2; i++) {
        for (int j = i; j < 2; j++) {
          long corner = at + (long) i * size * rowBytes + (long) j * size * bytes;
          tiles(
              kernel,
              new Panels<>(panels, a + i * aBlock, first + j * bBlock, a + 2 * aBlock, depth),
              p > 0,
              i == j,
              new Target(target, corner, rowBytes, size, size));
        }
      }
    }
  }

  /**
   * Replaces the rows of both blocks by {@code Q'} times them.
   *
   * @param workspace of the calling thread
   * @param rows the blocks, changed
   * @param q segment of Q, row-major and dense, of 2 size rows and columns
   * @param at byte offset
   */
  public void rotate(Workspace workspace, Rows rows, MemorySegment q, long at) {
    GemmKernel<P> kernel = kernels.get(false);
    int size = rows.size();
    int order = 2 * size;
    int nr = kernel.nr();
    int aBlock = (size + kernel.mr()) * order;
    int first = kernel.first();
    int a = first + (COLUMNS + nr) * order;
    P panels = panels(kernel, workspace, a + 2 * aBlock);
    for (int block = 0; block < 2; block++) {
      long from = at + (long) block * size * bytes;
      long stride = (long) order * bytes;
      packA(kernel, q, from, bytes, stride, size, order, panels, a + block * aBlock);
    }
    for (long column = 0; column < rows.n(); column += COLUMNS) {
      int width = (int) Math.min(COLUMNS, rows.n() - column);
      for (int j = 0; j < width; j += nr) {
        int count = Math.min(nr, width - j);
        for (int block = 0; block < 2; block++) {
          long from = rows.at(block) + (column + j) * bytes;
          // The second half of k follows the first.
          int to = first + j * order + block * size * kernel.panelColumns(count);
          packB(kernel, rows.base(), from, rows.rowBytes(), bytes, count, size, panels, to);
        }
      }
      for (int block = 0; block < 2; block++) {
        long corner = rows.at(block) + column * bytes;
        tiles(
            kernel,
            new Panels<>(panels, a + block * aBlock, first, a + 2 * aBlock, order),
            false,
            false,
            new Target(rows.base(), corner, rows.rowBytes(), size, width));
      }
    }
  }

  /** Packed operands: where the panels and the sums of a tile begin, and how long panels are. */
  private record Panels<P>(P array, int a, int b, int sums, int depth) {}

  /** Where a product goes. */
  private record Target(MemorySegment base, long at, long rowBytes, int rows, int columns) {}

  private P panels(GemmKernel<P> kernel, Workspace workspace, int elements) {
    return Block.panels(workspace, kernel, bytes, elements + kernel.mr() * kernel.nr());
  }

  private void packA(
      GemmKernel<P> kernel,
      MemorySegment source,
      long at,
      long row,
      long column,
      int rows,
      int k,
      P panels,
      int to) {
    int mr = kernel.mr();
    for (int i = 0; i < rows; i += mr) {
      int count = Math.min(mr, rows - i);
      int panel = to + i * kernel.evenLength(k);
      kernel.packA(
          source, at + i * row, row, column, count, k, kernel.panelRows(count), panels, panel);
    }
  }

  private void packB(
      GemmKernel<P> kernel,
      MemorySegment source,
      long at,
      long row,
      long column,
      int columns,
      int k,
      P panels,
      int to) {
    int last = kernel.lastPanelColumns(columns);
    kernel.packB(source, at, row, column, columns, k, last, panels, to);
  }

  /** All tiles of a target, or those that have an element on or above its diagonal. */
  private void tiles(
      GemmKernel<P> kernel, Panels<P> panels, boolean add, boolean triangle, Target c) {
    int mr = kernel.mr();
    int nr = kernel.nr();
    int depth = kernel.evenLength(panels.depth());
    P array = panels.array();
    int sums = panels.sums();
    for (int j = 0; j < c.columns(); j += nr) {
      int width = Math.min(nr, c.columns() - j);
      int wide = kernel.panelColumns(width);
      int b = panels.b() + j * depth;
      for (int i = 0; i < c.rows(); i += mr) {
        if (triangle && i >= j + width) {
          break;
        }
        int height = Math.min(mr, c.rows() - i);
        int a = panels.a() + i * depth;
        long at = c.at() + i * c.rowBytes() + (long) j * bytes;
        kernel.tile(kernel.panelRows(height), wide, depth, array, a, b, sums);
        kernel.update(array, sums, wide, 1, add ? 1 : 0, c.base(), at, c.rowBytes(), height, width);
      }
    }
  }
}
