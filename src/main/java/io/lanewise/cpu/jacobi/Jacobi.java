package io.lanewise.cpu.jacobi;

import io.lanewise.DType;
import io.lanewise.cpu.Driver;
import io.lanewise.cpu.Job;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.elementwise.Copy;
import io.lanewise.cpu.gemm.BlockPair;
import io.lanewise.cpu.gemm.SerialProduct;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.View;
import java.lang.foreign.Arena;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The primitives that Jacobi methods are written in, each a batch over disjoint pairs of blocks.
 *
 * <p>Pairs are independent, so they are dealt out to threads in ranges; the arithmetic on a pair
 * knows nothing of that. A step of a small problem is a few microseconds of work, less than it
 * takes to wake a thread: below {@link #GRAIN} one thread does it all.
 */
public final class Jacobi extends Driver {
  /** Elements read and written that are worth one task. [TP] */
  static final long GRAIN = 1 << 18;

  /** Order of the small matrices from which blocks are multiplied by tiles. [TP] */
  static final int BLOCKED = 16;

  /** Columns of the largest matrices that are decomposed one in a lane. [TP] */
  private static final int LARGEST = 32;

  /** Rows of the largest of them. [TP] */
  private static final int LONGEST = 256;

  private final Copy copy;
  private final SerialProduct product;
  private final BlockPair<?> blocks32;
  private final BlockPair<?> blocks64;

  /**
   * A driver.
   *
   * @param threads the engine's threads
   * @param f32 kernels for F32
   * @param f64 kernels for F64
   * @param copy for operands in layouts that no kernel takes
   */
  public Jacobi(Threads threads, Kernels f32, Kernels f64, Copy copy) {
    super(threads, f32, f64);
    this.copy = copy;
    this.product = new SerialProduct(f32, f64);
    this.blocks32 = new BlockPair<>(f32.gemm(), Float.BYTES);
    this.blocks64 = new BlockPair<>(f64.gemm(), Double.BYTES);
  }

  private BlockPair<?> blocks(DType dtype) {
    return dtype == DType.F32 ? blocks32 : blocks64;
  }

  /**
   * See {@link io.lanewise.backend.Backend#gram}.
   *
   * @param a rows
   * @param pairs pairs of blocks
   * @param grams results
   */
  public void gram(View a, View pairs, View grams) {
    if (runs(a)) {
      long k = grams.size(1);
      GramJob job = new GramJob(kernels(a.dtype()).reduce(), blocks(a.dtype()), a, pairs, grams);
      job.start(threads, pairs.size(0), k * (k + 1) * a.size(1));
    } else {
      packed(a, false, rows -> gram(rows, pairs, grams));
    }
  }

  /**
   * See {@link io.lanewise.backend.Backend#selectBlocks}.
   *
   * @param a square matrix
   * @param pairs pairs of blocks
   * @param blocks results
   */
  public void selectBlocks(View a, View pairs, View blocks) {
    new BlocksJob(a, pairs, blocks, false).start(threads, pairs.size(0), work(blocks));
  }

  /**
   * See {@link io.lanewise.backend.Backend#storeBlocks}.
   *
   * @param a square matrix, changed
   * @param pairs pairs of blocks
   * @param blocks sources
   */
  public void storeBlocks(View a, View pairs, View blocks) {
    new BlocksJob(a, pairs, blocks, true).start(threads, pairs.size(0), work(blocks));
  }

  /**
   * See {@link io.lanewise.backend.Backend#smallJacobi}.
   *
   * @param symmetric matrices, changed
   * @param tolerance relative to the diagonal
   * @param floor absolute
   * @param rotations results
   * @param measure raised
   */
  public void smallJacobi(
      View symmetric, double tolerance, double floor, View rotations, View measure) {
    // a rotation takes some 50 ns, as long as reading and writing 300 elements
    long work = 300 + 20 * symmetric.size(1) * work(symmetric);
    if (!runs(symmetric)) {
      packed(symmetric, true, s -> smallJacobi(s, tolerance, floor, rotations, measure));
    } else if (!runs(rotations)) {
      packed(rotations, true, q -> smallJacobi(symmetric, tolerance, floor, q, measure));
    } else {
      Batch job =
          symmetric.dtype() == DType.F32
              ? new SmallJacobiJobF32(
                  kernels(DType.F32), symmetric, tolerance, floor, rotations, measure)
              : new SmallJacobiJobF64(
                  kernels(DType.F64), symmetric, tolerance, floor, rotations, measure);
      job.start(threads, symmetric.size(0), work);
    }
  }

  /**
   * See {@link io.lanewise.backend.Backend#rotateRows}.
   *
   * @param a rows, changed
   * @param pairs pairs of blocks
   * @param rotations orthogonal matrices
   */
  public void rotateRows(View a, View pairs, View rotations) {
    Kernels kernels = kernels(a.dtype());
    long k = rotations.size(1);
    if (runs(a)) {
      new RotateRowsJob(kernels, blocks(a.dtype()), a, pairs, rotations)
          .start(threads, pairs.size(0), 2 * k * k * a.size(1));
    } else if (k == 2 && runs(a.swapAxes(0, 1))) {
      new RotateColumnsJob(kernels.rotate(), a, pairs, rotations)
          .start(threads, a.size(1), 4 * pairs.size(0));
    } else if (k >= BLOCKED && runs(a.swapAxes(0, 1))) {
      new MultiplyColumnsJob(product, a, pairs, rotations)
          .start(threads, pairs.size(0), 2 * k * k * a.size(1));
    } else {
      packed(a, true, rows -> rotateRows(rows, pairs, rotations));
    }
  }

  /**
   * See {@link io.lanewise.backend.Backend#manySvds}.
   *
   * @param a matrices
   * @param tolerance cosine
   * @param maxSweeps cap
   * @param s singular values
   * @param u left vectors, or null
   * @param vt right vectors, or null
   * @param sweeps results
   * @return whether matrices of that size are taken
   */
  public boolean manySvds(
      View a,
      double tolerance,
      int maxSweeps,
      View s,
      @Nullable View u,
      @Nullable View vt,
      View sweeps) {
    boolean wide = a.size(1) < a.size(2);
    View tall = wide ? a.swapAxes(1, 2) : a;
    long m = tall.size(1);
    long n = tall.size(2);
    if (n < 1 || n > LARGEST || m > LONGEST) {
      return false;
    }
    View v = vt == null ? null : vt.swapAxes(1, 2);
    View left = wide ? v : u;
    View right = wide ? u : v;
    owned(
        tall,
        matrices -> {
          Kernels kernels = kernels(a.dtype());
          Batch job =
              a.dtype() == DType.F32
                  ? new ManySvdJobF32(
                      kernels,
                      new ManySvdF32.Problem(matrices, s, left, right, !wide, tolerance, maxSweeps),
                      sweeps)
                  : new ManySvdJobF64(
                      kernels,
                      new ManySvdF64.Problem(matrices, s, left, right, !wide, tolerance, maxSweeps),
                      sweeps);
          int lanes = kernels.interleaved().lanes();
          job.start(threads, Math.ceilDiv(a.size(0), lanes), lanes * (m + 8 * n) * n * n);
        });
    return true;
  }

  /**
   * See {@link io.lanewise.backend.Backend#manyEigen}.
   *
   * @param a symmetric matrices
   * @param tolerance in which elements count
   * @param maxSweeps cap
   * @param values eigenvalues
   * @param vectors eigenvectors, or null
   * @param sweeps results
   * @return whether matrices of that size are taken
   */
  public boolean manyEigen(
      View a, double tolerance, int maxSweeps, View values, @Nullable View vectors, View sweeps) {
    long n = a.size(1);
    if (n < 1 || n > LARGEST) {
      return false;
    }
    owned(
        a,
        matrices -> {
          Kernels kernels = kernels(a.dtype());
          Batch job =
              a.dtype() == DType.F32
                  ? new ManyEigenJobF32(
                      kernels,
                      new ManyEigenF32.Problem(matrices, values, vectors, tolerance, maxSweeps),
                      sweeps)
                  : new ManyEigenJobF64(
                      kernels,
                      new ManyEigenF64.Problem(matrices, values, vectors, tolerance, maxSweeps),
                      sweeps);
          int lanes = kernels.interleaved().lanes();
          job.start(threads, Math.ceilDiv(a.size(0), lanes), 8L * lanes * n * n * n);
        });
    return true;
  }

  /** A caller's memory is copied first. */
  private void owned(View a, Consumer<View> operation) {
    if (a.storage().host().foreign()) {
      packed(a, false, operation);
    } else {
      operation.accept(a);
    }
  }

  private static long work(View blocks) {
    return 2 * blocks.size(1) * blocks.size(2);
  }

  /** Whether what lies along the last axis is a run of memory of ours. */
  private static boolean runs(View a) {
    int last = a.rank() - 1;
    return (a.size(last) <= 1 || a.stride(last) == 1) && !a.storage().host().foreign();
  }

  /** Works on a row-major copy. */
  private void packed(View a, boolean changed, Consumer<View> operation) {
    try (Arena arena = Arena.ofShared()) {
      long bytes = a.elements() * a.dtype().bytes();
      View rows =
          View.contiguous(
              NativeMemory.system().allocate(arena, bytes, false), a.dtype(), a.shape());
      copy.copy(a, rows);
      operation.accept(rows);
      if (changed) {
        copy.copy(rows, a);
      }
    }
  }

  /** A batch whose items are dealt out to tasks in ranges of equal length. */
  abstract static class Batch extends Job {
    private long items;
    private int tasks;

    final void start(Threads threads, long count, long workPerItem) {
      items = count;
      long worth = Math.max(1, count * Math.max(1, workPerItem) / GRAIN);
      tasks = (int) Math.min(Math.min(count, worth), 4L * threads.degree());
      threads.run(tasks, this);
    }

    @Override
    protected final void task(int index, Workspace workspace) {
      range(items * index / tasks, items * (index + 1) / tasks, workspace);
    }

    abstract void range(long from, long to, Workspace workspace);
  }

  /** Copies blocks out of, or back into, a square matrix. */
  private static final class BlocksJob extends Batch {
    private final View a;
    private final View pairs;
    private final View blocks;
    private final boolean store;

    BlocksJob(View a, View pairs, View blocks, boolean store) {
      this.a = a;
      this.pairs = pairs;
      this.blocks = blocks;
      this.store = store;
    }

    @Override
    void range(long from, long to, Workspace workspace) {
      HostMemory matrix = a.storage().host();
      HostMemory numbers = pairs.storage().host();
      HostMemory small = blocks.storage().host();
      DType dtype = a.dtype();
      long[] steps = a.strides();
      long[] blockSteps = blocks.strides();
      int order = (int) blocks.size(1);
      int size = order / 2;
      for (long pair = from; pair < to; pair++) {
        int first = Elements.block(pairs, numbers, pair, 0);
        int second = Elements.block(pairs, numbers, pair, 1);
        for (int r = 0; r < order; r++) {
          long at = a.offset() + Elements.row(first, second, size, r) * steps[0];
          long blockAt = blocks.offset() + pair * blockSteps[0] + r * blockSteps[1];
          for (int c = 0; c < order; c++) {
            long element = at + Elements.row(first, second, size, c) * steps[1];
            long blockElement = blockAt + c * blockSteps[2];
            if (store) {
              Elements.set(matrix, dtype, element, Elements.get(small, dtype, blockElement));
            } else {
              Elements.set(small, dtype, blockElement, Elements.get(matrix, dtype, element));
            }
          }
        }
      }
    }
  }
}
