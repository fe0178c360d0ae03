package io.lanewise.linalg;

import io.lanewise.Tensor;
import java.util.Arrays;
import java.util.Locale;

/**
 * Numbers counted by size. As text it is a line for each interval with a bar as long as its count.
 *
 * @param edges F64, shape (bins + 1), ascending: interval i is from {@code edges[i]} to {@code
 *     edges[i + 1]}
 * @param counts I64, shape (bins): how many numbers are in each; smaller ones are in the first, and
 *     larger ones in the last
 */
public record Histogram(Tensor edges, Tensor counts) {
  private static final int WIDTH = 50;

  /**
   * Counts on a logarithmic scale.
   *
   * @param values ascending, none negative or NaN
   * @param bins intervals
   * @return the counts
   */
  static Histogram logarithmic(double[] values, int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("histogram: " + bins + " bins, but at least 1 is needed");
    }
    double[] proper =
        Arrays.stream(values).filter(x -> x > 0 && x < Double.POSITIVE_INFINITY).toArray();
    double low = proper.length == 0 ? 1 : proper[0];
    double high = proper.length == 0 ? 1 : proper[proper.length - 1];
    double ratio = (StrictMath.log(high) - StrictMath.log(low)) / bins;
    double[] edges = new double[bins + 1];
    for (int i = 0; i < bins; i++) {
      edges[i] = low * StrictMath.exp(ratio * i);
    }
    edges[bins] = high;
    long[] counts = new long[bins];
    int bin = 0;
    for (double value : values) {
      while (bin < bins - 1 && value >= edges[bin + 1]) {
        bin++;
      }
      counts[bin]++;
    }
    return new Histogram(Tensor.of(edges), Tensor.of(counts));
  }

  @Override
  public String toString() {
    double[] limits = edges.toDoubleArray();
    long[] numbers = counts.toLongArray();
    long most = Math.max(1, Arrays.stream(numbers).max().orElse(0));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < numbers.length; i++) {
      String bar = "#".repeat((int) Math.ceilDiv(numbers[i] * WIDTH, most));
      text.append(
          String.format(
              Locale.ROOT,
              "%8.1e .. %8.1e  %-" + WIDTH + "s %d%n",
              limits[i],
              limits[i + 1],
              bar,
              numbers[i]));
    }
    return text.toString();
  }
}
