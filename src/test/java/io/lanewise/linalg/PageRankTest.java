package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class PageRankTest {

  /** Edges one after the other: from, to, from, to. */
  private static Tensor edges(long... ends) {
    return ends.length == 0
        ? Tensor.empty(DType.I64, 0, 2)
        : Tensor.of(ends).reshape(ends.length / 2, 2);
  }

  @Test
  void aCycleRanksAllAlike() {
    PageRank rank = PageRank.of(edges(0, 1, 1, 2, 2, 0), 3);
    assertArrayEquals(
        new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, rank.ranks().toDoubleArray(), 1e-16);
    assertEquals(1, rank.iterations());
    assertEquals(DType.F64, rank.ranks().dtype());
  }

  /** Two pages that link to a third, which links nowhere: by hand. */
  @Test
  void aStarWithADanglingCentre() {
    PageRank rank = PageRank.of(edges(0, 2, 1, 2), 3);
    // x for the leaves, y for the centre: x = 0.05 + 0.85 y / 3, y = x + 1.7 x, 2 x + y = 1
    double x = 1 / 4.7;
    assertArrayEquals(new double[] {x, x, 2.7 * x}, rank.ranks().toDoubleArray(), 1e-9);
  }

  /** The example of Wikipedia's article, its figures in percent. */
  @Test
  void theUsualExample() {
    // A..K = 0..10
    Tensor edges =
        edges(
            1, 2, 2, 1, 3, 0, 3, 1, 4, 1, 4, 3, 4, 5, 5, 1, 5, 4, 6, 1, 6, 4, 7, 1, 7, 4, 8, 1, 8,
            4, 9, 4, 10, 4);
    double[] percent = {3.3, 38.4, 34.3, 3.9, 8.1, 3.9, 1.6, 1.6, 1.6, 1.6, 1.6};
    double[] found = PageRank.of(edges, 11).ranks().mul(100).toDoubleArray();
    assertArrayEquals(percent, found, 0.05);
  }

  /** Against the dense linear system, with parallel edges, loops, dangling and lonely nodes. */
  @Test
  void agreesWithTheDenseSolution() {
    Random random = new Random(1);
    for (int n : new int[] {1, 2, 5, 17, 60}) {
      for (double damping : new double[] {0, 0.5, 0.85, 0.99}) {
        long[] ends = new long[2 * random.nextInt(4 * n)];
        for (int i = 0; i < ends.length; i++) {
          ends[i] = random.nextInt(i % 2 == 0 ? (n + 1) / 2 : n);
        }
        PageRankOptions options =
            PageRankOptions.auto()
                .withDamping(damping)
                .withTolerance(1e-14)
                .withMaxIterations(9999);
        PageRank rank = PageRank.of(edges(ends), n, options);
        assertTrue(rank.change() <= 1e-14);
        double[] found = rank.ranks().toDoubleArray();
        assertArrayEquals(dense(ends, n, damping), found, 1e-11, n + " nodes");
        assertEquals(1, rank.ranks().sum(), 4e-16 * n);
      }
    }
  }

  /** Solves {@code (I - G) r = 0, sum r = 1} by elimination. */
  private static double[] dense(long[] ends, int n, double damping) {
    double[][] counts = new double[n][n]; // from, to
    for (int i = 0; i < ends.length; i += 2) {
      counts[(int) ends[i]][(int) ends[i + 1]]++;
    }
    double[][] m = new double[n][n + 1];
    for (int from = 0; from < n; from++) {
      double total = 0;
      for (double count : counts[from]) {
        total += count;
      }
      for (int to = 0; to < n; to++) {
        double link = total == 0 ? 1.0 / n : counts[from][to] / total;
        m[to][from] = (from == to ? 1 : 0) - damping * link;
      }
    }
    for (int i = 0; i < n; i++) {
      m[i][n] = (1 - damping) / n;
    }
    for (int k = 0; k < n; k++) { // diagonally dominant by columns: no pivoting needed
      for (int i = 0; i < n; i++) {
        double factor = i == k ? 0 : m[i][k] / m[k][k];
        for (int j = k; j <= n && factor != 0; j++) {
          m[i][j] -= factor * m[k][j];
        }
      }
    }
    double[] ranks = new double[n];
    for (int i = 0; i < n; i++) {
      ranks[i] = m[i][n] / m[i][i];
    }
    return ranks;
  }

  @Test
  void parallelEdgesAddUp() {
    double[] found = PageRank.of(edges(0, 1, 0, 1, 0, 2, 1, 0, 2, 0), 3).ranks().toDoubleArray();
    assertEquals(2, (found[1] - 0.05) / (found[2] - 0.05), 1e-8);
  }

  @Test
  void manyNodesInBlocksOfEdges() {
    int n = 100_003;
    Random random = new Random(2);
    long[] ends = random.longs(2L * 600_000, 0, n).toArray();
    PageRank rank = PageRank.of(edges(ends), n);
    assertTrue(rank.iterations() <= 146);
    assertEquals(1, rank.ranks().sum(), 1e-12);
    // one more step of the walk, in plain loops
    double[] r = rank.ranks().toDoubleArray();
    int[] out = new int[n];
    for (int i = 0; i < ends.length; i += 2) {
      out[(int) ends[i]]++;
    }
    double[] next = new double[n];
    double dangling = 0;
    for (int i = 0; i < n; i++) {
      dangling += out[i] == 0 ? r[i] : 0;
    }
    java.util.Arrays.fill(next, (0.15 + 0.85 * dangling) / n);
    for (int i = 0; i < ends.length; i += 2) {
      next[(int) ends[i + 1]] += 0.85 * r[(int) ends[i]] / out[(int) ends[i]];
    }
    double change = 0;
    for (int i = 0; i < n; i++) {
      change += Math.abs(next[i] - r[i]);
    }
    assertTrue(change <= 1.01e-10, "change " + change);
    EngineOptions three = EngineOptions.auto().withThreads(3);
    PageRank same = Engine.cpu(three).call(() -> PageRank.of(edges(ends), n));
    assertTrue(same.ranks().contentEquals(rank.ranks()));
  }

  @Test
  void typesAndViews() {
    Tensor edges = edges(0, 1, 1, 2, 2, 0, 2, 1);
    Tensor ranks = PageRank.of(edges, 4).ranks();
    assertTrue(PageRank.of(edges.cast(DType.I32), 4).ranks().contentEquals(ranks));
    Tensor columns = edges.transpose().copy().transpose();
    assertTrue(PageRank.of(columns, 4).ranks().contentEquals(ranks));
    Tensor reversed = edges.slice(Slice.all().step(-1), Slice.all());
    assertTrue(PageRank.of(reversed, 4).ranks().allClose(ranks));
    Tensor alone = PageRank.of(edges(), 4).ranks();
    assertArrayEquals(new double[] {.25, .25, .25, .25}, alone.toDoubleArray());
  }

  /** Renaming the nodes renames the ranks. */
  @Test
  void permutedNodes() {
    long[] ends = new Random(3).longs(200, 0, 31).toArray();
    long[] renamed = java.util.Arrays.stream(ends).map(i -> i * 12 % 31).toArray();
    Tensor ranks = PageRank.of(edges(ends), 31).ranks();
    Tensor others = PageRank.of(edges(renamed), 31).ranks();
    for (int i = 0; i < 31; i++) {
      assertEquals(ranks.get(i), others.get(i * 12 % 31), 1e-10);
    }
  }

  @Test
  void errorsSayWhatIsWrong() {
    String outside = message(edges(0, 1, 1, 3, 7, 0), 3);
    assertTrue(outside.contains("edge 1 is (1, 3)") && outside.contains("from 0 to 2"), outside);
    assertTrue(message(edges(0, 1, -1, 0), 3).contains("edge 1 is (-1, 0)"));
    assertTrue(message(edges(), 0).contains("0 nodes"));
    assertTrue(message(edges(), -2).contains("-2 nodes"));
    assertTrue(message(edges(), 1L << 40).contains("at most"));
    assertThrows(ShapeException.class, () -> PageRank.of(Tensor.of(new long[] {0, 1}), 2));
    Tensor three = Tensor.of(new long[] {0, 1, 2}).reshape(1, 3);
    assertThrows(ShapeException.class, () -> PageRank.of(three, 3));
    Tensor real = Tensor.ones(DType.F64, 1, 2);
    String cast = assertThrows(DTypeException.class, () -> PageRank.of(real, 2)).getMessage();
    assertTrue(cast.contains("cast(DType.I64)"), cast);
    PageRankOptions auto = PageRankOptions.auto();
    for (double damping : new double[] {-0.1, 1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> auto.withDamping(damping));
    }
    for (double tolerance : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> auto.withTolerance(tolerance));
    }
    assertThrows(IllegalArgumentException.class, () -> auto.withMaxIterations(0));
  }

  private static String message(Tensor edges, long nodes) {
    return assertThrows(IllegalArgumentException.class, () -> PageRank.of(edges, nodes))
        .getMessage();
  }

  @Test
  void tooFewIterationsAreAnErrorWithTheCertificate() {
    PageRankOptions few = PageRankOptions.auto().withMaxIterations(3);
    Tensor edges = edges(0, 1, 1, 2, 2, 0, 2, 1);
    NoConvergenceException stopped =
        assertThrows(NoConvergenceException.class, () -> PageRank.of(edges, 4, few));
    assertEquals(3, stopped.certificate().sweeps());
    assertTrue(stopped.certificate().remaining() > 1e-10);
  }

  @Test
  void anInterruptCancels() {
    Thread.currentThread().interrupt();
    try {
      assertThrows(CancellationException.class, () -> PageRank.of(edges(0, 1), 2));
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      Thread.interrupted();
    }
  }
}
