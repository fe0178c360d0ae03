package io.lanewise.jmh.steps;

import io.lanewise.jmh.library.Convert;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.problem.ProductProblem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/** All tiles of a product whose panels were packed beforehand and are in cache. */
final class HotPanels {
  private static final int LANES = FloatVector.SPECIES_PREFERRED.length();

  /** The numbers of an array begin 16 bytes after the array. */
  static final int FIRST = (64 - 16) / Float.BYTES;

  /** An array of 20 MB is more than half a region of the heap, and begins where a region begins. */
  static final int LARGE = 5_000_000;

  private HotPanels() {}

  /** One tile, from panels in arrays. */
  @FunctionalInterface
  interface Tile {
    void run(int k, float[] a, int aTo, float[] b, int bTo, float[] c, int cTo, int ldc);
  }

  /** One tile, from panels in native memory. */
  @FunctionalInterface
  interface NativeTile {
    void run(int k, MemorySegment memory, long aAt, long bAt, float[] c, int cTo, int ldc);
  }

  /** With panels in arrays, wherever those begin, for a tile of so many rows and vectors. */
  static Work work(ProductProblem problem, int rows, int vectors, Tile tile) {
    return work(
        problem, rows, vectors * LANES, tile, left(problem, rows), right(problem, vectors), 0);
  }

  /** The same, with panels that begin at the beginning of a cache line. */
  static Work aligned(ProductProblem problem, int rows, int vectors, Tile tile) {
    float[] a = new float[LARGE];
    float[] b = new float[LARGE];
    float[] left = left(problem, rows);
    float[] right = right(problem, vectors);
    System.arraycopy(left, 0, a, FIRST, left.length);
    System.arraycopy(right, 0, b, FIRST, right.length);
    return work(problem, rows, vectors * LANES, tile, a, b, FIRST);
  }

  private static Work work(
      ProductProblem problem, int rows, int columns, Tile tile, float[] a, float[] b, int first) {
    int m = problem.m();
    int k = problem.k();
    int n = problem.n();
    float[] c = new float[m * n];
    return Work.of(
        () -> {
          for (int j = 0; j < n; j += columns) {
            for (int i = 0; i < m; i += rows) {
              tile.run(k, a, first + i * k, b, first + j * k, c, i * n + j, n);
            }
          }
        },
        () -> Convert.widened(c));
  }

  /** With panels in native memory. */
  static Work work(ProductProblem problem, int rows, int vectors, NativeTile tile) {
    int m = problem.m();
    int k = problem.k();
    int n = problem.n();
    int columns = vectors * LANES;
    MemorySegment memory = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    long a = copy(left(problem, rows));
    long b = copy(right(problem, vectors));
    float[] c = new float[m * n];
    return Work.of(
        () -> {
          for (int j = 0; j < n; j += columns) {
            for (int i = 0; i < m; i += rows) {
              long aAt = a + (long) i * k * Float.BYTES;
              long bAt = b + (long) j * k * Float.BYTES;
              tile.run(k, memory, aAt, bAt, c, i * n + j, n);
            }
          }
        },
        () -> Convert.widened(c));
  }

  /** The arena is that of the whole process: the address is all that is kept. */
  private static long copy(float[] panel) {
    MemorySegment copy = Arena.global().allocate((long) panel.length * Float.BYTES, 64);
    MemorySegment.copy(panel, 0, copy, ValueLayout.JAVA_FLOAT, 0, panel.length);
    return copy.address();
  }

  private static float[] left(ProductProblem problem, int rows) {
    float[] a = Convert.floats(problem.left().values());
    float[] panels = new float[a.length];
    int k = problem.k();
    for (int to = 0; to < panels.length; to++) {
      int panel = to / (rows * k);
      panels[to] = a[(panel * rows + to % rows) * k + to / rows % k];
    }
    return panels;
  }

  private static float[] right(ProductProblem problem, int vectors) {
    int columns = vectors * LANES;
    float[] b = Convert.floats(problem.right().values());
    float[] panels = new float[b.length];
    int k = problem.k();
    for (int to = 0; to < panels.length; to++) {
      int panel = to / (columns * k);
      panels[to] = b[to / columns % k * problem.n() + panel * columns + to % columns];
    }
    return panels;
  }
}
