package io.lanewise.cpu.attention;

import io.lanewise.DType;
import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.UnaryOp;
import io.lanewise.cpu.Job;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.elementwise.Elements;
import io.lanewise.cpu.gemm.SerialProduct.Block;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.HostMemory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Attention of few queries, as in decoding, to the keys of one head: packing keys and values would
 * read and write them once more, for a product with a few columns. Scores are inner products with
 * rows of k, results sums of rows of v, at the speed of memory; block of keys after block, as in
 * {@link AttentionF32}. Keys and values of small types are widened block by block.
 *
 * <p>The bits do not depend on which queries come together.
 */
final class FewQueriesJob extends Job {
  /** Queries up to which nothing is packed. [TP] */
  private static final int FEW = 4;

  /** Bytes of scores of a row: 512 in F32, 256 in F64. [TP] */
  private static final int ROW_BYTES = 2048;

  private static final int SCORES = 0;
  private static final int KEYS = 1;
  private static final int VALUES = 2;
  private static final int ONE = 3;

  private final DType dtype;
  private final int bytes;
  private final Kernels kernels;
  private final Heads.Matrices q;
  private final Heads.Matrices k;
  private final Heads.Matrices v;
  private final @Nullable RowMask mask;
  private final Heads.Matrices target;
  private final Sizes sizes;
  private final double scale;
  private final int blockKeys;

  /**
   * A job of one task for each head.
   *
   * @param dtype F32 or F64
   * @param kernels of the type
   * @param operands q, k, v
   * @param mask BOOL or of this type, or null
   * @param target result
   * @param sizes of the operands
   * @param scale factor of the scores, representable in the type
   */
  FewQueriesJob(
      DType dtype,
      Kernels kernels,
      Heads.Matrices[] operands,
      Heads.@Nullable Matrices mask,
      Heads.Matrices target,
      Sizes sizes,
      double scale) {
    this.dtype = dtype;
    this.bytes = dtype.bytes();
    this.kernels = kernels;
    this.q = operands[0];
    this.k = operands[1];
    this.v = operands[2];
    this.mask = mask == null ? null : new RowMask(dtype, kernels.map(), mask);
    this.target = target;
    this.sizes = sizes;
    this.scale = scale;
    this.blockKeys = ROW_BYTES / bytes;
  }

  /**
   * Whether operands are few queries, and in the order that this needs.
   *
   * @param dtype F32 or F64
   * @param operands q, k, v
   * @param sizes of the operands
   */
  static boolean fits(DType dtype, Heads.Matrices[] operands, Sizes sizes) {
    boolean fits = sizes.queries() <= FEW;
    for (Heads.Matrices each : operands) {
      fits &= each.dtype() != dtype || each.rowsInOnePiece(); // what is widened will be
    }
    return fits;
  }

  /** What is known of each row so far. */
  private static final class State {
    double[] largest = new double[0];
    double[] total = new double[0];
    double[] weights = new double[0];

    void begin(int rows, int keys) {
      if (largest.length < rows) {
        largest = new double[rows];
        total = new double[rows];
      }
      if (weights.length < keys) {
        weights = new double[keys];
      }
      Arrays.fill(largest, 0, rows, Double.NEGATIVE_INFINITY);
      Arrays.fill(total, 0, rows, 0);
    }
  }

  @Override
  protected void task(int head, Workspace workspace) {
    int count = Math.toIntExact(sizes.queries());
    State state = workspace.object(State.class, State::new);
    state.begin(count, blockKeys);
    long seen = sizes.seen(count - 1);
    fill(head, 0, count, 0);
    for (long start = 0; start < seen; start += blockKeys) {
      keys(workspace, state, head, count, start, (int) Math.min(blockKeys, seen - start));
    }
    finish(state, head, count);
  }

  private void keys(Workspace workspace, State state, long head, int count, long start, int n) {
    HostMemory scratch = workspace.bytes(SCORES, (long) count * ROW_BYTES);
    Block scores = Block.of(scratch, scratch.origin(), ROW_BYTES, bytes);
    Block keyRows = wide(workspace, KEYS, k, head, start, n, sizes.d());
    Block queries = new Block(q.base(), q.at(head, 0), q.row(), q.column());
    innerProducts(state, queries, keyRows, scores, count, n);
    for (int i = 0; i < count; i++) {
      int visible = Math.clamp(sizes.seen(i) - start, 0, n);
      weigh(workspace, state, scores, head, i, start, visible, n);
    }
    Block values = wide(workspace, VALUES, v, head, start, n, sizes.dv());
    Block result = new Block(target.base(), target.at(head, 0), target.row(), target.column());
    sums(state, scores, values, result, count, n);
  }

  private Block wide(
      Workspace workspace,
      int slot,
      Heads.Matrices matrices,
      long head,
      long start,
      int n,
      long columns) {
    return Wide.rows(workspace, slot, kernels.small(), dtype, matrices, head, start, n, columns);
  }

  private void innerProducts(
      State state, Block queries, Block keyRows, Block scores, int count, int n) {
    for (int i = 0; i < count; i++) {
      double[] sums = state.weights;
      Arrays.fill(sums, 0, n, 0);
      kernels
          .reduce()
          .dots(
              n,
              keyRows.base(),
              keyRows.at(),
              keyRows.row(),
              queries.base(),
              queries.at() + i * queries.row(),
              (int) sizes.d(),
              sums,
              0);
      long at = scores.at() + i * scores.row();
      for (int j = 0; j < n; j++) {
        Elements.set(dtype, scores.base(), at + (long) j * bytes, scaled(sums[j]));
      }
    }
  }

  /** A product in the element's type, as the kernels round it. */
  private double scaled(double sum) {
    return dtype == DType.F32 ? (float) sum * (float) scale : sum * scale;
  }

  private void sums(State state, Block weights, Block values, Block result, int count, int n) {
    for (int i = 0; i < count; i++) {
      long at = weights.at() + i * weights.row();
      for (int j = 0; j < n; j++) {
        state.weights[j] = Elements.get(dtype, weights.base(), at + (long) j * bytes);
      }
      kernels
          .map()
          .axpys(
              n,
              state.weights,
              0,
              values.base(),
              values.at(),
              values.row(),
              result.base(),
              result.at() + i * result.row(),
              (int) sizes.dv());
    }
  }

  /** Turns a row of scores into weights, and brings maximum, sum and result up to date. */
  private void weigh(
      Workspace workspace,
      State state,
      Block scores,
      long head,
      int i,
      long start,
      int visible,
      int n) {
    MemorySegment base = scores.base();
    long at = scores.at() + i * scores.row();
    if (mask != null && visible > 0) {
      mask.apply(head, i, start, visible, base, at);
    }
    double old = state.largest[i];
    double now = visible == 0 ? old : Math.max(old, kernels.reduce().max(base, at, visible));
    if (visible == 0 || now == Double.NEGATIVE_INFINITY) {
      clear(base, at, 0, n);
      return;
    }
    double sum = kernels.softmax().expSum(base, at, now, base, at, visible);
    clear(base, at, visible, n);
    if (now != old) {
      state.largest[i] = now;
      if (start > 0) {
        double factor = exp(workspace, old - now);
        state.total[i] *= factor;
        long row = target.at(head, i);
        kernels
            .map()
            .zipRight(
                BinaryOp.MUL, target.base(), row, factor, target.base(), row, (int) sizes.dv());
      }
    }
    state.total[i] += sum;
  }

  private double exp(Workspace workspace, double x) {
    HostMemory one = workspace.bytes(ONE, Double.BYTES);
    Elements.set(dtype, one.base(), one.origin(), x);
    kernels.map().map(UnaryOp.EXP, one.base(), one.origin(), one.base(), one.origin(), 1);
    return Elements.get(dtype, one.base(), one.origin());
  }

  private void finish(State state, long head, int count) {
    for (int i = 0; i < count; i++) {
      if (state.largest[i] == Double.NEGATIVE_INFINITY) {
        fill(head, i, 1, anyKey(head, i) ? Double.NaN : 0);
      } else {
        double inverse = 1 / state.total[i];
        double factor = Elements.rounded(dtype, inverse);
        long row = target.at(head, i);
        kernels
            .map()
            .zipRight(
                BinaryOp.MUL, target.base(), row, factor, target.base(), row, (int) sizes.dv());
      }
    }
  }

  /** Whether the masks leave a query a key, whose score then was -infinity. */
  private boolean anyKey(long head, long query) {
    long visible = sizes.seen(query);
    return mask == null ? visible > 0 : mask.any(head, query, visible);
  }

  private void fill(long head, long first, int count, double value) {
    for (int i = 0; i < count; i++) {
      long row = target.at(head, first + i);
      for (long c = 0; c < sizes.dv(); c++) {
        Elements.set(dtype, target.base(), row + c * target.column(), value);
      }
    }
  }

  private void clear(MemorySegment base, long at, int from, int to) {
    if (from < to) {
      base.asSlice(at + (long) from * bytes, (long) (to - from) * bytes).fill((byte) 0);
    }
  }
}
