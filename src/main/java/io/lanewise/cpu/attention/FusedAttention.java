package io.lanewise.cpu.attention;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.cpu.Driver;
import io.lanewise.cpu.Job;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.elementwise.Copy;
import io.lanewise.cpu.elementwise.Elements;
import io.lanewise.cpu.elementwise.OwnMemory;
import io.lanewise.cpu.gemm.SerialProduct;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.View;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Attention without a matrix of scores [1]: for some queries of a head, the scores of some keys at
 * a time are computed, turned into weights and multiplied with the values while they are in cache.
 * {@link AttentionF32} has the arithmetic.
 *
 * <p>[1] Dao, Fu, Ermon, Rudra, Re, FlashAttention, 2022, arXiv 2205.14135; the running maximum and
 * sum: Milakov, Gimelshein, Online normalizer calculation for softmax, 2018, arXiv 1805.02867.
 */
public final class FusedAttention extends Driver {
  private final SerialProduct product;
  private final OwnMemory own;

  /**
   * A driver.
   *
   * @param threads the engine's threads
   * @param f32 kernels for F32
   * @param f64 kernels for F64
   * @param copy for operands in memory of the caller's
   * @param memory where their copies are
   */
  public FusedAttention(Threads threads, Kernels f32, Kernels f64, Copy copy, NativeMemory memory) {
    super(threads, f32, f64);
    this.product = new SerialProduct(f32, f64);
    this.own = new OwnMemory(copy, memory);
  }

  /**
   * See {@link io.lanewise.backend.Backend#attention}.
   *
   * @param q queries
   * @param k keys
   * @param v values
   * @param mask BOOL or of q's type, or null
   * @param causal whether later keys are left out
   * @param scale factor of the scores
   * @param target result, contiguous memory of ours, overlapping no operand
   */
  public void attention(
      View q, View k, View v, @Nullable View mask, boolean causal, double scale, View target) {
    if (target.elements() == 0) {
      return;
    }
    DType dtype = target.dtype();
    Heads heads = Heads.of(target);
    View[] read = {own.of(q), own.of(k), own.of(v)};
    View hidden = mask == null ? null : own.of(mask);
    Heads.Matrices[] operands = new Heads.Matrices[read.length];
    Arrays.setAll(operands, i -> heads.matrices(read[i]));
    Heads.Matrices masks =
        hidden == null ? null : heads.matrices(rows(hidden, q.size(-2), k.size(-2)));
    Heads.Matrices result = heads.matrices(target);
    Sizes sizes = new Sizes(q.size(-2), k.size(-2), q.size(-1), v.size(-1), causal);
    double factor = Elements.rounded(dtype, scale);
    Kernels kernels = kernels(dtype);
    if (FewQueriesJob.fits(dtype, operands, sizes)) {
      run(
          heads.count(),
          new FewQueriesJob(dtype, kernels, operands, masks, result, sizes, factor),
          read,
          hidden);
    } else if (dtype == DType.F32) {
      AttentionF32 job =
          new AttentionF32(kernels, operands, masks, result, sizes, factor, threads.degree());
      run(job.tasks(), job, read, hidden);
    } else {
      AttentionF64 job =
          new AttentionF64(kernels, operands, masks, result, sizes, factor, threads.degree());
      run(job.tasks(), job, read, hidden);
    }
  }

  /**
   * See {@link io.lanewise.backend.Backend#attentionGradient}.
   *
   * @param q queries
   * @param k keys
   * @param v values
   * @param mask BOOL or of q's type, or null
   * @param causal whether later keys are left out
   * @param scale factor of the scores
   * @param gradient of the result
   * @param byQ gradient by q
   * @param byK gradient by k
   * @param byV gradient by v
   */
  public void gradient(
      View q,
      View k,
      View v,
      @Nullable View mask,
      boolean causal,
      double scale,
      View gradient,
      View byQ,
      View byK,
      View byV) {
    DType dtype = gradient.dtype();
    Heads heads = Heads.of(gradient);
    View[] read = {own.of(q), own.of(k), own.of(v), own.of(gradient)};
    View hidden = mask == null ? null : own.of(mask);
    Sizes sizes = new Sizes(q.size(-2), k.size(-2), q.size(-1), v.size(-1), causal);
    AttentionGradientJob job =
        new AttentionGradientJob(
            dtype,
            kernels(dtype),
            product,
            heads.matrices(read[0]),
            heads.matrices(read[1]),
            heads.matrices(read[2]),
            hidden == null ? null : heads.matrices(rows(hidden, q.size(-2), k.size(-2))),
            heads.matrices(read[3]),
            heads.matrices(byQ),
            heads.matrices(byK),
            heads.matrices(byV),
            sizes,
            Elements.rounded(dtype, scale));
    run(heads.count(), job, read, hidden);
  }

  /** The job has addresses alone: copies must not be collected before it is done. */
  private void run(long tasks, Job job, View[] read, @Nullable View mask) {
    try {
      threads.run(Math.toIntExact(tasks), job);
    } finally {
      Reference.reachabilityFence(read);
      Reference.reachabilityFence(mask);
    }
  }

  /** A mask with all of its last two axes. */
  private static View rows(View mask, long queries, long keys) {
    int leading = Math.max(0, mask.rank() - 2);
    long[] sizes = Arrays.copyOf(mask.shape().toArray(), leading + 2);
    sizes[leading] = queries;
    sizes[leading + 1] = keys;
    return mask.broadcastTo(Shape.of(sizes));
  }
}
