package io.lanewise.cpu.attention;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import io.lanewise.DType;
import io.lanewise.cpu.Caches;
import io.lanewise.cpu.Job;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.gemm.Block;
import io.lanewise.cpu.gemm.SerialProduct;
import io.lanewise.cpu.gemm.WarmKernel;
import io.lanewise.kernel.GemmKernel;
import io.lanewise.kernel.Kernels;
import io.lanewise.kernel.ScoresKernel;
import io.lanewise.kernel.scalar.ScalarKernels;
import io.lanewise.memory.HostMemory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Attention of a block of queries of one head, for block after block of keys, all in packed panels
 * and with queries as columns:
 *
 * <pre>
 * s = scale k q'            the scores, keys x queries
 * m' = max(m, max s)        for each column
 * p = e^(s - m')
 * l = l e^(m - m') + sum p
 * o = o e^(m - m') + v' p
 * </pre>
 *
 * <p>and at the end {@code o / l}, transposed. A tile of sums of the first product is stored row
 * after row, as wide as a panel: tiles of all keys below each other <em>are</em> the panel of B of
 * the second product. So the weights are never packed, nor written anywhere else; they stay in the
 * first cache, and what belongs to a query stays in a lane of its own. k and v, as panels of A, are
 * packed once for all queries of the task.
 *
 * <p>The bits do not depend on which queries are in a task: a block of keys begins at a multiple of
 * its size, and no column looks at another.
 */
final class AttentionF32 extends Job {
  private static final DType DTYPE = DType.F32;
  private static final int BYTES = Float.BYTES;

  /** Keys of a block: their scores are a panel of B as products have it. */
  private static final int KEYS = GemmKernel.KC;

  /** Longest k for which blocks have that many keys. */
  private static final int LONG = 1024;

  /** Most queries of a task: keys and values are packed once for them. [TP] */
  private static final int MOST = 512;

  /** Fewest queries of a task, where there are more threads than tasks. [TP] */
  private static final int LEAST = 64;

  // Slots of the workspace's memory.
  private static final int KEY_ROWS = 1;
  private static final int VALUE_ROWS = 2;
  private static final int BETWEEN = 3;

  private final Kernels kernels;
  private final WarmKernel<GemmKernel<float[]>> gemm;
  private final ScoresKernel<float[]> scores;
  private final Heads.Matrices q;
  private final Heads.Matrices k;
  private final Heads.Matrices v;
  private final @Nullable RowMask mask;
  private final Heads.Matrices target;
  private final Sizes sizes;
  private final double scale;
  private final int blockKeys;
  private final int rows;

  /**
   * A job.
   *
   * @param kernels of the type
   * @param operands q, k, v
   * @param mask BOOL or of this type, or null
   * @param target result
   * @param sizes of the operands
   * @param scale factor of the scores, representable in the type
   * @param degree how many threads there are
   */
  @SuppressWarnings("unchecked") // the kernels of a type have its arrays
  AttentionF32(
      Kernels kernels,
      Heads.Matrices[] operands,
      Heads.@Nullable Matrices mask,
      Heads.Matrices target,
      Sizes sizes,
      double scale,
      int degree) {
    this.kernels = kernels;
    this.gemm = WarmKernel.of((GemmKernel<float[]>) kernels.gemm(), BYTES);
    this.scores = (ScoresKernel<float[]>) kernels.scores();
    this.q = operands[0];
    this.k = operands[1];
    this.v = operands[2];
    this.mask = mask == null ? null : new RowMask(DTYPE, kernels.map(), mask);
    this.target = target;
    this.sizes = sizes;
    this.scale = scale;
    this.blockKeys = sizes.d() <= LONG ? KEYS : Math.max(2, (int) (KEYS * LONG / sizes.d()) & ~1);
    this.rows = taskRows(target.heads().count(), degree);
  }

  /** Queries of a task: packed and with their results they fit a quarter of the second cache. */
  private int taskRows(long heads, int degree) {
    int nr = gemm.wanted().nr();
    long fit = Caches.l2() / 4 / ((sizes.d() + sizes.dv()) * BYTES);
    long most = Math.clamp(fit, Math.max(nr, LEAST), MOST);
    while (most > LEAST && heads * Math.ceilDiv(sizes.queries(), most) < 2L * degree) {
      most /= 2;
    }
    return Math.toIntExact(Math.max(1, most / nr) * nr);
  }

  /** How many tasks there are. */
  int tasks() {
    return Math.toIntExact(target.heads().count() * Math.ceilDiv(sizes.queries(), rows));
  }

  @Override
  @SuppressWarnings("unchecked") // likewise
  protected void task(int index, Workspace workspace) {
    GemmKernel<float[]> tiles = gemm.get(false);
    ScoresKernel<float[]> fitting =
        tiles == gemm.wanted() ? scores : (ScoresKernel<float[]>) ScalarKernels.of(BYTES).scores();
    long blocks = Math.ceilDiv(sizes.queries(), rows);
    long first = index % blocks * rows;
    int count = (int) Math.min(rows, sizes.queries() - first);
    new Part(workspace, tiles, fitting, index / blocks, first, count).run();
  }

  /** Some queries of one head: where their panels are, as indices of one array. */
  private final class Part {
    private final Workspace workspace;
    private final GemmKernel<float[]> gemm;
    private final ScoresKernel<float[]> scores;
    private final long head;
    private final long first;
    private final int count;
    private final int mr;
    private final int nr;
    private final int d;
    private final int dv;
    private final int depth;
    private final float[] panels;
    private final int queries;
    private final int results;
    private final int resultRows;
    private final int largest;
    private final int total;
    private final int shift;
    private final int factor;
    private final int unused;
    private final int weights;
    private final int tile;
    private final int hidden;
    private final int keys;
    private final int values;

    Part(
        Workspace workspace,
        GemmKernel<float[]> gemm,
        ScoresKernel<float[]> scores,
        long head,
        long first,
        int count) {
      this.workspace = workspace;
      this.gemm = gemm;
      this.scores = scores;
      this.head = head;
      this.first = first;
      this.count = count;
      mr = gemm.mr();
      nr = gemm.nr();
      d = Math.toIntExact(sizes.d());
      dv = Math.toIntExact(sizes.dv());
      depth = gemm.evenLength(d);
      resultRows = dv + mr;
      int columns = Math.ceilDiv(count, nr) * nr;
      queries = gemm.first();
      results = queries + Math.multiplyExact(columns, depth);
      largest = results + Math.multiplyExact(columns, resultRows);
      total = largest + columns;
      shift = total + columns;
      factor = shift + nr;
      unused = factor + nr;
      tile = unused + nr;
      weights = tile + mr * nr;
      hidden = weights + (blockKeys + mr) * nr;
      keys = hidden + (mask == null ? 0 : blockKeys * nr);
      values = keys + Math.multiplyExact(blockKeys + mr, depth);
      int end = Math.addExact(values, Math.multiplyExact(dv + mr, blockKeys));
      panels = Block.panels(workspace, gemm, BYTES, end);
    }

    void run() {
      long row = q.column();
      gemm.packB(
          q.base(),
          q.at(head, first),
          row,
          /* column= */ q.row(),
          count,
          d,
          gemm.lastPanelColumns(count),
          panels,
          queries);
      Arrays.fill(panels, largest, total, Float.NEGATIVE_INFINITY);
      Arrays.fill(panels, total, shift, 0f);
      long seen = sizes.seen(first + count - 1);
      for (long start = 0; start < seen; start += blockKeys) {
        int n = (int) Math.min(blockKeys, seen - start);
        packKeys(start, n);
        packValues(start, n);
        for (int i = 0; i < count; i += nr) {
          int visible = (int) Math.min(n, sizes.seen(lastOf(i)) - start);
          if (visible > 0) {
            keys(start, n, visible, i);
          }
        }
      }
      for (int i = 0; i < count; i += nr) {
        store(i);
      }
    }

    /** Queries of a panel. */
    private int of(int i) {
      return Math.min(nr, count - i);
    }

    private long lastOf(int i) {
      return first + i + of(i) - 1;
    }

    private void packKeys(long start, int n) {
      SerialProduct.Block rows = wide(KEY_ROWS, k, start, n, sizes.d());
      for (int r = 0; r < n; r += mr) {
        int some = Math.min(mr, n - r);
        gemm.packA(
            rows.base(),
            rows.at() + r * rows.row(),
            rows.row(),
            rows.column(),
            some,
            d,
            gemm.panelRows(some),
            panels,
            keys + r * depth);
      }
    }

    private void packValues(long start, int n) {
      SerialProduct.Block columns = wide(VALUE_ROWS, v, start, n, sizes.dv()).transpose();
      for (int c = 0; c < dv; c += mr) {
        int some = Math.min(mr, dv - c);
        gemm.packA(
            columns.base(),
            columns.at() + c * columns.row(),
            columns.row(),
            columns.column(),
            some,
            n,
            gemm.panelRows(some),
            panels,
            values + c * gemm.evenLength(n));
      }
    }

    private SerialProduct.Block wide(
        int slot, Heads.Matrices matrices, long start, int n, long columns) {
      return Wide.rows(workspace, slot, kernels.small(), DTYPE, matrices, head, start, n, columns);
    }

    /**
     * A panel of queries meets a block of keys.
     *
     * @param start number of the first key
     * @param n keys that are packed
     * @param visible keys that at least one of the queries sees, at least 1
     * @param i number of the first query
     */
    private void keys(long start, int n, int visible, int i) {
      int width = gemm.panelColumns(of(i));
      for (int r = 0; r < visible; r += mr) {
        int height = gemm.panelRows(Math.min(mr, n - r));
        int to = weights + r * width;
        gemm.tile(height, width, depth, panels, keys + r * depth, queries + i * depth, to);
      }
      double rest = scale;
      if (mask != null || sizes.seen(first + i) < start + visible) {
        scores.largest(panels, weights, visible, width, scale, unused);
        hide(start, visible, i, width);
        rest = 1;
      }
      System.arraycopy(panels, largest + i, panels, factor, width);
      scores.largest(panels, weights, visible, width, rest, largest + i);
      for (int j = 0; j < width; j++) {
        float now = panels[largest + i + j];
        panels[shift + j] = now == Float.NEGATIVE_INFINITY ? 0f : now;
      }
      weights(factor, 1, width, unused);
      for (int j = 0; j < width; j++) {
        panels[total + i + j] *= panels[factor + j];
      }
      weights(weights, visible, width, total + i);
      int steps = gemm.evenLength(visible);
      Arrays.fill(panels, weights + visible * width, weights + steps * width, 0f);
      int result = results + i * resultRows;
      for (int c = 0; c < dv; c += mr) {
        int height = gemm.panelRows(Math.min(mr, dv - c));
        int a = values + c * gemm.evenLength(n);
        int to = result + c * width;
        gemm.tile(height, width, steps, panels, a, weights, start == 0 ? to : tile);
        if (start > 0) {
          scores.advance(panels, to, height, width, factor, tile);
        }
      }
    }

    private void weights(int at, int n, int width, int sums) {
      HostMemory scratch = workspace.bytes(BETWEEN, ScoresKernel.SCRATCH);
      scores.weights(panels, at, n, width, shift, sums, scratch.base(), scratch.origin());
    }

    /** Masks a panel of scores. */
    private void hide(long start, int visible, int i, int width) {
      int some = of(i);
      if (mask != null
          && mask.panel(
              workspace, gemm, head, first + i, some, start, visible, width, panels, hidden)) {
        if (mask.excludes()) {
          scores.exclude(panels, weights, visible, width, hidden);
        } else {
          scores.add(panels, weights, visible, width, hidden);
        }
      }
      for (int j = 0; j < some; j++) {
        int seen = (int) Math.max(0, sizes.seen(first + i + j) - start);
        for (int r = seen; r < visible; r++) {
          panels[weights + r * width + j] = Float.NEGATIVE_INFINITY;
        }
      }
    }

    /** Divides by the sums of weights, and writes the results of a panel. */
    private void store(int i) {
      int some = of(i);
      if (sizes.seen(lastOf(i)) > 0) {
        int width = gemm.panelColumns(some);
        int result = results + i * resultRows;
        for (int j = 0; j < width; j++) {
          panels[factor + j] = 1f / panels[total + i + j];
        }
        scores.multiply(panels, result, dv, width, factor);
        long rowBytes = (long) some * BYTES;
        HostMemory between = workspace.bytes(BETWEEN, dv * rowBytes);
        MemorySegment base = between.base();
        gemm.update(panels, result, width, 1, 0, base, between.origin(), rowBytes, dv, some);
        kernels
            .transpose()
            .transpose(
                base,
                between.origin(),
                rowBytes,
                target.base(),
                target.at(head, first + i),
                target.row(),
                dv,
                some);
      }
      for (int j = 0; j < some; j++) {
        if (panels[total + i + j] == 0) {
          withoutWeights(first + i + j);
        }
      }
    }

    /** The result of a query whose scores are all -infinity. */
    private void withoutWeights(long query) {
      long visible = sizes.seen(query);
      boolean any = mask == null ? visible > 0 : mask.any(head, query, visible);
      long row = target.at(head, query);
      for (int c = 0; c < dv; c++) {
        target.base().set(JAVA_FLOAT_UNALIGNED, row + (long) c * BYTES, any ? Float.NaN : 0f);
      }
    }
  }
}
