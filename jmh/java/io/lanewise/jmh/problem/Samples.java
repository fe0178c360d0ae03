package io.lanewise.jmh.problem;

import io.lanewise.DType;
import java.util.SplittableRandom;

/** Inputs, and the unit of their rounding errors. */
final class Samples {
  private Samples() {}

  /** Uniform numbers in [low, low + 1) that the type represents exactly. */
  static double[] uniform(DType dtype, long seed, int count, double low) {
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
