package io.lanewise.cpu.attention;

import io.lanewise.DType;
import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.UnaryOp;
import io.lanewise.cpu.Job;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.elementwise.Convert;
import io.lanewise.cpu.elementwise.Elements;
import io.lanewise.cpu.gemm.SerialProduct;
import io.lanewise.cpu.gemm.SerialProduct.Block;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.HostMemory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Attention of a block of queries of one head, for block after block of keys:
 *
 * <pre>
 * s = scale q k'            the scores, rows x keys, in scratch memory
 * m' = max(m, max s)        for each row
 * p = e^(s - m')
 * l = l e^(m - m') + sum p
 * o = o e^(m - m') + p v
 * </pre>
 *
 * <p>and at the end {@code o / l}. With one block of keys that is the softmax of three passes, in
 * cache. Keys behind the last that a block of queries may see are not touched.
 *
 * <p>The bits do not depend on which queries are in a block: a block of keys begins at a multiple
 * of its size, and the products do not look at other rows.
 *
 * <p>Few queries, as in decoding, would be a waste of packed panels: their scores are inner
 * products and their results sums of rows of v, at the speed of memory. Keys and values of small
 * types are widened block by block.
 */
final class AttentionJob extends Job {
  /** Bytes of scores of a row: 512 in F32, 256 in F64. [TP] */
  private static final int ROW_BYTES = 2048;

  /** Further bytes between rows of scores, so that they do not meet in one set of the cache. */
  private static final int GAP = 64;

  /** Queries up to which nothing is packed. [TP] */
  private static final int FEW = 4;

  private static final int SCORES = 0;
  private static final int KEYS = 1;
  private static final int VALUES = 2;
  private static final int ONE = 3;
  private static final int BETWEEN = 4;

  /**
   * Sizes of the operands.
   *
   * @param queries rows of q
   * @param keys rows of k and v
   * @param d columns of q and k
   * @param dv columns of v
   */
  record Sizes(long queries, long keys, long d, long dv) {}

  private final DType dtype;
  private final int bytes;
  private final Kernels kernels;
  private final SerialProduct product;
  private final Heads.Matrices q;
  private final Heads.Matrices k;
  private final Heads.Matrices v;
  private final @Nullable RowMask mask;
  private final Heads.Matrices target;
  private final Sizes sizes;
  private final boolean causal;
  private final double scale;
  private final int blockKeys;
  private final boolean few;
  private int rows;

  AttentionJob(
      DType dtype,
      Kernels kernels,
      SerialProduct product,
      Heads.Matrices q,
      Heads.Matrices k,
      Heads.Matrices v,
      Heads.@Nullable Matrices mask,
      Heads.Matrices target,
      Sizes sizes,
      boolean causal,
      double scale) {
    this.dtype = dtype;
    this.bytes = dtype.bytes();
    this.kernels = kernels;
    this.product = product;
    this.q = q;
    this.k = k;
    this.v = v;
    this.mask = mask == null ? null : new RowMask(dtype, kernels.map(), mask);
    this.target = target;
    this.sizes = sizes;
    this.causal = causal;
    this.scale = scale;
    this.blockKeys = ROW_BYTES / bytes;
    this.few = sizes.queries <= FEW && q.rowsInOnePiece();
  }

  /** How many tasks there are with so many queries in each. */
  long tasks(long heads, int rowsOfTask) {
    return heads * ((sizes.queries + rowsOfTask - 1) / rowsOfTask);
  }

  AttentionJob withRows(int rowsOfTask) {
    rows = rowsOfTask;
    return this;
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
  protected void task(int index, Workspace workspace) {
    long blocks = (sizes.queries + rows - 1) / rows;
    long head = index / blocks;
    long first = index % blocks * rows;
    int count = (int) Math.min(rows, sizes.queries - first);
    State state = workspace.object(State.class, State::new);
    state.begin(count, blockKeys);
    long seen = seen(first + count - 1);
    if (seen == 0 || few) {
      fill(head, first, count, 0);
    }
    for (long start = 0; start < seen; start += blockKeys) {
      int n = (int) Math.min(blockKeys, seen - start);
      keys(workspace, state, head, first, count, start, n);
    }
    finish(state, head, first, count);
  }

  /** How many keys a query sees, if no mask hides some of them. */
  private long seen(long query) {
    return causal ? Math.clamp(query + 1 + sizes.keys - sizes.queries, 0, sizes.keys) : sizes.keys;
  }

  private void keys(
      Workspace workspace, State state, long head, long first, int count, long start, int n) {
    long rowBytes = ROW_BYTES + GAP;
    HostMemory scratch = workspace.bytes(SCORES, count * rowBytes);
    Block scores = Block.of(scratch, scratch.origin(), rowBytes, bytes);
    Block keyRows = widened(workspace, KEYS, k, head, start, n, sizes.d);
    Block queries = new Block(q.base(), q.at(head, first), q.row(), q.column());
    boolean direct = few && keyRows.column() == bytes;
    if (sizes.d == 0) {
      zeros(scores, count, n);
    } else if (direct) {
      innerProducts(state, queries, keyRows, scores, count, n);
    } else {
      product.multiply(
          workspace, dtype, scale, queries, keyRows.transpose(), 0, scores, count, n, sizes.d);
    }
    for (int i = 0; i < count; i++) {
      int visible = Math.clamp(seen(first + i) - start, 0, n);
      weigh(workspace, state, scores, head, first, i, start, visible, n);
    }
    Block values = widened(workspace, VALUES, v, head, start, n, sizes.dv);
    Block result = new Block(target.base(), target.at(head, first), target.row(), target.column());
    if (few && values.column() == bytes) {
      sums(state, scores, values, result, count, n);
    } else {
      double old = start == 0 ? 0 : 1;
      product.multiply(workspace, dtype, 1, scores, values, old, result, count, sizes.dv, n);
    }
  }

  /** Rows of keys or values in the type that computes. */
  private Block widened(
      Workspace workspace,
      int slot,
      Heads.Matrices matrices,
      long head,
      long start,
      int n,
      long columns) {
    long at = matrices.at(head, start);
    if (matrices.dtype() == dtype) {
      return new Block(matrices.base(), at, matrices.row(), matrices.column());
    }
    long rowBytes = columns * bytes;
    HostMemory wide = workspace.bytes(slot, n * rowBytes);
    for (int j = 0; j < n; j++) {
      long from = at + j * matrices.row();
      long to = wide.origin() + j * rowBytes;
      if (matrices.rowsInOnePiece()) {
        Convert.run(
            kernels.small(),
            matrices.dtype(),
            matrices.base(),
            from,
            dtype,
            wide.base(),
            to,
            (int) columns,
            workspace,
            BETWEEN);
      } else {
        for (int c = 0; c < columns; c++) {
          double value =
              Elements.get(matrices.dtype(), matrices.base(), from + c * matrices.column());
          Elements.set(dtype, wide.base(), to + (long) c * bytes, value);
        }
      }
    }
    return Block.of(wide, wide.origin(), rowBytes, bytes);
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
              (int) sizes.d,
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
              (int) sizes.dv);
    }
  }

  /** Turns a row of scores into weights, and brings maximum, sum and result up to date. */
  private void weigh(
      Workspace workspace,
      State state,
      Block scores,
      long head,
      long first,
      int i,
      long start,
      int visible,
      int n) {
    MemorySegment base = scores.base();
    long at = scores.at() + i * scores.row();
    if (mask != null && visible > 0) {
      mask.apply(head, first + i, start, visible, base, at);
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
        long row = target.at(head, first + i);
        kernels
            .map()
            .zipRight(BinaryOp.MUL, target.base(), row, factor, target.base(), row, (int) sizes.dv);
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

  private void finish(State state, long head, long first, int count) {
    for (int i = 0; i < count; i++) {
      if (state.largest[i] == Double.NEGATIVE_INFINITY) {
        fill(head, first + i, 1, anyKey(head, first + i) ? Double.NaN : 0);
      } else {
        double inverse = 1 / state.total[i];
        double factor = Elements.rounded(dtype, inverse);
        long row = target.at(head, first + i);
        kernels
            .map()
            .zipRight(BinaryOp.MUL, target.base(), row, factor, target.base(), row, (int) sizes.dv);
      }
    }
  }

  /** Whether the masks leave a query a key, whose score then was -infinity. */
  private boolean anyKey(long head, long query) {
    long visible = seen(query);
    return mask == null ? visible > 0 : mask.any(head, query, visible);
  }

  private void fill(long head, long first, int count, double value) {
    for (int i = 0; i < count; i++) {
      long row = target.at(head, first + i);
      for (long c = 0; c < sizes.dv; c++) {
        Elements.set(dtype, target.base(), row + c * target.column(), value);
      }
    }
  }

  private void zeros(Block scores, int count, int n) {
    for (int i = 0; i < count; i++) {
      clear(scores.base(), scores.at() + i * scores.row(), 0, n);
    }
  }

  private void clear(MemorySegment base, long at, int from, int to) {
    if (from < to) {
      base.asSlice(at + (long) from * bytes, (long) (to - from) * bytes).fill((byte) 0);
    }
  }
}
