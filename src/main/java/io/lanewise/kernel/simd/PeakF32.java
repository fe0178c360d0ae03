package io.lanewise.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Fused multiply-adds in registers and nothing else: the most that a core can do, of which every other rate is a share. */
public final class PeakF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Chains: more than latency times throughput of any core so far, and with x fewer than 16 registers. */
  private static final int CHAINS = 10;

  private PeakF32() {}

  /**
   * Floating-point operations of {@link #run}.
   *
   * @param steps its argument
   * @return how many
   */
  public static double operations(int steps) {
    return 2.0 * CHAINS * SPECIES.length() * steps;
  }

  /**
   * Multiplies and adds.
   *
   * @param x from 0 to 0.5, so that the sums stay between 0 and 1
   * @param steps how often
   * @return something that depends on all of them
   */
  public static float run(float x, int steps) {
    FloatVector v = FloatVector.broadcast(SPECIES, x);
    FloatVector a = v;
    FloatVector b = v;
    FloatVector c = v;
    FloatVector d = v;
    FloatVector e = v;
    FloatVector f = v;
    FloatVector g = v;
    FloatVector h = v;
    FloatVector i = v;
    FloatVector j = v;
    for (int step = 0; step < steps; step++) {
      a = v.fma(v, a);
      b = v.fma(v, b);
      c = v.fma(v, c);
      d = v.fma(v, d);
      e = v.fma(v, e);
      f = v.fma(v, f);
      g = v.fma(v, g);
      h = v.fma(v, h);
      i = v.fma(v, i);
      j = v.fma(v, j);
    }
    return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).lane(0);
  }
}
