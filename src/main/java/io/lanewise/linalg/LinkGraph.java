package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;

/**
 * A directed graph by its incoming links: for each node the sources of the edges that end there,
 * one after the other (compressed sparse rows of the transposed adjacency matrix), in the order in
 * which the edges were given.
 *
 * <p>By sources and not by targets, since then each node's sum is one pass over consecutive numbers
 * that writes nothing but its own element.
 *
 * <p>Memory: 4 bytes for an edge, 12 for a node, and a block of edges while it is built.
 */
final class LinkGraph {
  /** Edges that are read from the tensor at a time. */
  private static final long BLOCK = 1 << 18;

  private final int[] starts;
  private final int[] sources;
  private final int[] outgoing;

  private LinkGraph(int[] starts, int[] sources, int[] outgoing) {
    this.starts = starts;
    this.sources = sources;
    this.outgoing = outgoing;
  }

  /**
   * Sorts edges by their targets.
   *
   * @param operation for error texts
   * @param edges I64 or I32, shape (e, 2): from, to
   * @param nodes their number, at least 1
   */
  static LinkGraph of(String operation, Tensor edges, long nodes) {
    check(operation, edges, nodes);
    int n = (int) nodes;
    int[] starts = new int[n + 1];
    int[] outgoing = new int[n];
    for (long first = 0; first < edges.size(0); first += BLOCK) {
      long[] ends = block(edges, first);
      for (int i = 0; i < ends.length; i += 2) {
        for (int side = 0; side < 2; side++) {
          if (ends[i + side] < 0 || ends[i + side] >= n) {
            throw new IllegalArgumentException(
                operation
                    + ": edge "
                    + (first + i / 2)
                    + " is ("
                    + ends[i]
                    + ", "
                    + ends[i + 1]
                    + "), but with "
                    + n
                    + " nodes they are numbered from 0 to "
                    + (n - 1));
          }
        }
        outgoing[(int) ends[i]]++;
        starts[(int) ends[i + 1] + 1]++;
      }
    }
    for (int i = 0; i < n; i++) {
      starts[i + 1] += starts[i];
    }
    int[] next = starts.clone();
    int[] sources = new int[starts[n]];
    for (long first = 0; first < edges.size(0); first += BLOCK) {
      long[] ends = block(edges, first);
      for (int i = 0; i < ends.length; i += 2) {
        sources[next[(int) ends[i + 1]]++] = (int) ends[i];
      }
    }
    return new LinkGraph(starts, sources, outgoing);
  }

  private static void check(String operation, Tensor edges, long nodes) {
    if (edges.dtype() != DType.I64 && edges.dtype() != DType.I32) {
      throw new DTypeException(
          operation
              + ": edges of type "
              + edges.dtype()
              + ", but they are pairs of node numbers; cast(DType.I64) first");
    }
    if (edges.rank() != 2 || edges.size(1) != 2) {
      throw new ShapeException(
          operation
              + ": edges of shape "
              + edges.shape()
              + ", but (e, 2) is needed: one row (from, to) for each");
    }
    if (nodes < 1) {
      throw new IllegalArgumentException(
          operation + ": a graph with " + nodes + " nodes; at least one is needed");
    }
    int most = Integer.MAX_VALUE - 8;
    if (nodes > most || edges.size(0) > most) {
      throw new IllegalArgumentException(
          operation
              + ": "
              + nodes
              + " nodes and "
              + edges.size(0)
              + " edges, but at most "
              + most
              + " of either fit");
    }
  }

  private static long[] block(Tensor edges, long first) {
    long last = Math.min(edges.size(0), first + BLOCK);
    return edges.slice(Slice.range(first, last)).toLongArray();
  }

  /** How many nodes there are. */
  int nodes() {
    return outgoing.length;
  }

  /** How many edges begin at a node, parallel ones counted each. */
  int outgoing(int node) {
    return outgoing[node];
  }

  /** The sum of the values of all sources of edges that end at a node. */
  double incoming(int node, double[] values) {
    double sum = 0;
    for (int i = starts[node]; i < starts[node + 1]; i++) {
      sum += values[sources[i]];
    }
    return sum;
  }
}
