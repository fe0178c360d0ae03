package io.lanewise.cpu.jacobi;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import io.lanewise.kernel.InterleavedKernel;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Eigendecompositions of a group of small symmetric f32 matrices, one in each lane of a vector.
 *
 * <p>Plane rotations from both sides, until every {@code |a_ij| <= eps sqrt(|a_ii a_jj|)}: of
 * positive definite matrices small eigenvalues, too, get their digits [1], so there is no need for
 * another way for them. Only the lower triangle is kept. A lane that is done keeps what it has,
 * whatever the others still need.
 *
 * <p>Cost: {@code 6 n^3} flops a sweep, with vectors, 5 to 8 sweeps.
 *
 * <p>[1] J. Demmel and K. Veselic, Jacobi's method is more accurate than QR, SIAM J. Matrix Anal.
 * Appl. 13, 1992.
 */
final class ManyEigenF32 {
  /** Far from both ends of the range. */
  private static final int UP = (Float.MAX_EXPONENT + 1) / 2;

  /** What is smaller can be subnormal after rounding, and so has no accuracy to keep. */
  private static final double FLOOR = Float.MIN_NORMAL / (double) Math.ulp(1f);

  private static final int[] NONE = {};

  private final InterleavedKernel<float[]> kernel;
  private final int lanes;
  private final int n;

  /** From a row to the next: not a power of two, or columns would fall into a few cache sets. */
  private final int stride;

  private final float[] a;
  private final float[] v;
  private final float[] values;
  private final float[] signs;
  private final float[] active;
  private final float[] unfinished;
  private final float[] angles;
  private final int[] order;
  private final int[][] rounds;
  private final int[] exponents;
  private final int[] sweeps;

  /**
   * Scratch memory.
   *
   * @param kernel inner loops
   * @param n order
   */
  ManyEigenF32(InterleavedKernel<float[]> kernel, int n) {
    this.kernel = kernel;
    this.lanes = kernel.lanes();
    this.n = n;
    this.stride = (n | 1) * lanes;
    this.a = new float[n * stride];
    this.v = new float[n * n * lanes];
    this.values = new float[n * lanes];
    this.signs = new float[n * lanes];
    this.active = new float[lanes];
    this.unfinished = new float[lanes];
    this.order = new int[n];
    this.rounds = BlockOrder.rounds(n);
    this.angles = new float[40 * lanes];
    this.exponents = new int[lanes];
    this.sweeps = new int[lanes];
  }

  boolean fits(int order) {
    return n == order;
  }

  /**
   * What a group is decomposed into.
   *
   * @param matrices shape (count, n, n), any strides
   * @param values shape (count, n)
   * @param vectors shape (count, n, n), or null
   * @param tolerance in which elements count
   * @param maxSweeps how many sweeps are tried
   */
  record Problem(
      View matrices, View values, @Nullable View vectors, double tolerance, int maxSweeps) {}

  /**
   * Decomposes a group.
   *
   * @param problem operands
   * @param item the first matrix
   * @param count how many, at most the lanes
   * @return sweeps of each lane; 0 of matrices that are left undone
   */
  int[] decompose(Problem problem, long item, int count) {
    Arrays.fill(a, 0);
    for (int lane = 0; lane < lanes; lane++) {
      active[lane] = lane < count && read(problem.matrices, item + lane, lane) ? 1 : 0;
    }
    kernel.identity(v, n * lanes, n);
    run(problem);
    for (int i = 0; i < n; i++) {
      System.arraycopy(a, i * stride + i * lanes, values, i * lanes, lanes);
    }
    if (problem.vectors != null) {
      kernel.signs(v, n * lanes, n, n, signs);
    }
    for (int lane = 0; lane < count; lane++) {
      if (sweeps[lane] > 0) {
        write(problem, item + lane, lane);
      }
    }
    return sweeps;
  }

  /** Whether the matrix is finite, and symmetric but for rounding. */
  private boolean read(View source, long item, int lane) {
    HostMemory memory = source.storage().host();
    MemorySegment base = memory.base();
    long start = memory.origin() + (source.offset() + item * source.stride(0)) * (long) Float.BYTES;
    long down = source.stride(1) * Float.BYTES;
    long across = source.stride(2) * Float.BYTES;
    float most = 0;
    float asymmetry = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        float below = base.get(JAVA_FLOAT_UNALIGNED, start + i * down + j * across);
        float above = base.get(JAVA_FLOAT_UNALIGNED, start + j * down + i * across);
        most = Math.max(most, Math.max(Math.abs(below), Math.abs(above))); // NaN stays NaN
        asymmetry = Math.max(asymmetry, Math.abs(below - above));
        // halves cannot overflow, and where they are subnormal they are equal or lose nothing
        a[i * stride + j * lanes + lane] = below == above ? below : 0.5f * below + 0.5f * above;
      }
    }
    boolean takes = most <= Float.MAX_VALUE && asymmetry <= 8 * n * Math.ulp(1f) * most;
    int exponent = !takes || most == 0 ? 0 : UP - LanesF32.exponent(most);
    exponents[lane] = exponent;
    float first = takes ? Math.scalb(1f, exponent / 2) : 0;
    float second = takes ? Math.scalb(1f, exponent - exponent / 2) : 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        int at = i * stride + j * lanes + lane;
        a[at] = takes ? a[at] * first * second : 0;
      }
    }
    return takes;
  }

  private void run(Problem problem) {
    InterleavedKernel.Sweep<float[]> sweep =
        new InterleavedKernel.Sweep<>(active, unfinished, angles, 1 / problem.tolerance, FLOOR);
    float[] rows = problem.vectors == null ? null : v;
    Arrays.fill(sweeps, 0);
    boolean any = true;
    for (int count = 1; any && count <= problem.maxSweeps; count++) {
      Arrays.fill(unfinished, 0);
      for (int[] round : rounds) {
        kernel.annihilate(a, stride, rows, n, round, sweep);
      }
      any = LanesF32.finish(active, unfinished, sweeps, count);
    }
  }

  private void write(Problem problem, long item, int lane) {
    LanesF32.descending(values, n, order, 0, lane, lanes);
    for (int j = 0; j < n; j++) {
      double value = values[order[j] * lanes + lane];
      LanesF32.set(problem.values, item, j, (float) (Math.scalb(value, -exponents[lane]) + 0.0));
    }
    if (problem.vectors != null) {
      LanesF32.write(v, n, NONE, 0, order, signs, problem.vectors, item, lane, lanes);
    }
  }
}
