package io.lanewise.cpu.attention;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.lanewise.DType;
import io.lanewise.backend.BinaryOp;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.elementwise.Elements;
import io.lanewise.kernel.GemmKernel;
import io.lanewise.kernel.MapKernel;
import io.lanewise.memory.HostMemory;
import java.lang.foreign.MemorySegment;

/**
 * A mask over the scores of a query: BOOL chooses, a mask of the scores' type is added.
 *
 * @param dtype type of the scores
 * @param kernel adds
 * @param mask a matrix (queries, keys) for each head; strides may be 0
 */
record RowMask(DType dtype, MapKernel kernel, Heads.Matrices mask) {
  /** Slot of a workspace. */
  private static final int ROWS = 5;

  /** Eight elements of BOOL that are all true. */
  private static final long ALL = 0x0101010101010101L;

  /**
   * Masks some scores.
   *
   * @param head number of the head
   * @param query number of the query
   * @param start number of the first key
   * @param n how many keys
   * @param base segment of the scores
   * @param at byte offset of the first
   */
  void apply(long head, long query, long start, int n, MemorySegment base, long at) {
    long from = mask.at(head, query) + start * mask.column();
    if (mask.dtype() == DType.BOOL) {
      exclude(from, n, base, at);
    } else if (mask.rowsInOnePiece()) {
      kernel.zip(BinaryOp.ADD, base, at, mask.base(), from, base, at, n);
    } else if (mask.column() == 0) {
      double value = Elements.get(dtype, mask.base(), from);
      kernel.zipRight(BinaryOp.ADD, base, at, value, base, at, n);
    } else {
      for (int j = 0; j < n; j++) {
        long score = at + (long) j * dtype.bytes();
        double added = Elements.get(dtype, mask.base(), from + j * mask.column());
        Elements.set(dtype, base, score, Elements.get(dtype, base, score) + added);
      }
    }
  }

  /**
   * The mask of some queries and keys as a panel of a product's right operand, each query a column.
   *
   * @param workspace scratch memory
   * @param gemm packs
   * @param head number of the head
   * @param query number of the first query
   * @param queries how many
   * @param start number of the first key
   * @param n how many keys
   * @param width columns of the panel
   * @param panels where it goes
   * @param to index of the panel
   * @param <P> array type
   * @return false, and no panel, if it hides nothing
   */
  <P> boolean panel(
      Workspace workspace,
      GemmKernel<P> gemm,
      long head,
      long query,
      int queries,
      long start,
      int n,
      int width,
      P panels,
      int to) {
    if (!excludes()) {
      long from = mask.at(head, query) + start * mask.column();
      gemm.packB(mask.base(), from, mask.column(), mask.row(), queries, n, width, panels, to);
      return true;
    }
    int some = 0;
    while (some < queries && all(head, query + some, start, n)) {
      some++;
    }
    if (some == queries) {
      return false;
    }
    long rowBytes = (long) n * dtype.bytes();
    HostMemory rows = workspace.bytes(ROWS, queries * rowBytes);
    rows.base().asSlice(rows.origin(), queries * rowBytes).fill((byte) 0);
    for (int i = 0; i < queries; i++) {
      apply(head, query + i, start, n, rows.base(), rows.origin() + i * rowBytes);
    }
    gemm.packB(rows.base(), rows.origin(), dtype.bytes(), rowBytes, queries, n, width, panels, to);
    return true;
  }

  /** Whether it chooses, rather than being added. */
  boolean excludes() {
    return mask.dtype() == DType.BOOL;
  }

  /** Whether a mask that chooses leaves all of some keys. */
  private boolean all(long head, long query, long start, int n) {
    long from = mask.at(head, query) + start * mask.column();
    int j = 0;
    if (mask.rowsInOnePiece()) {
      while (j + Long.BYTES <= n && mask.base().get(JAVA_LONG_UNALIGNED, from + j) == ALL) {
        j += Long.BYTES;
      }
    }
    while (j < n && mask.base().get(JAVA_BYTE, from + j * mask.column()) != 0) {
      j++;
    }
    return j == n;
  }

  private void exclude(long from, int n, MemorySegment base, long at) {
    boolean inOnePiece = mask.rowsInOnePiece();
    for (int j = 0; j < n; j++) {
      // masks are true in long stretches
      while (inOnePiece
          && j + Long.BYTES <= n
          && mask.base().get(JAVA_LONG_UNALIGNED, from + j) == ALL) {
        j += Long.BYTES;
      }
      if (j < n && mask.base().get(JAVA_BYTE, from + j * mask.column()) == 0) {
        Elements.set(dtype, base, at + (long) j * dtype.bytes(), Double.NEGATIVE_INFINITY);
      }
    }
  }

  /**
   * Whether a query may attend to any of the first keys.
   *
   * @param head number of the head
   * @param query number of the query
   * @param n how many keys
   */
  boolean any(long head, long query, long n) {
    long from = mask.at(head, query);
    for (long j = 0; j < n; j++) {
      double value = Elements.get(mask.dtype(), mask.base(), from + j * mask.column());
      if (mask.dtype() == DType.BOOL ? value != 0 : value != Double.NEGATIVE_INFINITY) {
        return true;
      }
    }
    return false;
  }
}
