package io.lanewise.cpu.jacobi;

import io.lanewise.kernel.InterleavedKernel;
import io.lanewise.memory.View;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Singular value decompositions of a group of small f32 matrices, one in each lane of a vector.
 *
 * <p>The method is that of single matrices [1]: rows sorted by size, QR with column pivoting, LQ,
 * one-sided Jacobi on the columns of L, right vectors from {@code L V = X}, and all multiplied
 * back. Rows are sorted and columns exchanged lane by lane; everything else is done to all lanes at
 * once. A lane that is done keeps what it has, whatever the others still need. Where V is not
 * orthogonal, or a column vanishes, rotations are accumulated in a second run.
 *
 * <p>Cost for n by n: {@code 8/3 n^3} flops for both factorisations, {@code 4 n^3} a sweep, 4 to 7
 * sweeps, {@code 6 n^3} for vectors; memory for five groups, which for n = 32 is half of a
 * second-level cache at most.
 *
 * <p>[1] Z. Drmac and K. Veselic, New fast and accurate Jacobi SVD algorithm I, SIAM J. Matrix
 * Anal. Appl. 29, 2008.
 */
final class ManySvdF32 {
  /** As high as the squares of norms allow. */
  private static final int UP = (Float.MAX_EXPONENT - 39) / 2;

  /** Rows whose largest elements differ by less than this factor need no sorting. */
  private static final float SIMILAR = 8;

  /** Largest {@code |V'V - I| / (n eps)} with which V is taken. */
  private static final double ORTHOGONAL = 8;

  private static final int[] NONE = {};

  private final InterleavedKernel<float[]> kernel;
  private final int lanes;
  private final int m;
  private final int n;

  /** Columns of A; then R and the reflections of its QR. */
  private final float[] a;

  /** Columns of R'; then its triangle and the reflections. */
  private final float[] y;

  private final float[] l;

  /** Columns that are rotated; those of the accumulated rotations follow each. */
  private final float[] x;

  private final float[] u;
  private final float[] v;
  private final float[] factorsA;
  private final float[] factorsY;
  private final float[] heads;
  private final float[] squares;
  private final float[] signs;
  private final float[] sizes;
  private final float[] scales;
  private final float[] active;
  private final float[] unfinished;
  private final float[] defect;
  private final float[] angles;
  private final int[] columnOrder;
  private final int[] rowOrder;
  private final int[] order;
  private final int[][] rounds;
  private final int[] exponents;
  private final int[] sweeps;

  /**
   * Scratch memory.
   *
   * @param kernel inner loops
   * @param m rows, at least n
   * @param n columns
   */
  ManySvdF32(InterleavedKernel<float[]> kernel, int m, int n) {
    this.kernel = kernel;
    this.lanes = kernel.lanes();
    this.m = m;
    this.n = n;
    this.a = new float[m * n * lanes];
    this.y = new float[n * n * lanes];
    this.l = new float[n * n * lanes];
    this.x = new float[2 * n * n * lanes];
    this.u = new float[m * n * lanes];
    this.v = new float[n * n * lanes];
    this.factorsA = new float[n * lanes];
    this.factorsY = new float[n * lanes];
    this.heads = new float[n * lanes];
    this.squares = new float[n * lanes];
    this.signs = new float[n * lanes];
    this.sizes = new float[m * lanes];
    this.scales = new float[2 * lanes];
    this.active = new float[lanes];
    this.unfinished = new float[lanes];
    this.defect = new float[lanes];
    this.columnOrder = new int[n * lanes];
    this.rowOrder = new int[m * lanes];
    this.order = new int[n];
    this.rounds = BlockOrder.rounds(n);
    this.angles = new float[40 * lanes];
    this.exponents = new int[lanes];
    this.sweeps = new int[lanes];
  }

  boolean fits(int rows, int columns) {
    return m == rows && n == columns;
  }

  /**
   * What a group is decomposed into. Of a wide matrix the operands are those of its transpose.
   *
   * @param matrices shape (count, m, n), any strides
   * @param s shape (count, n)
   * @param u shape (count, m, n), or null
   * @param v shape (count, n, n), or null
   * @param first whether signs follow U, otherwise V
   * @param tolerance cosine from which columns are rotated
   * @param maxSweeps how many sweeps are tried
   */
  record Problem(
      View matrices,
      View s,
      @Nullable View u,
      @Nullable View v,
      boolean first,
      double tolerance,
      int maxSweeps) {}

  /**
   * Decomposes a group.
   *
   * @param problem operands
   * @param item the first matrix
   * @param count how many, at most the lanes
   * @return sweeps of each lane; 0 of matrices that are left undone
   */
  int[] decompose(Problem problem, long item, int count) {
    read(problem.matrices, item, count);
    factor();
    System.arraycopy(l, 0, x, 0, l.length);
    run(problem, n);
    kernel.squares(x, 0, n * lanes, n, n, squares, 0);
    if (problem.u != null && problem.v != null) {
      vectors(problem);
      if (problem.first) {
        kernel.signs(u, m * lanes, n, m, signs);
      } else {
        kernel.signs(v, n * lanes, n, n, signs);
      }
    } else {
      kernel.normalise(x, 0, n, 0, squares);
    }
    for (int lane = 0; lane < count; lane++) {
      if (sweeps[lane] > 0) {
        write(problem, item + lane, lane);
      }
    }
    return sweeps;
  }

  private void read(View matrices, long item, int count) {
    if (count < lanes) {
      Arrays.fill(a, 0);
    }
    for (int lane = 0; lane < count; lane++) {
      LanesF32.read(matrices, item + lane, NONE, 0, a, lane, lanes);
    }
    kernel.largest(a, m * lanes, n, m, sizes);
    boolean far = false;
    for (int lane = 0; lane < lanes; lane++) {
      float most = 0;
      float least = Float.POSITIVE_INFINITY;
      for (int i = 0; i < m; i++) {
        float size = sizes[i * lanes + lane];
        most = Math.max(most, size); // NaN stays NaN
        least = Math.min(least, size);
      }
      active[lane] = lane < count && most <= Float.MAX_VALUE ? 1 : 0;
      if (active[lane] == 0) {
        most = 0;
      }
      if (most <= SIMILAR * least) {
        for (int i = 0; i < m; i++) {
          rowOrder[lane * m + i] = i;
        }
      } else {
        LanesF32.descending(sizes, m, rowOrder, lane * m, lane, lanes);
        if (active[lane] != 0) {
          LanesF32.read(matrices, item + lane, rowOrder, lane * m, a, lane, lanes);
        }
      }
      int exponent = most == 0 ? 0 : UP - LanesF32.exponent(most);
      exponents[lane] = exponent;
      // 2^exponent itself need not be a number of the type
      int half = exponent / 2;
      scales[lane] = Math.scalb(1f, exponent - half);
      scales[lanes + lane] = Math.scalb(1f, half);
      far |= most > 0;
    }
    if (far) {
      kernel.scale(a, m * n, scales, 0);
      kernel.scale(a, m * n, scales, lanes);
    }
  }

  /** QR with column pivoting, then LQ: leaves columns of L. */
  private void factor() {
    int stride = m * lanes;
    for (int lane = 0; lane < lanes; lane++) {
      for (int j = 0; j < n; j++) {
        columnOrder[lane * n + j] = j;
      }
    }
    for (int k = 0; k < n; k++) {
      int corner = k * stride + k * lanes;
      kernel.squares(a, corner, stride, n - k, m - k, squares, k * lanes);
      for (int lane = 0; lane < lanes; lane++) {
        pivot(k, lane);
      }
      kernel.reflector(a, corner, m - k, Float.MIN_NORMAL, factorsA, heads, k * lanes);
      kernel.reflect(a, corner, factorsA, k * lanes, a, corner + stride, stride, n - k - 1, m - k);
    }
    LanesF32.transposeLower(a, stride, y, n, lanes);
    diagonal(y);
    stride = n * lanes;
    for (int k = 0; k < n; k++) {
      int corner = k * stride + k * lanes;
      kernel.reflector(y, corner, n - k, Float.MIN_NORMAL, factorsY, heads, k * lanes);
      kernel.reflect(y, corner, factorsY, k * lanes, y, corner + stride, stride, n - k - 1, n - k);
    }
    LanesF32.transposeLower(y, stride, l, n, lanes);
    diagonal(l);
  }

  /** Sets the diagonal, whose places reflections occupy. */
  private void diagonal(float[] matrix) {
    for (int k = 0; k < n; k++) {
      System.arraycopy(heads, k * lanes, matrix, (k * n + k) * lanes, lanes);
    }
    for (int j = 1; j < n; j++) {
      Arrays.fill(matrix, j * n * lanes, (j * n + j) * lanes, 0);
    }
  }

  private void pivot(int k, int lane) {
    int best = k;
    for (int j = k + 1; j < n; j++) {
      best = squares[j * lanes + lane] > squares[best * lanes + lane] ? j : best;
    }
    if (best != k) {
      int kept = columnOrder[lane * n + k];
      columnOrder[lane * n + k] = columnOrder[lane * n + best];
      columnOrder[lane * n + best] = kept;
      LanesF32.swap(a, k * m * lanes, best * m * lanes, m, lane, lanes);
    }
  }

  /** Sweeps until every lane is done, or the cap. */
  private void run(Problem problem, int rows) {
    InterleavedKernel.Sweep<float[]> sweep =
        new InterleavedKernel.Sweep<>(
            active, unfinished, angles, 1 / problem.tolerance, Float.MIN_NORMAL);
    int stride = rows * lanes;
    Arrays.fill(sweeps, 0);
    boolean any = true;
    for (int count = 1; any && count <= problem.maxSweeps; count++) {
      kernel.squares(x, 0, stride, n, n, squares, 0);
      Arrays.fill(unfinished, 0);
      for (int[] round : rounds) {
        kernel.orthogonalise(x, stride, n, rows, round, squares, sweep);
      }
      any = LanesF32.finish(active, unfinished, sweeps, count);
    }
  }

  private void vectors(Problem problem) {
    System.arraycopy(x, 0, v, 0, v.length);
    kernel.solveLower(l, v, n);
    kernel.defect(v, n, defect);
    kernel.normalise(x, n * lanes, n, n, squares);
    extend();
    // the squares of smaller columns have no digits
    float smallest = (float) Math.sqrt(Float.MIN_NORMAL / (2 * problem.tolerance));
    double bound = ORTHOGONAL * n * Math.ulp(1f);
    boolean again = false;
    for (int lane = 0; lane < lanes; lane++) {
      boolean good = Math.sqrt(defect[lane]) <= bound;
      for (int j = 0; j < n; j++) {
        good &= squares[j * lanes + lane] > smallest;
      }
      active[lane] = good || sweeps[lane] == 0 ? 0 : 1;
      again |= active[lane] != 0;
    }
    if (again) {
      accumulate(problem, smallest);
    }
    for (int k = n - 1; k >= 0; k--) {
      int corner = k * m * lanes + k * lanes;
      kernel.reflect(a, corner, factorsA, k * lanes, u, k * lanes, m * lanes, n, m - k);
      corner = k * n * lanes + k * lanes;
      kernel.reflect(y, corner, factorsY, k * lanes, v, k * lanes, n * lanes, n, n - k);
    }
  }

  /** Decomposes L again in the active lanes, with the rotations behind its columns. */
  private void accumulate(Problem problem, float smallest) {
    float[] chosen = active.clone();
    float[] norms = squares.clone();
    int[] counts = sweeps.clone();
    int stride = 2 * n * lanes;
    for (int j = 0; j < n; j++) {
      System.arraycopy(l, j * n * lanes, x, j * stride, n * lanes);
      int rotations = j * stride + n * lanes;
      Arrays.fill(x, rotations, rotations + n * lanes, 0);
      Arrays.fill(x, rotations + j * lanes, rotations + (j + 1) * lanes, 1);
    }
    run(problem, 2 * n);
    kernel.squares(x, 0, stride, n, n, squares, 0);
    kernel.normalise(x, stride, n, n, squares);
    for (int lane = 0; lane < lanes; lane++) {
      if (chosen[lane] == 0) {
        sweeps[lane] = counts[lane];
        for (int j = 0; j < n; j++) {
          squares[j * lanes + lane] = norms[j * lanes + lane];
        }
      } else {
        take(lane);
        LaneCompletionF32.fill(u, m * lanes, n, squares, smallest, lane, lanes);
      }
    }
  }

  /** Vectors of one lane from the second run. */
  private void take(int lane) {
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        int from = (j * 2 * n + i) * lanes + lane;
        u[(j * m + i) * lanes + lane] = x[from];
        v[(j * n + i) * lanes + lane] = x[from + n * lanes];
      }
    }
  }

  /** Columns of x, with zeros below. */
  private void extend() {
    for (int j = 0; j < n; j++) {
      System.arraycopy(x, j * n * lanes, u, j * m * lanes, n * lanes);
      Arrays.fill(u, (j * m + n) * lanes, (j + 1) * m * lanes, 0);
    }
  }

  private void write(Problem problem, long item, int lane) {
    LanesF32.descending(squares, n, order, 0, lane, lanes);
    for (int j = 0; j < n; j++) {
      double value = squares[order[j] * lanes + lane];
      LanesF32.set(problem.s, item, j, (float) Math.scalb(value, -exponents[lane]));
    }
    if (problem.u != null && problem.v != null) {
      LanesF32.write(u, m, rowOrder, lane * m, order, signs, problem.u, item, lane, lanes);
      LanesF32.write(v, n, columnOrder, lane * n, order, signs, problem.v, item, lane, lanes);
    }
  }
}
