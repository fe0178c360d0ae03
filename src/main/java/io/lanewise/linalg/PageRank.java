package io.lanewise.linalg;

import io.lanewise.DTypeException;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/**
 * PageRank: how often a walk through a directed graph is at each node, if it follows one of the
 * links of its node with probability {@code damping}, all of them alike, and otherwise jumps to any
 * node [1]. It is the eigenvector for the eigenvalue 1, the largest, of that walk's transition
 * matrix.
 *
 * <p>A node without links, a dangling one, is treated as if it had a link to every node, itself
 * included. Parallel edges add up: a link that is given twice is followed twice as often. An edge
 * from a node to itself counts as any other.
 *
 * <p><b>Method.</b> Power iteration from equal ranks, on the edges alone: the transition matrix is
 * never formed. {@code change()} falls by {@code damping} in each iteration or faster, since all
 * other eigenvalues are at most that large [2]. All is computed in F64, in an order that depends on
 * the edges alone.
 *
 * <p><b>Cost.</b> For each iteration one addition and one random read for each edge; memory 4 bytes
 * for an edge, 36 for a node.
 *
 * <p>[1] L. Page, S. Brin, R. Motwani and T. Winograd, The PageRank citation ranking: bringing
 * order to the web, 1999. [2] T. Haveliwala and S. Kamvar, The second eigenvalue of the Google
 * matrix, 2003.
 */
public final class PageRank {
  private static final String NAME = "PageRank";

  private final Tensor ranks;
  private final int iterations;
  private final double change;

  private PageRank(Tensor ranks, int iterations, double change) {
    this.ranks = ranks;
    this.iterations = iterations;
    this.change = change;
  }

  /**
   * Ranks the nodes with the default options.
   *
   * @param edges see {@link #of(Tensor, long, PageRankOptions)}
   * @param nodes how many nodes there are
   * @return the ranks
   */
  public static PageRank of(Tensor edges, long nodes) {
    return of(edges, nodes, PageRankOptions.auto());
  }

  /**
   * Ranks the nodes.
   *
   * @param edges I64 or I32, shape (e, 2), e from 0: the numbers of the nodes that each edge leads
   *     from and to, from 0
   * @param nodes how many nodes there are, at least 1; nodes without any edge count too
   * @param options how
   * @return the ranks
   * @throws ShapeException if the shape is another
   * @throws DTypeException if the type is another
   * @throws IllegalArgumentException if there are no nodes, or an edge names one that does not
   *     exist, naming the first
   * @throws NoConvergenceException if {@code options.maxIterations()} are not enough
   * @throws CancellationException if the thread is interrupted; its flag stays set
   */
  public static PageRank of(Tensor edges, long nodes, PageRankOptions options) {
    LinkGraph graph = LinkGraph.of(NAME, edges, nodes);
    int n = graph.nodes();
    double[] ranks = new double[n];
    java.util.Arrays.fill(ranks, 1.0 / n);
    double[] shares = new double[n];
    double change = Double.NaN;
    for (int iteration = 1; iteration <= options.maxIterations(); iteration++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException(NAME + ": interrupted in iteration " + iteration);
      }
      change = iterate(graph, options.damping(), ranks, shares);
      if (change <= options.tolerance()) {
        return new PageRank(normalised(ranks), iteration, change);
      }
    }
    throw new NoConvergenceException(
        NAME, Certificate.ofSweeps(options.maxIterations(), change, options.tolerance()));
  }

  /**
   * One step of the walk.
   *
   * @param ranks replaced by the new ones
   * @param shares scratch: what each node gives to each of its links
   * @return the sum of all changes
   */
  private static double iterate(LinkGraph graph, double damping, double[] ranks, double[] shares) {
    int n = ranks.length;
    Sum dangling = new Sum();
    for (int i = 0; i < n; i++) {
      int links = graph.outgoing(i);
      shares[i] = links == 0 ? 0 : damping * ranks[i] / links;
      dangling.add(links == 0 ? ranks[i] : 0);
    }
    double everywhere = (1 - damping + damping * dangling.value()) / n;
    Sum change = new Sum();
    for (int i = 0; i < n; i++) {
      double rank = everywhere + graph.incoming(i, shares);
      change.add(Math.abs(rank - ranks[i]));
      ranks[i] = rank;
    }
    return change.value();
  }

  private static Tensor normalised(double[] ranks) {
    Sum total = new Sum();
    for (double rank : ranks) {
      total.add(rank);
    }
    return Tensor.of(ranks).divInPlace(total.value());
  }

  /** A sum whose error does not grow with the number of terms (W. Kahan, CACM 8, 1965). */
  private static final class Sum {
    private double sum;
    private double lost;

    void add(double term) {
      double corrected = term - lost;
      double next = sum + corrected;
      lost = next - sum - corrected;
      sum = next;
    }

    double value() {
      return sum;
    }
  }

  /**
   * The ranks.
   *
   * @return F64, shape (nodes), all positive for a damping below 1, their sum 1
   */
  public Tensor ranks() {
    return ranks;
  }

  /**
   * How many iterations it took.
   *
   * @return their number, at least 1
   */
  public int iterations() {
    return iterations;
  }

  /**
   * How much the last iteration changed.
   *
   * @return the sum of the changes of all ranks; the ranks differ from the exact ones by at most
   *     {@code damping / (1 - damping)} times as much in sum
   */
  public double change() {
    return change;
  }

  /** One line, such as {@code PageRank[4 nodes, 27 iterations, change 8.1e-11]}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s[%d nodes, %d iterations, change %.1e]",
        NAME,
        ranks.size(0),
        iterations,
        change);
  }
}
