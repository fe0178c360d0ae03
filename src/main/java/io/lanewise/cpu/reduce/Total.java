package io.lanewise.cpu.reduce;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;

import io.lanewise.DType;
import io.lanewise.backend.Reduction;
import io.lanewise.cpu.Job;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.elementwise.Elements;
import io.lanewise.cpu.elementwise.Nest;
import io.lanewise.kernel.ReduceKernel;
import io.lanewise.memory.HostMemory;
import java.lang.foreign.MemorySegment;

/** Reduction of all elements of a nest, in logical order, to one number. */
final class Total {
  /** Elements of a block: what one call of a kernel reduces. */
  static final int BLOCK = 4096;

  /** Slot of the block results, in the caller's workspace; below it are those of {@link Ranges}. */
  static final int RESULTS = 4;

  private static final int GROUP =
      16; // [TP] blocks fetched at once, so that transposed sources come by whole lines
  private static final long PARALLEL = 1 << 17; // [TP] elements from which threads pay

  private Total() {}

  /** Any reduction. */
  static double reduce(
      Reduction reduction,
      Nest nest,
      DType dtype,
      ReduceKernel kernel,
      Threads threads,
      Workspace workspace) {
    return switch (reduction) {
      case SUM -> blocks(Kind.SUM, nest, 1, kernel, threads, workspace);
      case MAX -> blocks(Kind.MAX, nest, 1, kernel, threads, workspace);
      case MIN -> blocks(Kind.MIN, nest, 1, kernel, threads, workspace);
      case NORM -> norm(nest, dtype, kernel, threads, workspace);
      case ARGMAX -> index(Kind.MAX, nest, dtype, kernel, threads, workspace);
      case ARGMIN -> index(Kind.MIN, nest, dtype, kernel, threads, workspace);
    };
  }

  private static double norm(
      Nest nest, DType dtype, ReduceKernel kernel, Threads threads, Workspace workspace) {
    long n = nest.elements();
    double sum = blocks(Kind.SQUARES, nest, 1, kernel, threads, workspace);
    if (n == 0 || Norm.good(sum, n, dtype)) {
      return Math.sqrt(sum);
    }
    double largest = blocks(Kind.MAX_ABS, nest, 1, kernel, threads, workspace);
    if (largest == 0 || largest == Double.POSITIVE_INFINITY) {
      return largest;
    }
    double scale = Norm.scale(largest, dtype);
    return Math.sqrt(blocks(Kind.SQUARES, nest, scale, kernel, threads, workspace)) / scale;
  }

  /**
   * Index of the first extreme element: the first block that has it, then a search in the block.
   */
  private static double index(
      Kind kind,
      Nest nest,
      DType dtype,
      ReduceKernel kernel,
      Threads threads,
      Workspace workspace) {
    double extreme = blocks(kind, nest, 1, kernel, threads, workspace);
    long n = nest.elements();
    HostMemory results = workspace.bytes(RESULTS, 0);
    int blocks = (int) ((n - 1) / BLOCK + 1);
    long first = (long) find(DType.F64, results.base(), results.origin(), blocks, extreme) * BLOCK;
    int count = (int) Math.min(BLOCK, n - first);
    Ranges ranges = workspace.object(Ranges.class, Ranges::new);
    ranges.fetch(nest, 0, first, count, workspace);
    int found = find(dtype, ranges.base(0), ranges.at(0), count, extreme);
    ranges.clear();
    return first + found;
  }

  /**
   * The first element equal to a value, or the first NaN if that is the value; -1 if there is none.
   */
  static int find(DType dtype, MemorySegment x, long at, int n, double value) {
    for (int i = 0; i < n; i++) {
      double element = Elements.get(dtype, x, at + (long) i * dtype.bytes());
      if (element == value || (Double.isNaN(element) && Double.isNaN(value))) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The results of all blocks, combined; 0 of nothing. Leaves those of the blocks in {@link
   * #RESULTS}.
   */
  static double blocks(
      Kind kind,
      Nest nest,
      double scale,
      ReduceKernel kernel,
      Threads threads,
      Workspace workspace) {
    long n = nest.elements();
    if (n == 0) {
      return 0;
    }
    long count = (n - 1) / BLOCK + 1;
    HostMemory results = workspace.bytes(RESULTS, count * Double.BYTES);
    if (n >= PARALLEL && threads.degree() > 1 && !nest.confined()) {
      int tasks = Math.toIntExact((count - 1) / GROUP + 1);
      threads.run(tasks, new BlocksJob(kind, nest, scale, kernel, results, GROUP));
    } else {
      new BlocksJob(kind, nest, scale, kernel, results, count).task(0, workspace);
    }
    Tree tree = workspace.object(Tree.class, Tree::new).begin(kind);
    for (long i = 0; i < count; i++) {
      tree.add(results.base().get(JAVA_DOUBLE_UNALIGNED, results.origin() + i * Double.BYTES));
    }
    return tree.result();
  }

  private static final class BlocksJob extends Job {
    private final Kind kind;
    private final Nest nest;
    private final double scale;
    private final ReduceKernel kernel;
    private final HostMemory results;
    private final long perTask;

    BlocksJob(
        Kind kind, Nest nest, double scale, ReduceKernel kernel, HostMemory results, long perTask) {
      this.kind = kind;
      this.nest = nest;
      this.scale = scale;
      this.kernel = kernel;
      this.results = results;
      this.perTask = perTask;
    }

    @Override
    protected void task(int index, Workspace workspace) {
      Ranges ranges = workspace.object(Ranges.class, Ranges::new);
      long n = nest.elements();
      long end = Math.min(n, (index + 1) * perTask * BLOCK);
      for (long first = index * perTask * BLOCK; first < end; first += (long) GROUP * BLOCK) {
        long count = Math.min((long) GROUP * BLOCK, end - first);
        group(first, count, ranges, workspace);
      }
      ranges.clear();
    }

    private void group(long first, long count, Ranges ranges, Workspace workspace) {
      int second = kind == Kind.DOT ? 1 : 0;
      for (int k = 0; k <= second; k++) {
        ranges.fetch(nest, k, first, count, workspace);
      }
      for (long i = 0; i < count; i += BLOCK) {
        double value =
            kind.block(
                kernel,
                ranges.base(0),
                ranges.at(0) + i * nest.width(0),
                ranges.base(second),
                ranges.at(second) + i * nest.width(second),
                (int) Math.min(BLOCK, count - i),
                scale);
        results
            .base()
            .set(
                JAVA_DOUBLE_UNALIGNED,
                results.origin() + (first + i) / BLOCK * Double.BYTES,
                value);
      }
    }
  }
}
