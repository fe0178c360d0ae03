package io.lanewise.testing;

/** Sums of products in double-double arithmetic: an oracle with about 106 bits. */
public final class Exact {
  private double high;
  private double low;

  /**
   * Adds a product.
   *
   * @param a factor
   * @param b factor
   */
  public void add(double a, double b) {
    double product = a * b;
    double error = Math.fma(a, b, -product);
    double sum = high + product;
    double part = sum - high;
    low += (high - (sum - part)) + (product - part) + error;
    high = sum;
  }

  /**
   * The sum.
   *
   * @return rounded to double
   */
  public double value() {
    return high + low;
  }
}
