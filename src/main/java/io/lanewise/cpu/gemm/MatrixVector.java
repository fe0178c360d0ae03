package io.lanewise.cpu.gemm;

import io.lanewise.DType;
import io.lanewise.backend.BinaryOp;
import io.lanewise.cpu.Job;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.Fma;
import io.lanewise.kernel.Kernels;
import io.lanewise.kernel.SmallKernel;
import io.lanewise.memory.HostMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Products of a matrix and a vector, y = A x: bound by the speed of memory, so nothing is packed.
 *
 * <p>If the rows of A lie in one piece, each element of y is an inner product. If the columns do,
 * columns are added into partial sums, kept in scratch memory in the order of {@link
 * io.lanewise.kernel.ReduceKernel}: element p of the sum goes to partial sum {@code p mod W}. Both
 * forms, and so both layouts of A, give the same bits. An A of a small type is widened in the loop
 * that multiplies, or run by run as x is, with the bits of a wide copy. Sums longer than {@value
 * #RUN} are cut into runs, whose results are added pairwise in double.
 */
final class MatrixVector extends Job {
  private static final int RUN = 4096;

  /** Rows of one task, so that the W partial sums of each fit into the first two caches. [TP] */
  private static final int ROWS = 512;

  /** The same for a small type, so that the runs that are read are not shorter. [TP] */
  private static final int SMALL_ROWS = 2048;

  /** Columns of a small type that are widened at once. [TP] */
  private static final int TOGETHER = 4;

  // Slots of the workspace: memory, and arrays.
  private static final int X = 0;
  private static final int ROW = 1;
  private static final int SUMS = 2;
  private static final int RESULTS = 3;
  private static final int FACTORS = 4;
  private static final int ARRANGED = 3;

  private final Matrices matrices;
  private final Kernels kernels;
  private final DType dtype;
  private final double alpha;
  private final double beta;

  private MatrixVector(Matrices matrices, Kernels kernels, DType dtype, double alpha, double beta) {
    this.matrices = matrices;
    this.kernels = kernels;
    this.dtype = dtype;
    this.alpha = alpha;
    this.beta = beta;
  }

  /**
   * Computes the product; n of the geometry is 1.
   *
   * @param threads the engine's threads
   * @param workspace of the calling thread, for the case of one task
   * @param kernels inner products and sums
   * @param dtype F32 or F64
   * @param matrices geometry; not changed
   * @param alpha factor of the product
   * @param beta factor of what y holds, which is not read if that is 0
   */
  static void run(
      Threads threads,
      Workspace workspace,
      Kernels kernels,
      DType dtype,
      Matrices matrices,
      double alpha,
      double beta) {
    MatrixVector product = new MatrixVector(matrices, kernels, dtype, alpha, beta);
    long chunks = product.chunks();
    long tasks = Math.multiplyExact(matrices.batches, chunks);
    boolean small = matrices.batches * matrices.m * matrices.k < 1 << 17;
    if (tasks == 1 || small || threads.degree() == 1) {
      for (long task = 0; task < tasks; task++) {
        product.rows(task, chunks, workspace);
      }
    } else {
      threads.run(Math.toIntExact(tasks), product);
    }
  }

  private long chunks() {
    return (matrices.m + taskRows() - 1) / taskRows();
  }

  private int taskRows() {
    return matrices.aSmall == null ? ROWS : SMALL_ROWS;
  }

  @Override
  protected void task(int index, Workspace workspace) {
    rows(index, chunks(), workspace);
  }

  private void rows(long task, long chunks, Workspace workspace) {
    long batch = task / chunks;
    long first = task % chunks * taskRows();
    int rows = (int) Math.min(taskRows(), matrices.m - first);
    long a = matrices.aAt(batch) + first * matrices.aRow;
    long y = matrices.cAt(batch) + first * matrices.cRow;
    long x = matrices.bAt(batch);
    int runs = Math.toIntExact((matrices.k + RUN - 1) / RUN);
    double[] results = array(workspace, RESULTS, Math.multiplyExact(runs, rows));
    int width = matrices.aSmall == null ? dtype.bytes() : matrices.aSmall.bytes();
    boolean byColumns = matrices.aColumn != width && matrices.aRow == width;
    for (int run = 0; run < runs; run++) {
      long p = (long) run * RUN;
      int length = (int) Math.min(RUN, matrices.k - p);
      MemorySegment xBase = matrices.bBase;
      long xAt = x + p * matrices.bRow;
      if (matrices.bSmall != null || matrices.bRow != dtype.bytes()) {
        HostMemory vector =
            gather(workspace, X, matrices.bSmall, xBase, xAt, matrices.bRow, length);
        xBase = vector.base();
        xAt = vector.origin();
      }
      long from = a + p * matrices.aColumn;
      if (byColumns) {
        columns(workspace, from, xBase, xAt, length, rows, results, run * rows);
      } else {
        products(workspace, from, xBase, xAt, length, rows, results, run * rows);
      }
    }
    for (int i = 0; i < rows; i++) {
      double sum = runs == 1 ? results[i] : tree(results, i, rows, 0, runs);
      store(y + i * matrices.cRow, dtype == DType.F32 ? (float) sum : sum);
    }
  }

  /** Inner products of rows, each in one piece or gathered. */
  private void products(
      Workspace workspace,
      long a,
      MemorySegment x,
      long xAt,
      int length,
      int rows,
      double[] results,
      int to) {
    if (matrices.aSmall == null && matrices.aColumn == dtype.bytes()) {
      Arrays.fill(results, to, to + rows, 0);
      kernels.reduce().dots(rows, matrices.aBase, a, matrices.aRow, x, xAt, length, results, to);
      return;
    }
    DType small = matrices.aSmall;
    if (small != null
        && matrices.aColumn == small.bytes()
        && kernels.small().serves(small, x, xAt, length)) {
      HostMemory arranged = workspace.bytes(ARRANGED, (long) RUN * Float.BYTES);
      HostMemory scratch = workspace.bytes(ROW, SmallKernel.SCRATCH);
      kernels.small().arrange(small, x, xAt, length, arranged.base(), arranged.origin());
      kernels
          .small()
          .dots(
              small,
              rows,
              matrices.aBase,
              a,
              matrices.aRow,
              arranged.base(),
              arranged.origin(),
              length,
              results,
              to,
              scratch.base(),
              scratch.origin());
      return;
    }
    for (int i = 0; i < rows; i++) {
      long at = a + i * matrices.aRow;
      HostMemory row = gather(workspace, ROW, small, matrices.aBase, at, matrices.aColumn, length);
      results[to + i] = kernels.reduce().dot(row.base(), row.origin(), x, xAt, length);
    }
  }

  /** Sums of columns: those of a small type that have no whole group of rows are widened. */
  private void columns(
      Workspace workspace,
      long a,
      MemorySegment x,
      long xAt,
      int length,
      int rows,
      double[] results,
      int to) {
    DType small = matrices.aSmall;
    int fast = 0;
    if (small != null && kernels.small().serves(small, x, xAt, length)) {
      fast = rows / SmallKernel.GROUP * SmallKernel.GROUP;
      if (fast > 0) {
        columns(workspace, true, a, x, xAt, length, fast, results, to);
      }
    }
    if (fast < rows) {
      long rest = a + fast * matrices.aRow;
      columns(workspace, false, rest, x, xAt, length, rows - fast, results, to + fast);
    }
  }

  /** Partial sums of columns, in the order of the kernel's inner product. */
  private void columns(
      Workspace workspace,
      boolean fast,
      long a,
      MemorySegment x,
      long xAt,
      int length,
      int rows,
      double[] results,
      int to) {
    int partial = Math.min(128 / dtype.bytes(), Integer.highestOneBit(2 * length - 1));
    long rowBytes = (long) rows * dtype.bytes();
    HostMemory sums = workspace.bytes(SUMS, partial * rowBytes);
    sums.base().asSlice(sums.origin(), partial * rowBytes).fill((byte) 0);
    double[] factors = array(workspace, FACTORS, length / partial + 1);
    for (int j = 0; j < partial && j < length; j++) {
      int count = (length - j - 1) / partial + 1;
      for (int i = 0; i < count; i++) {
        factors[i] = get(x, xAt + (j + (long) i * partial) * dtype.bytes());
      }
      long step = partial * matrices.aColumn;
      long column = a + j * matrices.aColumn;
      long y = sums.origin() + j * rowBytes;
      if (fast) {
        DType small = Objects.requireNonNull(matrices.aSmall);
        kernels
            .small()
            .axpys(small, count, factors, 0, matrices.aBase, column, step, sums.base(), y, rows);
      } else if (matrices.aSmall == null) {
        kernels.map().axpys(count, factors, 0, matrices.aBase, column, step, sums.base(), y, rows);
      } else {
        widened(workspace, count, factors, column, step, sums.base(), y, rows);
      }
    }
    for (int half = partial / 2; half > 0; half /= 2) {
      // The partial sums of one half lie behind each other, and so do those of the other.
      long right = sums.origin() + half * rowBytes;
      kernels
          .map()
          .zip(
              BinaryOp.ADD,
              sums.base(),
              sums.origin(),
              sums.base(),
              right,
              sums.base(),
              sums.origin(),
              half * rows);
    }
    if (fast) {
      DType small = Objects.requireNonNull(matrices.aSmall);
      kernels.small().settle(small, sums.base(), sums.origin(), rows, results, to);
      return;
    }
    for (int i = 0; i < rows; i++) {
      results[to + i] = get(sums.base(), sums.origin() + (long) i * dtype.bytes());
    }
  }

  /** Adds multiples of columns of a small type, a few of which are widened at a time. */
  private void widened(
      Workspace workspace,
      int count,
      double[] factors,
      long at,
      long step,
      MemorySegment y,
      long yAt,
      int rows) {
    DType small = Objects.requireNonNull(matrices.aSmall);
    for (int i = 0; i < count; i += TOGETHER) {
      int some = Math.min(TOGETHER, count - i);
      HostMemory wide =
          Small.widened(
              workspace,
              ROW,
              kernels.small(),
              small,
              matrices.aBase,
              at + i * step,
              step,
              matrices.aRow,
              some,
              rows);
      long apart = (long) rows * Float.BYTES;
      kernels.map().axpys(some, factors, i, wide.base(), wide.origin(), apart, y, yAt, rows);
    }
  }

  private static double tree(double[] results, int i, int rows, int from, int to) {
    if (to - from <= 1) {
      return to == from ? 0 : results[from * rows + i];
    }
    int left = Integer.highestOneBit(to - from - 1);
    return tree(results, i, rows, from, from + left) + tree(results, i, rows, from + left, to);
  }

  private static double[] array(Workspace workspace, int slot, int length) {
    double[] kept = (double[]) workspace.kept(slot);
    if (kept == null || kept.length < length) {
      kept = new double[length];
      workspace.keep(slot, kept);
    }
    return kept;
  }

  private HostMemory gather(
      Workspace workspace,
      int slot,
      @Nullable DType small,
      MemorySegment base,
      long at,
      long step,
      int length) {
    if (small != null) {
      return Small.widened(workspace, slot, kernels.small(), small, base, at, 0, step, 1, length);
    }
    int bytes = dtype.bytes();
    HostMemory run = workspace.bytes(slot, (long) RUN * bytes);
    for (int p = 0; p < length; p++) {
      set(run.base(), run.origin() + (long) p * bytes, get(base, at + p * step));
    }
    return run;
  }

  private void store(long at, double sum) {
    if (beta == 0) {
      set(matrices.cBase, at, alpha * sum);
    } else {
      double old = beta * get(matrices.cBase, at);
      set(matrices.cBase, at, Fma.fma(alpha, sum, dtype == DType.F32 ? (float) old : old));
    }
  }

  private double get(MemorySegment base, long at) {
    return dtype == DType.F32
        ? base.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at)
        : base.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at);
  }

  private void set(MemorySegment base, long at, double value) {
    if (dtype == DType.F32) {
      base.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, (float) value);
    } else {
      base.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, at, value);
    }
  }
}
