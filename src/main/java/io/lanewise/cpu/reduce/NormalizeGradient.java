package io.lanewise.cpu.reduce;

import io.lanewise.DType;
import io.lanewise.backend.BinaryOp;
import io.lanewise.cpu.Driver;
import io.lanewise.cpu.Job;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.elementwise.Copy;
import io.lanewise.cpu.elementwise.Elements;
import io.lanewise.cpu.elementwise.OwnMemory;
import io.lanewise.kernel.Kernels;
import io.lanewise.kernel.MapKernel;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.TemporaryStorage;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of {@link Normalize}. With c the row less its mean (or the row itself), {@code r =
 * 1 / sqrt(mean(c^2) + epsilon)}, g the gradient of the result and {@code h = weight g}:
 *
 * <pre>
 * by x       r (h - mean(h) - c r^2 mean(h c))      RMS norm without the second term
 * by weight  sum over rows of g c r
 * by bias    sum over rows of g
 * </pre>
 *
 * <p>Mean and r are computed again, in cache, instead of kept. Rows are dealt out in groups of one
 * size, whose sums are added in their order: the same bits whatever the threads.
 */
public final class NormalizeGradient extends Driver {
  /** Rows of a group. [TP] */
  private static final int GROUP = 64;

  private static final int CENTRED = 0;
  private static final int PRODUCT = 1;

  private final NativeMemory memory;
  private final OwnMemory own;

  /**
   * A driver.
   *
   * @param threads the engine's threads
   * @param f32 kernels for F32
   * @param f64 kernels for F64
   * @param copy for operands in memory of the caller's
   * @param memory where their copies are, and the sums of groups
   */
  public NormalizeGradient(
      Threads threads, Kernels f32, Kernels f64, Copy copy, NativeMemory memory) {
    super(threads, f32, f64);
    this.memory = memory;
    this.own = new OwnMemory(copy, memory);
  }

  /**
   * See {@link io.lanewise.backend.Backend#normalizeGradient}.
   *
   * @param x rows along the last axis
   * @param centred whether the mean was taken out
   * @param epsilon added to the mean square
   * @param weight factors
   * @param gradient of the result
   * @param byX gradient by x
   * @param byWeight gradient by the factors
   * @param byBias gradient by what was added, or null
   */
  public void gradient(
      View x,
      boolean centred,
      double epsilon,
      View weight,
      View gradient,
      View byX,
      View byWeight,
      @Nullable View byBias) {
    DType dtype = x.dtype();
    int n = Math.toIntExact(x.size(-1));
    long rows = n == 0 ? 0 : x.elements() / n;
    int groups = Math.toIntExact((rows + GROUP - 1) / GROUP);
    long bytes = dtype.bytes();
    View[] read = {own.of(x), own.of(weight), own.of(gradient)};
    try (TemporaryStorage sums = memory.temporary(groups * 2L * n * bytes)) {
      Run all = new Run(sums.host().base(), sums.host().origin());
      all.base.asSlice(all.at, groups * 2L * n * bytes).fill((byte) 0);
      GroupJob job =
          new GroupJob(
              dtype,
              kernels(dtype),
              centred,
              epsilon,
              n,
              rows,
              Run.of(read[0]),
              Run.of(read[1]),
              Run.of(read[2]),
              Run.of(byX),
              all);
      try {
        threads.run(groups, job);
      } finally {
        Reference.reachabilityFence(read); // the job has addresses alone
      }
      add(dtype, all, groups, n, 0, byWeight);
      if (byBias != null) {
        add(dtype, all, groups, n, 1, byBias);
      }
    }
  }

  /** The sums of groups, in their order. */
  private void add(DType dtype, Run sums, int groups, int n, int which, View target) {
    long bytes = (long) n * dtype.bytes();
    Run to = Run.of(target);
    to.base.asSlice(to.at, bytes).fill((byte) 0);
    for (long group = 0; group < groups; group++) {
      long from = sums.at + (2 * group + which) * bytes;
      kernels(dtype).map().zip(BinaryOp.ADD, to.base, to.at, sums.base, from, to.base, to.at, n);
    }
  }

  /** Consecutive elements. */
  private record Run(MemorySegment base, long at) {
    static Run of(View view) {
      HostMemory host = view.storage().host();
      return new Run(host.base(), host.origin() + view.offset() * view.dtype().bytes());
    }
  }

  private static final class GroupJob extends Job {
    private final DType dtype;
    private final int bytes;
    private final Kernels kernels;
    private final boolean centred;
    private final double epsilon;
    private final int n;
    private final long rows;
    private final Run x;
    private final Run weight;
    private final Run gradient;
    private final Run byX;
    private final Run sums;

    GroupJob(
        DType dtype,
        Kernels kernels,
        boolean centred,
        double epsilon,
        int n,
        long rows,
        Run x,
        Run weight,
        Run gradient,
        Run byX,
        Run sums) {
      this.dtype = dtype;
      this.bytes = dtype.bytes();
      this.kernels = kernels;
      this.centred = centred;
      this.epsilon = epsilon;
      this.n = n;
      this.rows = rows;
      this.x = x;
      this.weight = weight;
      this.gradient = gradient;
      this.byX = byX;
      this.sums = sums;
    }

    @Override
    protected void task(int index, Workspace workspace) {
      long rowBytes = (long) n * bytes;
      HostMemory centredRow = workspace.bytes(CENTRED, rowBytes);
      HostMemory product = workspace.bytes(PRODUCT, rowBytes);
      Run c = new Run(centredRow.base(), centredRow.origin());
      Run p = new Run(product.base(), product.origin());
      Tree tree = workspace.object(Tree.class, Tree::new);
      long byWeight = sums.at + 2L * index * rowBytes;
      long end = Math.min(rows, (index + 1L) * GROUP);
      for (long i = (long) index * GROUP; i < end; i++) {
        row(i * rowBytes, c, p, byWeight, byWeight + rowBytes, tree);
      }
    }

    private void row(long from, Run c, Run p, long byWeight, long byBias, Tree tree) {
      MapKernel map = kernels.map();
      MemorySegment g = gradient.base;
      long gAt = gradient.at + from;
      MemorySegment h = byX.base;
      long hAt = byX.at + from;
      long xAt = x.at + from;
      double mean =
          centred ? Elements.rounded(dtype, sum(tree, Kind.SUM, x.base, xAt, x.base, xAt) / n) : 0;
      map.zipRight(BinaryOp.SUB, x.base, xAt, mean, c.base, c.at, n);
      double square = sum(tree, Kind.SQUARES, c.base, c.at, c.base, c.at) / n;
      double factor = Elements.rounded(dtype, 1 / Math.sqrt(square + epsilon));
      map.zip(BinaryOp.MUL, g, gAt, c.base, c.at, p.base, p.at, n);
      map.axpy(factor, p.base, p.at, sums.base, byWeight, n);
      map.zip(BinaryOp.ADD, sums.base, byBias, g, gAt, sums.base, byBias, n);
      map.zip(BinaryOp.MUL, g, gAt, weight.base, weight.at, h, hAt, n);
      double along = sum(tree, Kind.DOT, h, hAt, c.base, c.at) / n;
      if (centred) {
        double own = Elements.rounded(dtype, sum(tree, Kind.SUM, h, hAt, h, hAt) / n);
        map.zipRight(BinaryOp.SUB, h, hAt, own, h, hAt, n);
      }
      map.axpy(Elements.rounded(dtype, -along * factor * factor), c.base, c.at, h, hAt, n);
      map.zipRight(BinaryOp.MUL, h, hAt, factor, h, hAt, n);
    }

    private double sum(Tree tree, Kind kind, MemorySegment a, long aAt, MemorySegment b, long bAt) {
      tree.begin(Kind.SUM);
      for (int i = 0; i < n; i += Total.BLOCK) {
        long off = (long) i * bytes;
        int some = Math.min(Total.BLOCK, n - i);
        tree.add(kind.block(kernels.reduce(), a, aAt + off, b, bAt + off, some, 1));
      }
      return tree.result();
    }
  }
}
