package io.lanewise.cli;

import io.lanewise.Tensor;
import io.lanewise.linalg.PageRank;
import io.lanewise.linalg.PageRankOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lanewise pagerank}. */
@Command(
    name = "pagerank",
    mixinStandardHelpOptions = true,
    description = {
      "Ranks of the nodes of a directed graph.",
      "A line of the text is an edge, 'from to', with node numbers from 0; what follows # is a"
          + " comment. Writes one rank for each node, together 1. Nodes without outgoing edges"
          + " spread theirs evenly."
    },
    footer = {"", "Example:  lanewise pagerank edges.txt -o ranks.npy"})
final class PageRankCommand implements Callable<Integer> {
  private static final int SHOWN = 5;

  private final Console console;

  @Parameters(paramLabel = "edges.txt", description = "The edges; - is standard input.")
  private Path input;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "ranks.npy",
      description = "Where the ranks go, float64, shape (nodes); - is standard output.")
  private Path output;

  @Option(
      names = "--damping",
      defaultValue = "0.85",
      paramLabel = "d",
      description = "Share that follows edges (default: ${DEFAULT-VALUE}).")
  private double damping;

  @Option(
      names = "--nodes",
      paramLabel = "n",
      description = "How many nodes there are (default: the largest number in the file, and one).")
  private @Nullable Long nodes;

  @Mixin private CommonOptions common;

  PageRankCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return common.run(console, output, this::run);
  }

  private void run(Console console) throws IOException {
    EdgeList list =
        Streams.isStandard(input)
            ? EdgeList.read(console.in(), Streams.STANDARD_INPUT)
            : EdgeList.read(input);
    Tensor edges = list.edges();
    PageRankOptions options = PageRankOptions.auto().withDamping(damping);
    long count = nodes == null ? list.nodes() : nodes;
    long start = System.nanoTime();
    PageRank rank = Inputs.about(Streams.name(input), () -> PageRank.of(edges, count, options));
    double seconds = (System.nanoTime() - start) * 1e-9;
    Streams.write(output, console, rank.ranks());
    Summary summary = new Summary(console);
    summary.fact("graph", count + " nodes, " + edges.size(0) + " edges");
    summary.fact(
        "iterations", rank.iterations() + ", change of the last " + Text.number(rank.change(), 2));
    summary.fact("highest", highest(rank.ranks()));
    summary.fact("time", Text.time(seconds));
    summary.shape(output.toString(), rank.ranks());
  }

  /** The first nodes by rank; takes each from a copy by its maximum, as they are few. */
  private static String highest(Tensor ranks) {
    Tensor left = ranks.copy();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < SHOWN && i < ranks.size(0); i++) {
      long node = left.argmax();
      text.append(i == 0 ? "" : ", ").append("node ").append(node).append(' ');
      text.append(Text.number(left.get(node), 4));
      left.set(-1, node);
    }
    return text.toString();
  }
}
