package io.lanewise.jmh.measure;

import io.lanewise.jmh.library.Work;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Fused multiply-adds in registers and nothing else: as many as a core can do. */
final class ArithmeticF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int STEPS = 4096;

  /** More than latency times throughput of any core so far, and fewer than 16 registers. */
  private static final int CHAINS = 10;

  /** Floating-point operations of one call. */
  static final double OPERATIONS = 2.0 * CHAINS * STEPS * SPECIES.length();

  private ArithmeticF32() {}

  static Work work() {
    float[] sink = {0.5f};
    return Work.of(() -> sink[0] = multiplyAdd(sink[0]), () -> new double[] {sink[0]});
  }

  private static float multiplyAdd(float start) {
    // Stays between 0 and 1 whatever the start: no overflow, no subnormal numbers.
    FloatVector x = FloatVector.broadcast(SPECIES, Math.min(Math.abs(start), 0.5f));
    FloatVector a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x;
    for (int step = 0; step < STEPS; step++) {
      a = x.fma(x, a);
      b = x.fma(x, b);
      c = x.fma(x, c);
      d = x.fma(x, d);
      e = x.fma(x, e);
      f = x.fma(x, f);
      g = x.fma(x, g);
      h = x.fma(x, h);
      i = x.fma(x, i);
      j = x.fma(x, j);
    }
    FloatVector sum = a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j);
    return sum.lane(0) > 0 ? 0.5f : sum.lane(0);
  }
}
