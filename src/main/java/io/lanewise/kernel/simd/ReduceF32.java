package io.lanewise.kernel.simd;

import io.lanewise.kernel.ReduceKernel;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Reductions of f32 runs, with the 128 bytes of virtual lanes of {@link ReduceKernel} in 2, 4 or 8 vectors; other vector lengths
 * are left to the scalar kernel.
 *
 * <p>Vectors are added pairwise, then the halves of the last one are folded onto each other by shuffles, which is the tree over
 * the partial sums that the interface asks for. ({@code reduceLanes(ADD)} takes another order once it is compiled.) A block's rest
 * is loaded under masks, as zeros where it has ended: no partial sum is -0, so zeros change none.
 */
public final class ReduceF32 implements ReduceKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final int VECTORS = 128 / SPECIES.vectorByteSize();
  private static final ReduceKernel SCALAR = new io.lanewise.kernel.scalar.ReduceF32();
  private static final VectorShuffle<Float> DOWN_8 = down(8);
  private static final VectorShuffle<Float> DOWN_4 = down(4);
  private static final VectorShuffle<Float> DOWN_2 = down(2);
  private static final VectorShuffle<Float> DOWN_1 = down(1);

  /** The kernel has no state. */
  public ReduceF32() {}

  private static VectorShuffle<Float> down(int lanes) {
    return VectorShuffle.iota(SPECIES, lanes, 1, true);
  }

  private static FloatVector load(MemorySegment x, long at, int i) {
    return FloatVector.fromMemorySegment(
        SPECIES, x, at + (long) i * Float.BYTES, ByteOrder.nativeOrder());
  }

  /** Elements i and on, zeros from element n. */
  private static FloatVector load(MemorySegment x, long at, int i, int n) {
    VectorMask<Float> mask = SPECIES.indexInRange(i, n);
    return FloatVector.fromMemorySegment(
        SPECIES, x, at + (long) i * Float.BYTES, ByteOrder.nativeOrder(), mask);
  }

  private static float fold(FloatVector s) {
    FloatVector t = s;
    t = LANES > 8 ? t.add(t.rearrange(DOWN_8)) : t;
    t = LANES > 4 ? t.add(t.rearrange(DOWN_4)) : t;
    t = LANES > 2 ? t.add(t.rearrange(DOWN_2)) : t;
    return t.add(t.rearrange(DOWN_1)).lane(0);
  }

  @Override
  public double sum(MemorySegment x, long at, int n) {
    return switch (VECTORS) {
      case 2 -> sum2(x, at, n);
      case 4 -> sum4(x, at, n);
      case 8 -> sum8(x, at, n);
      default -> SCALAR.sum(x, at, n);
    };
  }

  private static double sum2(MemorySegment x, long at, int n) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      s0 = s0.add(load(x, at, i));
      s1 = s1.add(load(x, at, i + LANES));
    }
    if (i < n) {
      s0 = s0.add(load(x, at, i, n));
      s1 = s1.add(load(x, at, i + LANES, n));
    }
    return fold(s0.add(s1));
  }

  private static double sum4(MemorySegment x, long at, int n) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      s0 = s0.add(load(x, at, i));
      s1 = s1.add(load(x, at, i + LANES));
      s2 = s2.add(load(x, at, i + 2 * LANES));
      s3 = s3.add(load(x, at, i + 3 * LANES));
    }
    if (i < n) {
      s0 = s0.add(load(x, at, i, n));
      s1 = s1.add(load(x, at, i + LANES, n));
      s2 = s2.add(load(x, at, i + 2 * LANES, n));
      s3 = s3.add(load(x, at, i + 3 * LANES, n));
    }
    return fold(s0.add(s2).add(s1.add(s3)));
  }

  private static double sum8(MemorySegment x, long at, int n) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    FloatVector s4 = FloatVector.zero(SPECIES);
    FloatVector s5 = FloatVector.zero(SPECIES);
    FloatVector s6 = FloatVector.zero(SPECIES);
    FloatVector s7 = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - 8 * LANES; i += 8 * LANES) {
      s0 = s0.add(load(x, at, i));
      s1 = s1.add(load(x, at, i + LANES));
      s2 = s2.add(load(x, at, i + 2 * LANES));
      s3 = s3.add(load(x, at, i + 3 * LANES));
      s4 = s4.add(load(x, at, i + 4 * LANES));
      s5 = s5.add(load(x, at, i + 5 * LANES));
      s6 = s6.add(load(x, at, i + 6 * LANES));
      s7 = s7.add(load(x, at, i + 7 * LANES));
    }
    if (i < n) {
      s0 = s0.add(load(x, at, i, n));
      s1 = s1.add(load(x, at, i + LANES, n));
      s2 = s2.add(load(x, at, i + 2 * LANES, n));
      s3 = s3.add(load(x, at, i + 3 * LANES, n));
      s4 = s4.add(load(x, at, i + 4 * LANES, n));
      s5 = s5.add(load(x, at, i + 5 * LANES, n));
      s6 = s6.add(load(x, at, i + 6 * LANES, n));
      s7 = s7.add(load(x, at, i + 7 * LANES, n));
    }
    return fold(s0.add(s4).add(s2.add(s6)).add(s1.add(s5).add(s3.add(s7))));
  }

  @Override
  public double max(MemorySegment x, long at, int n) {
    if (n < LANES) {
      return SCALAR.max(x, at, n);
    }
    FloatVector m = load(x, at, n - LANES);
    for (int i = 0; i < n - LANES; i += LANES) {
      m = m.max(load(x, at, i));
    }
    return m.reduceLanes(VectorOperators.MAX);
  }

  @Override
  public double min(MemorySegment x, long at, int n) {
    if (n < LANES) {
      return SCALAR.min(x, at, n);
    }
    FloatVector m = load(x, at, n - LANES);
    for (int i = 0; i < n - LANES; i += LANES) {
      m = m.min(load(x, at, i));
    }
    return m.reduceLanes(VectorOperators.MIN);
  }

  @Override
  public double maxAbs(MemorySegment x, long at, int n) {
    if (n < LANES) {
      return SCALAR.maxAbs(x, at, n);
    }
    FloatVector m = load(x, at, n - LANES).abs();
    for (int i = 0; i < n - LANES; i += LANES) {
      m = m.max(load(x, at, i).abs());
    }
    return m.reduceLanes(VectorOperators.MAX);
  }

  @Override
  public double dot(MemorySegment a, long aAt, MemorySegment b, long bAt, int n) {
    return switch (VECTORS) {
      case 2 -> dot2(a, aAt, b, bAt, n);
      case 4 -> dot4(a, aAt, b, bAt, n);
      case 8 -> dot8(a, aAt, b, bAt, n);
      default -> SCALAR.dot(a, aAt, b, bAt, n);
    };
  }

  private static double dot2(
      MemorySegment a, long aAt, MemorySegment b, long bAt, int n) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      s0 = load(a, aAt, i).fma(load(b, bAt, i), s0);
      s1 = load(a, aAt, i + LANES).fma(load(b, bAt, i + LANES), s1);
    }
    if (i < n) {
      s0 = load(a, aAt, i, n).fma(load(b, bAt, i, n), s0);
      s1 = load(a, aAt, i + LANES, n).fma(load(b, bAt, i + LANES, n), s1);
    }
    return fold(s0.add(s1));
  }

  private static double dot4(
      MemorySegment a, long aAt, MemorySegment b, long bAt, int n) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      s0 = load(a, aAt, i).fma(load(b, bAt, i), s0);
      s1 = load(a, aAt, i + LANES).fma(load(b, bAt, i + LANES), s1);
      s2 = load(a, aAt, i + 2 * LANES).fma(load(b, bAt, i + 2 * LANES), s2);
      s3 = load(a, aAt, i + 3 * LANES).fma(load(b, bAt, i + 3 * LANES), s3);
    }
    if (i < n) {
      s0 = load(a, aAt, i, n).fma(load(b, bAt, i, n), s0);
      s1 = load(a, aAt, i + LANES, n).fma(load(b, bAt, i + LANES, n), s1);
      s2 = load(a, aAt, i + 2 * LANES, n).fma(load(b, bAt, i + 2 * LANES, n), s2);
      s3 = load(a, aAt, i + 3 * LANES, n).fma(load(b, bAt, i + 3 * LANES, n), s3);
    }
    return fold(s0.add(s2).add(s1.add(s3)));
  }

  private static double dot8(
      MemorySegment a, long aAt, MemorySegment b, long bAt, int n) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    FloatVector s4 = FloatVector.zero(SPECIES);
    FloatVector s5 = FloatVector.zero(SPECIES);
    FloatVector s6 = FloatVector.zero(SPECIES);
    FloatVector s7 = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - 8 * LANES; i += 8 * LANES) {
      s0 = load(a, aAt, i).fma(load(b, bAt, i), s0);
      s1 = load(a, aAt, i + LANES).fma(load(b, bAt, i + LANES), s1);
      s2 = load(a, aAt, i + 2 * LANES).fma(load(b, bAt, i + 2 * LANES), s2);
      s3 = load(a, aAt, i + 3 * LANES).fma(load(b, bAt, i + 3 * LANES), s3);
      s4 = load(a, aAt, i + 4 * LANES).fma(load(b, bAt, i + 4 * LANES), s4);
      s5 = load(a, aAt, i + 5 * LANES).fma(load(b, bAt, i + 5 * LANES), s5);
      s6 = load(a, aAt, i + 6 * LANES).fma(load(b, bAt, i + 6 * LANES), s6);
      s7 = load(a, aAt, i + 7 * LANES).fma(load(b, bAt, i + 7 * LANES), s7);
    }
    if (i < n) {
      s0 = load(a, aAt, i, n).fma(load(b, bAt, i, n), s0);
      s1 = load(a, aAt, i + LANES, n).fma(load(b, bAt, i + LANES, n), s1);
      s2 = load(a, aAt, i + 2 * LANES, n).fma(load(b, bAt, i + 2 * LANES, n), s2);
      s3 = load(a, aAt, i + 3 * LANES, n).fma(load(b, bAt, i + 3 * LANES, n), s3);
      s4 = load(a, aAt, i + 4 * LANES, n).fma(load(b, bAt, i + 4 * LANES, n), s4);
      s5 = load(a, aAt, i + 5 * LANES, n).fma(load(b, bAt, i + 5 * LANES, n), s5);
      s6 = load(a, aAt, i + 6 * LANES, n).fma(load(b, bAt, i + 6 * LANES, n), s6);
      s7 = load(a, aAt, i + 7 * LANES, n).fma(load(b, bAt, i + 7 * LANES, n), s7);
    }
    return fold(s0.add(s4).add(s2.add(s6)).add(s1.add(s5).add(s3.add(s7))));
  }

  @Override
  public double sumOfSquares(MemorySegment x, long at, int n, double scale) {
    // Scaling is for the rare sum that would overflow or underflow.
    return scale == 1 ? dot(x, at, x, at, n) : SCALAR.sumOfSquares(x, at, n, scale);
  }
}
