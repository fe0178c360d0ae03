package io.lanewise;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Attention of one head in fifty decimal digits, and how far from it rounding may lead.
 *
 * @param value exact result, one row for each query
 * @param bound of the error of each element
 */
record AttentionOracle(double[][] value, double[][] bound) {
  private static final MathContext DIGITS = new MathContext(50);

  /** Below this, a weight relative to the largest is no number of either type. */
  private static final BigDecimal NEGLIGIBLE = BigDecimal.valueOf(-800);

  /**
   * Computes.
   *
   * @param bias added to the scores, [queries][keys]; -infinity excludes
   */
  static AttentionOracle of(
      DType dtype, double[][] q, double[][] k, double[][] v, double[][] bias, double scale) {
    int columns = v.length == 0 ? 0 : v[0].length;
    AttentionOracle all =
        new AttentionOracle(new double[q.length][columns], new double[q.length][columns]);
    for (int i = 0; i < q.length; i++) {
      all.row(i, dtype, q[i], k, v, bias[i], scale);
    }
    return all;
  }

  private void row(
      int i, DType dtype, double[] q, double[][] k, double[][] v, double[] bias, double scale) {
    int keys = k.length;
    double eps = dtype.epsilon();
    BigDecimal[] scores = new BigDecimal[keys];
    BigDecimal largest = null;
    double scoreError = 0;
    for (int j = 0; j < keys; j++) {
      if (bias[j] == Double.NEGATIVE_INFINITY) {
        continue;
      }
      BigDecimal sum = BigDecimal.ZERO;
      double size = 0;
      for (int p = 0; p < q.length; p++) {
        sum = sum.add(new BigDecimal(q[p]).multiply(new BigDecimal(k[j][p])));
        size += Math.abs(q[p] * k[j][p]);
      }
      // product, its factor (rounded itself), the mask
      scores[j] = sum.multiply(new BigDecimal(scale)).add(new BigDecimal(bias[j]));
      double error = (q.length + 4) * eps * size * scale + eps * Math.abs(bias[j]);
      scoreError = Math.max(scoreError, error);
      largest = largest == null ? scores[j] : largest.max(scores[j]);
    }
    if (largest == null) {
      return; // nothing is left: zeros, exactly
    }
    BigDecimal total = BigDecimal.ZERO;
    BigDecimal[] weights = new BigDecimal[keys];
    double[] relative = new double[keys];
    for (int j = 0; j < keys; j++) {
      if (scores[j] != null) {
        BigDecimal below = scores[j].subtract(largest);
        weights[j] = exp(below);
        relative[j] = 2 * scoreError + eps * (Math.abs(below.doubleValue()) + 4);
        total = total.add(weights[j]);
      }
    }
    double mean = 0;
    for (int j = 0; j < keys; j++) {
      if (weights[j] != null) {
        weights[j] = weights[j].divide(total, DIGITS);
        mean += weights[j].doubleValue() * relative[j];
      }
    }
    double tiny = dtype == DType.F32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    for (int c = 0; c < value[i].length; c++) {
      BigDecimal sum = BigDecimal.ZERO;
      double size = 0;
      for (int j = 0; j < keys; j++) {
        if (weights[j] != null) {
          sum = sum.add(weights[j].multiply(new BigDecimal(v[j][c])));
          double other = relative[j] + mean + (2 * keys + 4) * eps;
          size += weights[j].doubleValue() * Math.abs(v[j][c]) * other + tiny * Math.abs(v[j][c]);
        }
      }
      value[i][c] = sum.doubleValue();
      bound[i][c] = 1.1 * size + tiny; // 1.1 for what is of second order
    }
  }

  /** Of a number that is not positive. */
  private static BigDecimal exp(BigDecimal x) {
    if (x.compareTo(NEGLIGIBLE) < 0) {
      return BigDecimal.ZERO;
    }
    int halvings = 20;
    BigDecimal small = x.divide(BigDecimal.valueOf(1L << halvings), DIGITS);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int i = 1; i < 16; i++) {
      term = term.multiply(small).divide(BigDecimal.valueOf(i), DIGITS);
      sum = sum.add(term);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, DIGITS);
    }
    return sum;
  }
}
