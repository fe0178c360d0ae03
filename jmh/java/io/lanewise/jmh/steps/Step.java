package io.lanewise.jmh.steps;

import io.lanewise.DType;
import io.lanewise.jmh.library.Convert;
import io.lanewise.jmh.library.Lanewise;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.problem.ProductProblem;
import java.util.stream.Stream;

/** The steps of a matrix product in f32, from three loops to the library. */
enum Step {
  NAIVE(7, "three loops, each sum by itself", "Loops::naive"),
  ROWS(7, "the inner loop along rows of B and C", "Loops::rows"),
  BLOCKED(7, "the same, on parts of B that stay in cache", "Loops::blocked"),
  SCALAR_TILE(8, "4 x 3 sums in local variables", "ScalarTile::product"),
  ONE_VECTOR(8, "one vector of sums", "OneVector::product"),
  VECTOR_TILE(8, "4 x 2 vectors of sums, straight from A and B", "VectorTile::tile"),
  PACKED(9, "4 x 2 vectors from packed panels, in blocks", "Tile4x2::tile"),
  TILE_3X3(10, "3 x 3 vectors, hot panels: 15 registers", "Tile3x3::tile"),
  TILE_4X2(10, "4 x 2 vectors, hot panels: 14 registers", "Tile4x2::tile"),
  TILE_6X2(10, "6 x 2 vectors, hot panels: 20 registers", "Tile6x2::tile"),
  TILE_8X2(10, "8 x 2 vectors, hot panels: 26 registers", "Tile8x2::tile"),
  UNROLLED(11, "3 x 3 vectors, four steps of k written out", "Tile3x3Unrolled::tile"),
  CHECKED(11, "3 x 3 vectors with p * 3 * LANES for p * NR", "Tile3x3Checked::tile"),
  ALIGNED(12, "3 x 3 vectors, panels that begin with a cache line", "Tile3x3::tile"),
  NATIVE(12, "3 x 3 vectors, native panels, base + p * step", "Tile3x3Native::tile"),
  ADDRESSES(12, "3 x 3 vectors, native panels, at += step", "Tile3x3Addresses::tile"),
  CONSTANT(12, "the same, through a segment that is a constant", "Tile3x3Constant::tile"),
  MASKED(12, "the same, at = (at + step) & mask", "Tile3x3Masked::tile"),
  UNCOUNTED(12, "the same, in a loop without a counter", "Tile3x3Uncounted::tile"),
  LIBRARY(9, "Lanewise itself", "io.lanewise.kernel.simd.Gemm*::*");

  /** Rows and columns where every kernel runs without edges. */
  private static final int UNIT = 96;

  /** Length of hot panels: those of B in use fit a first-level cache. */
  private static final int HOT_DEPTH = 128;

  final int page;
  final String idea;

  /** The method whose machine code is worth a look, as HotSpot wants it; for the library any. */
  final String method;

  Step(int page, String idea, String method) {
    this.page = page;
    this.idea = idea;
    this.method = method.contains(".") ? method : Step.class.getPackageName() + "." + method;
  }

  /** As it is called on the command line. */
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** Whether there is a step of this name. */
  static boolean isOne(String word) {
    return Stream.of(values()).anyMatch(step -> step.word().equals(word));
  }

  static Step of(String word) {
    for (Step step : values()) {
      if (step.word().equals(word)) {
        return step;
      }
    }
    throw new IllegalArgumentException(word + ": no such step; 'steps' lists them");
  }

  private boolean isHot() {
    return page >= 10 && this != LIBRARY;
  }

  /** What it computes: n x n, or panels that stay in cache. */
  ProductProblem problem(int n) {
    if (n % UNIT != 0 || n == 0) {
      throw new IllegalArgumentException("n = " + n + ": the steps need a multiple of " + UNIT);
    }
    return isHot()
        ? new ProductProblem(DType.F32, 1, UNIT, HOT_DEPTH, UNIT, ProductProblem.Form.PLAIN)
        : new ProductProblem(DType.F32, 1, n, n, n, ProductProblem.Form.PLAIN);
  }

  /** Prepares it. */
  Work work(ProductProblem problem) {
    return switch (this) {
      case NAIVE -> product(problem, Loops::naive);
      case ROWS -> product(problem, Loops::rows);
      case BLOCKED -> product(problem, Loops::blocked);
      case SCALAR_TILE -> product(problem, ScalarTile::product);
      case ONE_VECTOR -> product(problem, OneVector::product);
      case VECTOR_TILE -> product(problem, VectorTile::product);
      case PACKED -> {
        Packed packed = new Packed(problem.n());
        yield product(problem, (n, a, b, c) -> packed.product(a, b, c));
      }
      case TILE_3X3 -> HotPanels.work(problem, 3, 3, Tile3x3::tile);
      case TILE_4X2 -> HotPanels.work(problem, 4, 2, Tile4x2::tile);
      case TILE_6X2 -> HotPanels.work(problem, 6, 2, Tile6x2::tile);
      case TILE_8X2 -> HotPanels.work(problem, 8, 2, Tile8x2::tile);
      case UNROLLED -> HotPanels.work(problem, 3, 3, Tile3x3Unrolled::tile);
      case CHECKED -> HotPanels.work(problem, 3, 3, Tile3x3Checked::tile);
      case ALIGNED -> HotPanels.aligned(problem, 3, 3, Tile3x3::tile);
      case NATIVE -> HotPanels.work(problem, 3, 3, Tile3x3Native::tile);
      case CONSTANT ->
          HotPanels.work(
              problem,
              3,
              3,
              (k, memory, a, b, c, to, ldc) -> Tile3x3Constant.tile(k, a, b, c, to, ldc));
      case MASKED ->
          HotPanels.work(
              problem,
              3,
              3,
              (k, memory, a, b, c, to, ldc) -> Tile3x3Masked.tile(k, a, b, c, to, ldc));
      case UNCOUNTED ->
          HotPanels.work(
              problem,
              3,
              3,
              (k, memory, a, b, c, to, ldc) -> Tile3x3Uncounted.tile(k, a, b, c, to, ldc));
      case ADDRESSES -> HotPanels.work(problem, 3, 3, Tile3x3Addresses::tile);
      case LIBRARY -> Lanewise.fastest().prepare(problem).getFirst().work();
    };
  }

  /** C = A B over arrays. */
  @FunctionalInterface
  private interface Product {
    void run(int n, float[] a, float[] b, float[] c);
  }

  private static Work product(ProductProblem problem, Product product) {
    int n = problem.n();
    float[] a = Convert.floats(problem.left().values());
    float[] b = Convert.floats(problem.right().values());
    float[] c = new float[n * n];
    return Work.of(() -> product.run(n, a, b, c), () -> Convert.widened(c));
  }
}
