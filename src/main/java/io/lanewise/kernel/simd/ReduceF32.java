package io.lanewise.kernel.simd;

import io.lanewise.kernel.ReduceKernel;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Reductions of f32 runs. Sums are in {@link SumF32} and {@link DotF32}; vector lengths that these
 * do not know are left to the scalar kernel. Extremes do not depend on the order: four vectors at a
 * time, because one maximum, which must look for NaN and for the sign of zeros, takes many cycles;
 * the last vector of the run may overlap the one before.
 */
public final class ReduceF32 implements ReduceKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final long WIDTH = SPECIES.vectorByteSize();
  private static final int VECTORS = 128 / SPECIES.vectorByteSize();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final ReduceKernel SCALAR = new io.lanewise.kernel.scalar.ReduceF32();

  /** The kernel has no state. */
  public ReduceF32() {}

  @Override
  public double sum(MemorySegment x, long at, int n) {
    return switch (VECTORS) {
      case 2 -> SumF32.sum2(x, at, n);
      case 4 -> SumF32.sum4(x, at, n);
      case 8 -> SumF32.sum8(x, at, n);
      default -> SCALAR.sum(x, at, n);
    };
  }

  @Override
  public double dot(MemorySegment a, long aAt, MemorySegment b, long bAt, int n) {
    return switch (VECTORS) {
      case 2 -> DotF32.dot2(a, aAt, b, bAt, n);
      case 4 -> DotF32.dot4(a, aAt, b, bAt, n);
      case 8 -> DotF32.dot8(a, aAt, b, bAt, n);
      default -> SCALAR.dot(a, aAt, b, bAt, n);
    };
  }

  @Override
  public double sumOfSquares(MemorySegment x, long at, int n, double scale) {
    // Scaling is for the rare sum that would overflow or underflow.
    return scale == 1 ? dot(x, at, x, at, n) : SCALAR.sumOfSquares(x, at, n, scale);
  }

  @Override
  public double max(MemorySegment x, long at, int n) {
    x = Base.of(x);
    if (n < LANES) {
      return SCALAR.max(x, at, n);
    }
    long end = at + (long) (n - LANES) * Float.BYTES;
    FloatVector m0 = FloatVector.fromMemorySegment(SPECIES, x, end, NATIVE);
    FloatVector m1 = m0;
    FloatVector m2 = m0;
    FloatVector m3 = m0;
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      long next = at + (long) i * Float.BYTES;
      m0 = FloatVector.fromMemorySegment(SPECIES, x, next, NATIVE).max(m0);
      m1 = FloatVector.fromMemorySegment(SPECIES, x, next + WIDTH, NATIVE).max(m1);
      m2 = FloatVector.fromMemorySegment(SPECIES, x, next + 2 * WIDTH, NATIVE).max(m2);
      m3 = FloatVector.fromMemorySegment(SPECIES, x, next + 3 * WIDTH, NATIVE).max(m3);
    }
    for (; i < n - LANES; i += LANES) {
      long next = at + (long) i * Float.BYTES;
      m0 = FloatVector.fromMemorySegment(SPECIES, x, next, NATIVE).max(m0);
    }
    return m0.max(m1).max(m2.max(m3)).reduceLanes(VectorOperators.MAX);
  }

  @Override
  public double min(MemorySegment x, long at, int n) {
    x = Base.of(x);
    if (n < LANES) {
      return SCALAR.min(x, at, n);
    }
    long end = at + (long) (n - LANES) * Float.BYTES;
    FloatVector m0 = FloatVector.fromMemorySegment(SPECIES, x, end, NATIVE);
    FloatVector m1 = m0;
    FloatVector m2 = m0;
    FloatVector m3 = m0;
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      long next = at + (long) i * Float.BYTES;
      m0 = FloatVector.fromMemorySegment(SPECIES, x, next, NATIVE).min(m0);
      m1 = FloatVector.fromMemorySegment(SPECIES, x, next + WIDTH, NATIVE).min(m1);
      m2 = FloatVector.fromMemorySegment(SPECIES, x, next + 2 * WIDTH, NATIVE).min(m2);
      m3 = FloatVector.fromMemorySegment(SPECIES, x, next + 3 * WIDTH, NATIVE).min(m3);
    }
    for (; i < n - LANES; i += LANES) {
      long next = at + (long) i * Float.BYTES;
      m0 = FloatVector.fromMemorySegment(SPECIES, x, next, NATIVE).min(m0);
    }
    return m0.min(m1).min(m2.min(m3)).reduceLanes(VectorOperators.MIN);
  }

  @Override
  public double maxAbs(MemorySegment x, long at, int n) {
    x = Base.of(x);
    if (n < LANES) {
      return SCALAR.maxAbs(x, at, n);
    }
    long end = at + (long) (n - LANES) * Float.BYTES;
    FloatVector m0 = FloatVector.fromMemorySegment(SPECIES, x, end, NATIVE).abs();
    FloatVector m1 = m0;
    FloatVector m2 = m0;
    FloatVector m3 = m0;
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      long next = at + (long) i * Float.BYTES;
      m0 = FloatVector.fromMemorySegment(SPECIES, x, next, NATIVE).abs().max(m0);
      m1 = FloatVector.fromMemorySegment(SPECIES, x, next + WIDTH, NATIVE).abs().max(m1);
      m2 = FloatVector.fromMemorySegment(SPECIES, x, next + 2 * WIDTH, NATIVE).abs().max(m2);
      m3 = FloatVector.fromMemorySegment(SPECIES, x, next + 3 * WIDTH, NATIVE).abs().max(m3);
    }
    for (; i < n - LANES; i += LANES) {
      long next = at + (long) i * Float.BYTES;
      m0 = FloatVector.fromMemorySegment(SPECIES, x, next, NATIVE).abs().max(m0);
    }
    return m0.max(m1).max(m2.max(m3)).reduceLanes(VectorOperators.MAX);
  }
}
