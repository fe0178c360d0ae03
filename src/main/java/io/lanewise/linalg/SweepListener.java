package io.lanewise.linalg;

/** Is told of the progress of a long decomposition, on the thread that computes. */
@FunctionalInterface
public interface SweepListener {

  /**
   * A sweep has ended. What this throws ends the decomposition.
   *
   * @param sweep its number, from 1
   * @param largest the largest relative off-diagonal element (cosine between columns) that it met,
   *     from 0 to 1; falls to the tolerance slowly at first, then quadratically
   */
  void swept(int sweep, double largest);
}
