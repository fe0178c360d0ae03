package io.lanewise.cli.svg;

/**
 * Values along an axis.
 *
 * @param low at its beginning
 * @param high at its end, larger
 * @param logarithmic whether equal lengths are equal factors; both ends are positive then
 */
public record Scale(double low, double high, boolean logarithmic) {

  /**
   * Equal lengths are equal differences.
   *
   * @param low at its beginning
   * @param high at its end, larger
   * @return the scale
   */
  public static Scale linear(double low, double high) {
    return new Scale(low, high, /* logarithmic= */ false);
  }

  /**
   * Equal lengths are equal factors.
   *
   * @param low at its beginning, positive
   * @param high at its end, larger
   * @return the scale
   */
  public static Scale logarithmic(double low, double high) {
    return new Scale(low, high, /* logarithmic= */ true);
  }

  /**
   * Where a value is.
   *
   * @param value any
   * @return 0 at the beginning, 1 at the end; a value beyond is at the end that it is beyond of
   */
  double share(double value) {
    double share =
        logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    return Math.clamp(share, 0, 1);
  }

  /** The value at a share of its length. */
  double value(double share) {
    return logarithmic ? low * Math.pow(high / low, share) : low + (high - low) * share;
  }
}
