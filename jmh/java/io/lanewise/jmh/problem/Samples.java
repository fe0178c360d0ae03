package io.lanewise.jmh.problem;

import io.lanewise.DType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Inputs, and the unit of their rounding errors. */
final class Samples {
  /** Large inputs are asked for by every contender. */
  private static final Map<List<Object>, double[]> KNOWN = new HashMap<>();

  private Samples() {}

  /**
   * Uniform numbers in [low, low + 1) that the type represents exactly; the same array each time,
   * which must not be written.
   */
  static double[] uniform(DType dtype, long seed, int count, double low) {
    return KNOWN.computeIfAbsent(
        List.of(dtype, seed, count, low), key -> generate(dtype, seed, count, low));
  }

  private static double[] generate(DType dtype, long seed, int count, double low) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = round(dtype, random.nextDouble() + low);
    }
    return values;
  }

  static double round(DType dtype, double value) {
    return dtype == DType.F32 ? (float) value : value;
  }

  /** Distance from 1 to the next number: 2^-23 or 2^-52. */
  static double epsilon(DType dtype) {
    return dtype == DType.F32 ? Math.ulp(1f) : Math.ulp(1.0);
  }

  static int bytes(DType dtype) {
    return dtype == DType.F32 ? Float.BYTES : Double.BYTES;
  }

  static void require(boolean right, String what, double found, double bound) {
    if (!right) {
      throw new AssertionError(what + ": " + found + ", but at most " + bound + " is rounding");
    }
  }
}
