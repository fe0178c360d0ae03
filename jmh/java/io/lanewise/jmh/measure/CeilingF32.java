package io.lanewise.jmh.measure;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.jmh.library.Operands;
import io.lanewise.jmh.library.Work;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Loops that do as much as a core can. */
final class CeilingF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final int STEPS = 4096;

  /** More than latency times throughput of any core so far, and fewer than 16 registers. */
  private static final int CHAINS = 10;

  /** Floating-point operations of one call of {@link #arithmetic}. */
  static final double OPERATIONS = 2.0 * CHAINS * STEPS * SPECIES.length();

  private CeilingF32() {}

  /** Fused multiply-adds in registers and nothing else. */
  static Work arithmetic() {
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

  /**
   * Reading: every vector of an array is loaded and added to one of eight sums.
   *
   * @param bytes size of the array, a multiple of 8 vectors
   */
  static Work reading(long bytes) {
    MemorySegment data = Operands.memory(Tensor.zeros(DType.F32, bytes / Float.BYTES));
    float[] sink = new float[1];
    return Work.of(() -> sink[0] = read(data), () -> new double[] {sink[0]});
  }

  private static float read(MemorySegment data) {
    int step = SPECIES.vectorByteSize();
    long end = data.byteSize();
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector a = zero, b = zero, c = zero, d = zero, e = zero, f = zero, g = zero, h = zero;
    for (long at = 0; at < end; at += 8L * step) {
      a = a.add(FloatVector.fromMemorySegment(SPECIES, data, at, ORDER));
      b = b.add(FloatVector.fromMemorySegment(SPECIES, data, at + step, ORDER));
      c = c.add(FloatVector.fromMemorySegment(SPECIES, data, at + 2 * step, ORDER));
      d = d.add(FloatVector.fromMemorySegment(SPECIES, data, at + 3 * step, ORDER));
      e = e.add(FloatVector.fromMemorySegment(SPECIES, data, at + 4 * step, ORDER));
      f = f.add(FloatVector.fromMemorySegment(SPECIES, data, at + 5 * step, ORDER));
      g = g.add(FloatVector.fromMemorySegment(SPECIES, data, at + 6 * step, ORDER));
      h = h.add(FloatVector.fromMemorySegment(SPECIES, data, at + 7 * step, ORDER));
    }
    return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).lane(0);
  }
}
