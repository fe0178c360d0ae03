package io.lanewise.linalg;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The order of complex eigenvalues: by modulus, then by real part, both descending, pairs together.
 *
 * <p>Rounding makes equal moduli differ, and then decides between 1 and -1, or among the roots of
 * unity. So a run of moduli in which each is within a few roundings of the one before it counts as
 * one modulus.
 */
final class EigenOrder {
  /** How far moduli are apart that count as equal, relatively, in units of n eps. [TP] */
  private static final double CLOSE = 8;

  private EigenOrder() {}

  /**
   * Sorts.
   *
   * @param real real parts
   * @param imaginary imaginary parts; of a pair, which stands together, the positive one first
   * @return their places in the new order
   */
  static int[] of(double[] real, double[] imaginary) {
    List<Integer> heads = new ArrayList<>(); // a real eigenvalue, or the first of a pair
    double[] modulus = new double[real.length];
    for (int i = 0; i < real.length; i++) {
      modulus[i] = Math.hypot(real[i], imaginary[i]);
      heads.add(i);
      i += imaginary[i] == 0 ? 0 : 1;
    }
    heads.sort(Comparator.comparingDouble(i -> -modulus[i]));
    Comparator<Integer> byRealPart = Comparator.comparingDouble(i -> -real[i]);
    double closeness = CLOSE * real.length * Math.ulp(1.0);
    int start = 0;
    for (int end = 1; end <= heads.size(); end++) {
      if (end == heads.size()
          || modulus[heads.get(end)] < modulus[heads.get(end - 1)] * (1 - closeness)) {
        heads.subList(start, end).sort(byRealPart);
        start = end;
      }
    }
    int[] order = new int[real.length];
    int next = 0;
    for (int head : heads) {
      order[next++] = head;
      if (imaginary[head] != 0) {
        order[next++] = head + 1;
      }
    }
    return order;
  }
}
