package io.lanewise.cpu.reduce;

import io.lanewise.DType;
import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.Reduction;
import io.lanewise.cpu.Job;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.elementwise.Convert;
import io.lanewise.cpu.elementwise.Nest;
import io.lanewise.cpu.elementwise.StridedCopy;
import io.lanewise.kernel.Kernels;
import io.lanewise.kernel.MapKernel;
import io.lanewise.kernel.SmallKernel;
import io.lanewise.memory.HostMemory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Reduction of rows whose elements lie far apart while the rows lie side by side, such as the sum
 * over axis 0 of a row-major matrix: many rows at once, one vector of memory after the other.
 * Adding with a factor of 1 is exact, and takes four of them at a time.
 *
 * <p>For each row the same additions happen in the same order as in {@link
 * io.lanewise.kernel.ReduceKernel} and {@link Tree}: element i of a block goes to partial sum
 * {@code i mod W}, then the partial sums are added pairwise, then the blocks. A partial sum that
 * got no element would be +0, and adding that changes nothing, since no partial sum is -0; so it is
 * left out.
 */
final class Columns extends Job {
  private static final int PARTIALS = 6; // slots of the workspace
  private static final int RESULT = 7;
  private static final int WIDTH = 1024; // [TP] rows that are reduced at once
  private static final long FEWEST = 16; // [TP] rows side by side from which this pays
  private static final double[] ONES = ones(Total.BLOCK);
  private static final long GROUP = 16; // [TP] blocks of a task

  /** Of each thread. */
  private static final class Scratch {
    final StridedCopy copier = new StridedCopy();
    final long[] offsets = new long[4];
    final long[] counts = new long[1];
    final long[] from = new long[1];
    final long[] to = new long[1];
    long[] box = new long[8];
  }

  private final BinaryOp op;
  private final Nest nest;
  private final DType dtype;
  private final MapKernel kernel;
  private final MapKernel doubles;
  private final SmallKernel small;
  private HostMemory results = NONE;
  private long perTask;
  private static final HostMemory NONE = new HostMemory(MemorySegment.NULL, 0, false, null);

  /** A job. */
  Columns(Reduction reduction, Nest nest, DType dtype, Kernels own, Kernels f64) {
    this.op = operation(reduction);
    this.nest = nest;
    this.dtype = dtype;
    this.kernel = own.map();
    this.doubles = f64.map();
    this.small = own.small();
  }

  private static double[] ones(long count) {
    double[] ones = new double[Math.toIntExact(count)];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static BinaryOp operation(Reduction reduction) {
    return switch (reduction) {
      case SUM -> BinaryOp.ADD;
      case MAX -> BinaryOp.MAX;
      case MIN -> BinaryOp.MIN;
      case NORM, ARGMAX, ARGMIN -> throw new AssertionError(reduction);
    };
  }

  /** Whether this way fits; if so, puts the axis along which the rows lie side by side last. */
  static boolean apply(Reduction reduction, Nest nest) {
    boolean possible =
        reduction == Reduction.SUM || reduction == Reduction.MAX || reduction == Reduction.MIN;
    if (!possible
        || nest.rowLength() == 0
        || nest.memory(1).foreign()
        || nest.rowStep(1) == nest.width(1)) {
      return false;
    }
    for (int axis = 0; axis < nest.rank(); axis++) {
      if (nest.steps(1)[axis] == nest.width(1) && nest.size(axis) >= FEWEST) {
        nest.moveLast(axis);
        return true;
      }
    }
    return false;
  }

  /** Reduces. */
  void run(Threads threads, Workspace workspace) {
    nest.cut(WIDTH, 1);
    long n = nest.rowLength();
    long rows = nest.elements();
    long blocks = (n - 1) / Total.BLOCK + 1;
    boolean parallel = rows * n >= Panels.PARALLEL && threads.degree() > 1 && !nest.confined();
    if (blocks == 1) {
      perTask = parallel ? Math.max(1, (1 << 16) / (WIDTH * n)) : nest.boxes();
      threads.run(Math.toIntExact((nest.boxes() - 1) / perTask + 1), this);
      return;
    }
    results = workspace.bytes(Total.RESULTS, blocks * rows * Double.BYTES);
    perTask = parallel ? GROUP : blocks;
    threads.run(Math.toIntExact(nest.boxes() * ((blocks - 1) / perTask + 1)), this);
    tree(blocks, rows);
    finish(workspace);
  }

  @Override
  protected void task(int index, Workspace workspace) {
    Scratch scratch = workspace.object(Scratch.class, Scratch::new);
    if (scratch.box.length < nest.rank()) {
      scratch.box = new long[nest.rank()];
    }
    long n = nest.rowLength();
    if (results == NONE) {
      long end = Math.min(nest.boxes(), (index + 1) * perTask);
      for (long box = index * perTask; box < end; box++) {
        nest.locate(box, scratch.box, scratch.offsets);
        int columns = (int) scratch.box[nest.rank() - 1];
        HostMemory partial = block(scratch.offsets[1], (int) n, columns, workspace);
        store(partial, partial.origin(), scratch.offsets[0], columns, scratch);
      }
      return;
    }
    long box = index % nest.boxes();
    nest.locate(box, scratch.box, scratch.offsets);
    int columns = (int) scratch.box[nest.rank() - 1];
    long last = nest.size(nest.rank() - 1);
    long pieces = (last - 1) / nest.extent(nest.rank() - 1) + 1;
    long start = box / pieces * last + box % pieces * nest.extent(nest.rank() - 1);
    long end = Math.min((n - 1) / Total.BLOCK + 1, (index / nest.boxes() + 1) * perTask);
    for (long b = index / nest.boxes() * perTask; b < end; b++) {
      int count = (int) Math.min(Total.BLOCK, n - b * Total.BLOCK);
      long from = scratch.offsets[1] + b * Total.BLOCK * nest.rowStep(1);
      HostMemory partial = block(from, count, columns, workspace);
      long to = results.origin() + (b * nest.elements() + start) * Double.BYTES;
      Convert.run(
          small,
          dtype,
          partial.base(),
          partial.origin(),
          DType.F64,
          results.base(),
          to,
          columns,
          workspace,
          RESULT);
    }
  }

  /** Reduces one block of each of some rows; the results are the first row of what is returned. */
  private HostMemory block(long from, int count, int columns, Workspace workspace) {
    int width = dtype.bytes();
    long step = nest.rowStep(1);
    long pitch = (long) columns * width + 64;
    int lanes = op == BinaryOp.ADD ? 128 / width : 1;
    int used = Math.min(lanes, count);
    HostMemory partials = workspace.bytes(PARTIALS, lanes * pitch);
    MemorySegment s = partials.base();
    long sAt = partials.origin();
    MemorySegment x = nest.memory(1).base();
    if (op == BinaryOp.ADD) {
      // Partial sum after partial sum, for each reads its rows once and stays in the cache.
      for (int i = 0; i < used; i++) {
        long partial = sAt + i * pitch;
        s.asSlice(partial, (long) columns * width).fill((byte) 0);
        int own = (count - i - 1) / lanes + 1;
        kernel.axpys(own, ONES, 0, x, from + i * step, lanes * step, s, partial, columns);
      }
    } else {
      kernel.zip(op, x, from, x, from, s, sAt, columns);
      kernel.extremes(op, count - 1, x, from + step, step, s, sAt, columns);
    }
    for (int half = lanes / 2; half > 0; half /= 2) {
      for (int j = 0; j + half < used; j++) {
        long to = sAt + j * pitch;
        kernel.zip(op, s, to, s, to + half * pitch, s, to, columns);
      }
      used = Math.min(used, half);
    }
    return partials;
  }

  /** Combines the blocks' results, in place, as {@link Tree} does. */
  private void tree(long blocks, long rows) {
    long pitch = rows * Double.BYTES;
    MemorySegment base = results.base();
    long origin = results.origin();
    for (long left = blocks; left > 1; left = (left + 1) / 2) {
      for (long i = 0; i < left / 2; i++) {
        long a = origin + 2 * i * pitch;
        combine(base, a, a + pitch, origin + i * pitch, rows);
      }
      if (left % 2 == 1) {
        MemorySegment.copy(
            base, origin + (left - 1) * pitch, base, origin + left / 2 * pitch, pitch);
      }
    }
  }

  private void combine(MemorySegment base, long a, long b, long y, long rows) {
    for (long i = 0; i < rows; i += 1 << 20) {
      long at = i * Double.BYTES;
      int count = (int) Math.min(1 << 20, rows - i);
      doubles.zip(op, base, a + at, base, b + at, base, y + at, count);
    }
  }

  /** Rounds the results to the type, and brings them to the target. */
  private void finish(Workspace workspace) {
    Scratch scratch = workspace.object(Scratch.class, Scratch::new);
    if (scratch.box.length < nest.rank()) {
      scratch.box = new long[nest.rank()];
    }
    HostMemory rounded = workspace.bytes(RESULT, (long) WIDTH * Double.BYTES);
    long start = 0;
    for (long box = 0; box < nest.boxes(); box++) {
      nest.locate(box, scratch.box, scratch.offsets);
      int columns = (int) scratch.box[nest.rank() - 1];
      Convert.run(
          small,
          DType.F64,
          results.base(),
          results.origin() + start * Double.BYTES,
          dtype,
          rounded.base(),
          rounded.origin(),
          columns,
          workspace,
          PARTIALS);
      store(rounded, rounded.origin(), scratch.offsets[0], columns, scratch);
      start += columns;
    }
  }

  private void store(HostMemory from, long at, long target, int columns, Scratch scratch) {
    scratch.counts[0] = columns;
    scratch.from[0] = dtype.bytes();
    scratch.to[0] = nest.steps(0)[nest.rank() - 1];
    scratch.copier.copy(
        dtype.bytes(),
        from,
        at,
        scratch.from,
        nest.memory(0),
        target,
        scratch.to,
        scratch.counts,
        1);
  }
}
