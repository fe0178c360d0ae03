package io.lanewise.cpu.attention;

import io.lanewise.DType;
import io.lanewise.backend.BinaryOp;
import io.lanewise.cpu.Job;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.elementwise.Elements;
import io.lanewise.cpu.gemm.SerialProduct;
import io.lanewise.cpu.gemm.SerialProduct.Block;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.HostMemory;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of attention for one head, from the gradient {@code g} of its result: the weights
 * are not kept from the forward pass but computed again [1], for a block of queries after the other
 *
 * <pre>
 * p = softmax(scale q k')      rows x keys, in scratch memory
 * dv += p' g
 * s = g v'                     likewise
 * s = p (s - sum(p s))         for each row
 * dq = scale s k
 * dk += scale s' q
 * </pre>
 *
 * <p>A head is one task, so the order of the sums over queries is fixed. Keys behind the last that
 * a block of queries may see are not touched.
 *
 * <p>Cost: {@code 10 queries keys d} flops for {@code d = dv}, causal down to half of them. Memory:
 * two blocks of scores for each thread.
 *
 * <p>[1] Dao et al., FlashAttention, 2022, arXiv 2205.14135, algorithm 4; whole rows of scores
 * here, so no sums need be kept.
 */
final class AttentionGradientJob extends Job {
  /** Bytes of scores that a block of queries has at most. [TP] */
  private static final long BLOCK_BYTES = 1 << 17;

  /**
   * Queries in a block: fewer waste the product's tiles, more compute what causality hides. [TP]
   */
  private static final int MOST = 64;

  private static final int LEAST = 16;

  /** Elements of a sum: what one call of a kernel adds up. */
  private static final int RUN = 4096;

  /** Further bytes between rows of scores, so that they do not meet in one set of the cache. */
  private static final int GAP = 64;

  private static final int WEIGHTS = 0;
  private static final int SCORES = 1;

  private final DType dtype;
  private final int bytes;
  private final Kernels kernels;
  private final SerialProduct product;
  private final Heads.Matrices q;
  private final Heads.Matrices k;
  private final Heads.Matrices v;
  private final @Nullable RowMask mask;
  private final Heads.Matrices gradient;
  private final Heads.Matrices byQ;
  private final Heads.Matrices byK;
  private final Heads.Matrices byV;
  private final Sizes sizes;
  private final double scale;
  private final int rows;

  AttentionGradientJob(
      DType dtype,
      Kernels kernels,
      SerialProduct product,
      Heads.Matrices q,
      Heads.Matrices k,
      Heads.Matrices v,
      Heads.@Nullable Matrices mask,
      Heads.Matrices gradient,
      Heads.Matrices byQ,
      Heads.Matrices byK,
      Heads.Matrices byV,
      Sizes sizes,
      double scale) {
    this.dtype = dtype;
    this.bytes = dtype.bytes();
    this.kernels = kernels;
    this.product = product;
    this.q = q;
    this.k = k;
    this.v = v;
    this.mask = mask == null ? null : new RowMask(dtype, kernels.map(), mask);
    this.gradient = gradient;
    this.byQ = byQ;
    this.byK = byK;
    this.byV = byV;
    this.sizes = sizes;
    this.scale = scale;
    this.rows = Math.clamp(BLOCK_BYTES / Math.max(1, sizes.keys() * bytes), LEAST, MOST);
  }

  @Override
  protected void task(int index, Workspace workspace) {
    clear(byQ, index, sizes.queries(), sizes.d());
    clear(byK, index, sizes.keys(), sizes.d());
    clear(byV, index, sizes.keys(), sizes.dv());
    for (long first = 0; first < sizes.queries(); first += rows) {
      int count = (int) Math.min(rows, sizes.queries() - first);
      long seen = sizes.seen(first + count - 1);
      if (seen > 0 && sizes.dv() > 0) {
        queries(workspace, index, first, count, Math.toIntExact(seen));
      }
    }
  }

  private void queries(Workspace workspace, long head, long first, int count, int n) {
    long rowBytes = (long) n * bytes + GAP;
    Block weights = scratch(workspace, WEIGHTS, count, rowBytes);
    Block scores = scratch(workspace, SCORES, count, rowBytes);
    Block queries = block(q, head, first);
    Block keys = block(k, head, 0);
    Block up = block(gradient, head, first);
    if (sizes.d() > 0) {
      multiply(workspace, scale, queries, keys.transpose(), 0, weights, count, n, sizes.d());
    } else {
      for (int i = 0; i < count; i++) {
        zero(weights.base(), weights.at() + i * rowBytes, n);
      }
    }
    for (int i = 0; i < count; i++) {
      int visible = (int) Math.min(sizes.seen(first + i), n);
      softmax(weights.base(), weights.at() + i * rowBytes, head, first + i, visible, n);
    }
    multiply(workspace, 1, weights.transpose(), up, 1, block(byV, head, 0), n, sizes.dv(), count);
    if (sizes.d() == 0) {
      return;
    }
    Block values = block(v, head, 0);
    multiply(workspace, 1, up, values.transpose(), 0, scores, count, n, sizes.dv());
    for (int i = 0; i < count; i++) {
      through(weights.base(), weights.at() + i * rowBytes, scores, i, n);
    }
    multiply(workspace, scale, scores, keys, 0, block(byQ, head, first), count, sizes.d(), n);
    multiply(
        workspace, scale, scores.transpose(), queries, 1, block(byK, head, 0), n, sizes.d(), count);
  }

  private void multiply(
      Workspace workspace,
      double alpha,
      Block a,
      Block b,
      double beta,
      Block c,
      long m,
      long n,
      long inner) {
    product.multiply(workspace, dtype, alpha, a, b, beta, c, m, n, inner);
  }

  private Block scratch(Workspace workspace, int slot, int count, long rowBytes) {
    HostMemory memory = workspace.bytes(slot, count * rowBytes);
    return Block.of(memory, memory.origin(), rowBytes, bytes);
  }

  private static Block block(Heads.Matrices matrices, long head, long first) {
    return new Block(matrices.base(), matrices.at(head, first), matrices.row(), matrices.column());
  }

  /** A row of scores to weights; to zeros where no key is left. */
  private void softmax(MemorySegment base, long at, long head, long query, int visible, int n) {
    if (mask != null && visible > 0) {
      mask.apply(head, query, 0, visible, base, at);
    }
    double largest = Double.NEGATIVE_INFINITY;
    for (int from = 0; from < visible; from += RUN) {
      int some = Math.min(RUN, visible - from);
      largest = Math.max(largest, kernels.reduce().max(base, at(at, from), some));
    }
    if (largest == Double.NEGATIVE_INFINITY) {
      zero(base, at, n);
      return;
    }
    double sum = 0;
    for (int from = 0; from < visible; from += RUN) {
      int some = Math.min(RUN, visible - from);
      long place = at(at, from);
      sum += kernels.softmax().expSum(base, place, largest, base, place, some);
    }
    kernels
        .map()
        .zipRight(BinaryOp.MUL, base, at, Elements.rounded(dtype, 1 / sum), base, at, visible);
    zero(base, at(at, visible), n - visible);
  }

  /** The gradient of a row of scores from that of its weights. */
  private void through(MemorySegment weights, long at, Block scores, int row, int n) {
    MemorySegment base = scores.base();
    long own = scores.at() + row * scores.row();
    double along = 0;
    for (int from = 0; from < n; from += RUN) {
      int some = Math.min(RUN, n - from);
      along += kernels.reduce().dot(weights, at(at, from), base, at(own, from), some);
    }
    kernels.map().zipRight(BinaryOp.SUB, base, own, Elements.rounded(dtype, along), base, own, n);
    kernels.map().zip(BinaryOp.MUL, base, own, weights, at, base, own, n);
  }

  private long at(long row, int element) {
    return row + (long) element * bytes;
  }

  private void zero(MemorySegment base, long at, int count) {
    if (count > 0) {
      base.asSlice(at, (long) count * bytes).fill((byte) 0);
    }
  }

  private void clear(Heads.Matrices matrices, long head, long count, long columns) {
    for (long i = 0; i < count; i++) {
      zero(matrices.base(), matrices.at(head, i), Math.toIntExact(columns));
    }
  }
}
