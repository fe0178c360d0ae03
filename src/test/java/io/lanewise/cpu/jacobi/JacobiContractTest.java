package io.lanewise.cpu.jacobi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of the batched primitives of Jacobi methods, against plain loops. */
@Tag("contract")
class JacobiContractTest {

  /** How the same matrix can lie in memory. */
  enum Layout {
    CONTIGUOUS,
    TRANSPOSED,
    SLICED,
    EVERY_OTHER,
    REVERSED,
    ARRAY;

    Tensor of(DType dtype, double[][] values) {
      int m = values.length;
      int n = values[0].length;
      Tensor target =
          switch (this) {
            case CONTIGUOUS -> Tensor.zeros(dtype, m, n);
            case TRANSPOSED -> Tensor.zeros(dtype, n, m).transpose();
            case SLICED ->
                Tensor.zeros(dtype, m + 2, n + 3)
                    .slice(Slice.range(1, m + 1), Slice.range(2, n + 2));
            case EVERY_OTHER ->
                Tensor.zeros(dtype, 2 * m, 3 * n)
                    .slice(Slice.range(0, 2 * m, 2), Slice.range(0, 3 * n, 3));
            case REVERSED ->
                Tensor.zeros(dtype, m, n)
                    .slice(Slice.range(-1, -m - 1, -1), Slice.range(-1, -n - 1, -1));
            case ARRAY ->
                dtype == DType.F32
                    ? Tensor.wrap(new float[m * n], m, n)
                    : Tensor.wrap(new double[m * n], m, n);
          };
      return target.copyFrom(Tensor.of(values).cast(dtype));
    }
  }

  record Case(DType dtype, Layout layout, int size, int length) {}

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      for (Layout layout : Layout.values()) {
        for (int size = 1; size <= 3; size++) {
          for (int length : new int[] {1, 7, 101}) {
            cases.add(new Case(dtype, layout, size, length));
          }
        }
      }
      cases.add(
          new Case(dtype, Layout.SLICED, 1, 5000)); // longer than a run of the reduction kernel
      cases.add(new Case(dtype, Layout.SLICED, 2, 1500)); // and than a panel
    }
    return cases.stream();
  }

  /**
   * Eight blocks meet in an order that has a stretch of facing pairs and a stray one; blocks 3 and
   * 7 stay away.
   */
  private static final int[][] PAIRS = {{0, 6}, {1, 5}, {4, 2}};

  private static final int BLOCKS = 8;

  private static Tensor pairs() {
    Tensor pairs = Tensor.of(new long[] {0, 6, 1, 5, 4, 2}).cast(DType.I32);
    return pairs.reshape(PAIRS.length, 2);
  }

  private static Backend backend(int threads, EngineOptions.Kernels kernels) {
    return Internal.backend(
        Engine.cpu(EngineOptions.auto().withThreads(threads).withKernels(kernels)));
  }

  private static final boolean IS_GPU = System.getProperty("lanewise.test.jvm", "").equals("gpu");

  private static final List<Backend> ENGINES = IS_GPU ? gpu() : cpu();

  private static List<Backend> cpu() {
    return List.of(
        backend(1, EngineOptions.Kernels.AUTO),
        backend(2, EngineOptions.Kernels.AUTO),
        backend(5, EngineOptions.Kernels.AUTO),
        backend(1, EngineOptions.Kernels.SCALAR));
  }

  /** The one there is, twice: the second run must give the bits of the first. */
  private static List<Backend> gpu() {
    Backend gpu = Internal.backend(Engine.gpu());
    return List.of(gpu, gpu);
  }

  private static double[][] random(long seed, int m, int n, DType dtype) {
    Random random = new Random(seed);
    double[][] a = new double[m][n];
    for (double[] row : a) {
      for (int j = 0; j < n; j++) {
        double x = random.nextGaussian();
        row[j] = dtype == DType.F32 ? (float) x : x;
      }
    }
    return a;
  }

  private static int row(int[] pair, int size, int r) {
    return r < size ? pair[0] * size + r : pair[1] * size + r - size;
  }

  private static View view(Tensor tensor) {
    return Internal.view(tensor);
  }

  /** What stands there after {@code gram} is not defined. */
  private static void clearLowerTriangles(Tensor grams) {
    for (long i = 1; i < grams.size(1); i++) {
      grams.slice(Slice.all(), Slice.at(i), Slice.to(i)).fill(0);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gramIsTheInnerProductsOfTheRows(Case c) {
    double[][] values = random(1, BLOCKS * c.size, c.length, c.dtype);
    int k = 2 * c.size;
    Tensor a = c.layout.of(c.dtype, values);
    Tensor grams = Tensor.full(c.dtype, Double.NaN, PAIRS.length, k, k);
    Tensor first = null;
    for (Backend backend : ENGINES) {
      backend.gram(view(a), view(pairs()), view(grams));
      for (int p = 0; p < PAIRS.length; p++) {
        for (int i = 0; i < k; i++) {
          for (int j = i; j < k; j++) {
            double[] x = values[row(PAIRS[p], c.size, i)];
            double[] y = values[row(PAIRS[p], c.size, j)];
            double sum = 0;
            double sizes = 0;
            for (int q = 0; q < c.length; q++) {
              sum += x[q] * y[q];
              sizes += Math.abs(x[q] * y[q]);
            }
            double bound = (c.length + 2) * c.dtype.epsilon() * sizes;
            assertEquals(sum, grams.get(p, i, j), bound, "pair " + p + " " + i + " " + j);
          }
        }
      }
      clearLowerTriangles(grams);
      first = first == null ? grams.copy() : first;
      assertTrue(grams.contentEquals(first), "other bits");
    }
    Tensor contiguous = Tensor.zeros(c.dtype, PAIRS.length, k, k);
    Tensor packed = Layout.CONTIGUOUS.of(c.dtype, values);
    ENGINES.getFirst().gram(view(packed), view(pairs()), view(contiguous));
    clearLowerTriangles(contiguous);
    assertTrue(contiguous.contentEquals(grams), "the layout changed bits");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rotateRowsMultipliesByTheTranspose(Case c) {
    int k = 2 * c.size;
    double[][] values = random(2, BLOCKS * c.size, c.length, c.dtype);
    Tensor rotations = rotations(c.dtype, c.size);
    Tensor first = null;
    for (Backend backend : ENGINES) {
      Tensor a = c.layout.of(c.dtype, values);
      backend.rotateRows(view(a), view(pairs()), view(rotations));
      double[][] found = a.toDoubleMatrix();
      double[][] expected = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
      for (int p = 0; p < PAIRS.length; p++) {
        for (int i = 0; i < k; i++) {
          for (int q = 0; q < c.length; q++) {
            double sum = 0;
            double sizes = 0;
            for (int j = 0; j < k; j++) {
              double product = rotations.get(p, j, i) * values[row(PAIRS[p], c.size, j)][q];
              sum += product;
              sizes += Math.abs(product);
            }
            int r = row(PAIRS[p], c.size, i);
            expected[r][q] = sum;
            assertEquals(sum, found[r][q], (k + 1) * c.dtype.epsilon() * sizes, "row " + r);
          }
        }
      }
      for (int r = 0; r < c.size; r++) {
        assertTrue(Arrays.equals(values[3 * c.size + r], found[3 * c.size + r]), "a row of nobody");
        assertTrue(Arrays.equals(values[7 * c.size + r], found[7 * c.size + r]), "a row of nobody");
      }
      first = first == null ? a.copy() : first;
      assertTrue(a.contentEquals(first), "other bits");
    }
    Tensor packed = Layout.CONTIGUOUS.of(c.dtype, values);
    ENGINES.getFirst().rotateRows(view(packed), view(pairs()), view(rotations));
    assertTrue(packed.contentEquals(first), "the layout changed bits");
  }

  /** The second pair is not rotated at all. */
  private static Tensor rotations(DType dtype, int size) {
    int k = 2 * size;
    Tensor rotations = Tensor.zeros(dtype, PAIRS.length, k, k);
    for (int p = 0; p < PAIRS.length; p++) {
      if (p == 1 || size > 1) {
        for (int i = 0; i < k; i++) {
          rotations.set(1, p, i, i);
        }
      }
      if (p != 1) {
        double angle = 0.3 + p;
        int last = k - 1;
        rotations.set(Math.cos(angle), p, 0, 0);
        rotations.set(Math.sin(angle), p, 0, last);
        rotations.set(-Math.sin(angle), p, last, 0);
        rotations.set(Math.cos(angle), p, last, last);
      }
    }
    return rotations;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void blocksAreSelectedAndStored(Case c) {
    int n = BLOCKS * c.size;
    int k = 2 * c.size;
    double[][] values = random(3, n, n, c.dtype);
    for (Backend backend : ENGINES) {
      Tensor a = c.layout.of(c.dtype, values);
      Tensor blocks = Tensor.full(c.dtype, Double.NaN, PAIRS.length, k, k);
      backend.selectBlocks(view(a), view(pairs()), view(blocks));
      for (int p = 0; p < PAIRS.length; p++) {
        for (int i = 0; i < k; i++) {
          for (int j = 0; j < k; j++) {
            int r = row(PAIRS[p], c.size, i);
            assertEquals(values[r][row(PAIRS[p], c.size, j)], blocks.get(p, i, j));
          }
        }
      }
      Tensor target = c.layout.of(c.dtype, new double[n][n]);
      backend.storeBlocks(view(target), view(pairs()), view(blocks));
      Tensor again = Tensor.zeros(c.dtype, PAIRS.length, k, k);
      backend.selectBlocks(view(target), view(pairs()), view(again));
      assertTrue(again.contentEquals(blocks));
      long written = Arrays.stream(target.toDoubleArray()).filter(x -> x != 0).count();
      assertEquals((long) PAIRS.length * k * k, written, "elements of nobody were written");
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void smallJacobiDiagonalises(DType dtype, int k) {
    int batch = 5;
    double eps = dtype.epsilon();
    Tensor first = null;
    for (Backend backend : ENGINES) {
      Random random = new Random(k);
      Tensor symmetric = Tensor.zeros(dtype, batch, k, k);
      for (int p = 0; p < batch; p++) {
        for (int i = 0; i < k; i++) {
          for (int j = i; j < k; j++) {
            double x = p == 0 && i != j ? 0 : random.nextGaussian();
            symmetric.set(x, p, i, j);
            symmetric.set(j == i ? x : Double.NaN, p, j, i); // the lower triangle is not read
          }
        }
      }
      Tensor before = symmetric.copy();
      Tensor rotations = Tensor.full(dtype, Double.NaN, batch, k, k);
      Tensor measure = Tensor.zeros(dtype, batch);
      measure.set(0.999, 0);
      double tolerance = 4 * eps;
      backend.smallJacobi(view(symmetric), tolerance, 0, view(rotations), view(measure));

      assertEquals(0.999, measure.get(0), eps, "a measure is raised, not set");
      assertTrue(
          rotations.slice(Slice.at(0)).contentEquals(Tensor.eye(dtype, k)), "nothing to rotate");
      for (int p = 0; p < batch; p++) {
        double largest = 0;
        for (int i = 0; i < k; i++) {
          for (int j = i + 1; j < k; j++) {
            double root = Math.sqrt(Math.abs(before.get(p, i, i)) * Math.abs(before.get(p, j, j)));
            largest = Math.max(largest, Math.min(1, Math.abs(before.get(p, i, j)) / root));
          }
        }
        if (p > 0) {
          assertEquals(largest, measure.get(p), 4 * eps, "measure");
        }
        checkCongruence(before, symmetric, rotations, p, k, eps);
      }
      first = first == null ? rotations.copy() : first;
      assertTrue(rotations.contentEquals(first), "other bits");
      // A call leaves something to the next one, though not for ever.
      Tensor rest = before;
      for (int call = 0; call < 14; call++) {
        rest = congruence(rest, rotations);
        Tensor given = rest.copy();
        backend.smallJacobi(view(given), tolerance, 0, view(rotations), view(measure));
      }
      for (int p = 0; p < batch; p++) {
        assertTrue(
            rotations.slice(Slice.at(p)).contentEquals(Tensor.eye(dtype, k)), "not done in 15");
        checkDiagonal(rest, p, k, eps, 1.5 * tolerance);
      }
    }
  }

  /** {@code Q'AQ} of each matrix, of which only the upper triangle is read. */
  private static Tensor congruence(Tensor a, Tensor q) {
    Tensor result = a.copy();
    long k = a.size(1);
    for (long p = 0; p < a.size(0); p++) {
      Tensor matrix = result.slice(Slice.at(p));
      for (long i = 1; i < k; i++) {
        matrix.slice(Slice.at(i), Slice.to(i)).copyFrom(matrix.slice(Slice.to(i), Slice.at(i)));
      }
      Tensor rotation = q.slice(Slice.at(p)).cast(DType.F64);
      Tensor rotated = rotation.transpose().matmul(matrix.cast(DType.F64)).matmul(rotation);
      matrix.copyFrom(rotated.cast(a.dtype()));
    }
    return result;
  }

  private static void checkDiagonal(Tensor d, int p, int k, double eps, double tolerance) {
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        if (i != j) {
          double root = Math.sqrt(Math.abs(d.get(p, i, i) * d.get(p, j, j)));
          assertTrue(Math.abs(d.get(p, i, j)) <= tolerance * root * (1 + eps), "not diagonal");
        }
      }
    }
  }

  private static void checkCongruence(Tensor a, Tensor d, Tensor q, int p, int k, double eps) {
    double[][] given = a.slice(Slice.at(p)).toDoubleMatrix();
    double[][] found = d.slice(Slice.at(p)).toDoubleMatrix();
    double[][] rotation = q.slice(Slice.at(p)).toDoubleMatrix();
    double norm = 0;
    double[][] product = new double[k][k]; // A Q
    for (int r = 0; r < k; r++) {
      for (int c = 0; c < k; c++) {
        double element = given[Math.min(r, c)][Math.max(r, c)];
        norm += Math.abs(element);
        for (int j = 0; j < k; j++) {
          product[r][j] += element * rotation[c][j];
        }
      }
    }
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        double inner = 0;
        double congruence = 0;
        for (int r = 0; r < k; r++) {
          inner += rotation[r][i] * rotation[r][j];
          congruence += rotation[r][i] * product[r][j];
        }
        assertEquals(i == j ? 1 : 0, inner, 10 * k * eps, "Q'Q");
        if (i == j || k == 2) {
          assertEquals(found[i][j], congruence, 10 * k * eps * norm, "Q'AQ");
        }
      }
    }
  }

  static Stream<org.junit.jupiter.params.provider.Arguments> orders() {
    return Stream.of(DType.F32, DType.F64)
        .flatMap(
            dtype ->
                Stream.of(2, 3, 4, 6, 13, 16, 32, 48, 64)
                    .map(k -> org.junit.jupiter.params.provider.Arguments.of(dtype, k)));
  }

  @Test
  void elementsBelowTheFloorAndRotationsWithoutEffectDoNotCount() {
    Backend backend = ENGINES.getFirst();
    // below the floor; a sine that F32 cannot hold; both zero on the diagonal
    Tensor symmetric =
        Tensor.of(new double[][] {{1e-20, 1e-21, 0, 1e-20}, {1e37, 1e-2, 0, 1e-35}, {0, 1, 0, 0}})
            .cast(DType.F32)
            .reshape(3, 2, 2);
    Tensor rotations = Tensor.zeros(DType.F32, 3, 2, 2);
    Tensor measure = Tensor.zeros(DType.F32, 3);
    backend.smallJacobi(view(symmetric), 1e-6f, 1e-20, view(rotations), view(measure));
    assertEquals(0, measure.get(0));
    assertEquals(0, measure.get(1));
    assertEquals(1, measure.get(2));
    assertTrue(rotations.slice(Slice.at(0)).contentEquals(Tensor.eye(DType.F32, 2)));
    assertTrue(rotations.slice(Slice.at(1)).contentEquals(Tensor.eye(DType.F32, 2)));
    assertEquals(Math.sqrt(0.5), rotations.get(2, 0, 0), 1e-7);
  }

  /** Work that is large enough to be split, and counts that do not divide evenly. */
  @Test
  void theNumberOfThreadsChangesNoBits() {
    int players = 13;
    int length = 40009;
    double[][] values = random(4, players, length, DType.F32);
    Tensor pairs = Tensor.zeros(DType.I32, players / 2, 2);
    for (int p = 0; p < players / 2; p++) {
      pairs.slice(Slice.at(p), Slice.at(0)).fill(p);
      pairs.slice(Slice.at(p), Slice.at(1)).fill(players - 1 - p);
    }
    Tensor firstRows = null;
    Tensor firstGrams = null;
    for (Backend backend : ENGINES) {
      for (Layout layout : List.of(Layout.CONTIGUOUS, Layout.TRANSPOSED)) {
        Tensor a = layout.of(DType.F32, values);
        Tensor grams = Tensor.zeros(DType.F32, players / 2, 2, 2);
        Tensor rotations = Tensor.zeros(DType.F32, players / 2, 2, 2);
        Tensor measure = Tensor.zeros(DType.F32, players / 2);
        backend.gram(view(a), view(pairs), view(grams));
        Tensor before = grams.copy();
        backend.smallJacobi(view(grams), 1e-6f, 0, view(rotations), view(measure));
        backend.rotateRows(view(a), view(pairs), view(rotations));
        firstRows = firstRows == null ? a.copy() : firstRows;
        firstGrams = firstGrams == null ? before : firstGrams;
        assertTrue(before.contentEquals(firstGrams));
        assertTrue(a.contentEquals(firstRows));
      }
    }
  }

  /** One-sided Jacobi with blocks of several rows, in nothing but primitives. */
  @ParameterizedTest
  @MethodSource("sizes")
  void blocksOfSeveralRowsConverge(int size) {
    int blocks = 6;
    int n = blocks * size;
    double[][] values = random(5, n, n + 3, DType.F64);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n + 3; j++) {
        values[i][j] *= Math.pow(10, -12.0 * ((i * 7) % n) / n);
      }
    }
    Backend backend = ENGINES.get(1);
    Tensor a = Tensor.of(values);
    Tensor grams = Tensor.zeros(DType.F64, blocks / 2, 2 * size, 2 * size);
    Tensor rotations = Tensor.zeros(DType.F64, blocks / 2, 2 * size, 2 * size);
    Tensor measure = Tensor.ones(DType.F64, blocks / 2);
    int[][][] steps = {
      {{0, 5}, {1, 4}, {2, 3}},
      {{1, 5}, {0, 2}, {3, 4}},
      {{2, 5}, {1, 3}, {0, 4}},
      {{3, 5}, {2, 4}, {0, 1}},
      {{4, 5}, {0, 3}, {1, 2}}
    };
    int sweep = 0;
    while (measure.max() > 1e-15) {
      assertTrue(++sweep < 15, "measure " + measure.max());
      measure.fill(0);
      for (int[][] step : steps) {
        long[] flat = Arrays.stream(step).flatMapToInt(Arrays::stream).asLongStream().toArray();
        Tensor pairs = Tensor.of(flat).cast(DType.I32).reshape(blocks / 2, 2);
        backend.gram(view(a), view(pairs), view(grams));
        backend.smallJacobi(view(grams), 1e-15, 0, view(rotations), view(measure));
        backend.rotateRows(view(a), view(pairs), view(rotations));
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        Tensor x = a.slice(Slice.at(i));
        Tensor y = a.slice(Slice.at(j));
        assertEquals(0, x.dot(y) / (x.norm() * y.norm()), 1e-14, i + " " + j);
      }
    }
  }

  static Stream<Integer> sizes() {
    return Stream.of(1, 2, 3, 5);
  }
}
