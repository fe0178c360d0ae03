package io.lanewise.kernel.simd;

import static jdk.incubator.vector.VectorOperators.B2F;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.I2B;
import static jdk.incubator.vector.VectorOperators.I2S;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.S2I;

import io.lanewise.DType;
import io.lanewise.kernel.SmallKernel;
import io.lanewise.kernel.scalar.Small;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Small types widened to f32 by vectors. The bits of numbers are made as integers and stored as
 * such: see {@link FloatVectorMath} why no vector is reinterpreted in registers. The last vector of
 * a run overlaps the one before; shorter runs, and vectors of 128 bits, whose narrow halves have no
 * species, are left to the scalar kernel.
 */
public final class VectorSmall implements SmallKernel {
  private static final VectorSpecies<Float> FLOATS = FloatVectorMath.SPECIES;
  private static final int LANES = FLOATS.length();

  /** Partial sums of an inner product. */
  private static final int PARTIAL = 128 / Float.BYTES;

  /** Vectors of bytes with as many lanes have at least 64 bits from 8 lanes on. */
  private static final boolean WIDE = FLOATS.vectorBitSize() >= 256;

  static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());
  static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, part(WIDE ? 2 : 1));
  static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class, part(WIDE ? 4 : 1));
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final SmallKernel SCALAR = new Small();

  /** The distance of the exponents' biases, 127 - 15, in the place of an f32's exponent. */
  private static final int BIAS = 112 << 23;

  private static final int EXPONENT = 0x1f << 23;

  /** The least normal binary16. */
  private static final float LEAST = 0x1p-14f;

  /** The kernel has no state. */
  public VectorSmall() {}

  private static VectorShape part(int divisor) {
    return VectorShape.forBitSize(FLOATS.vectorBitSize() / divisor);
  }

  @Override
  public void widen(
      DType type,
      MemorySegment x,
      long xAt,
      long stride,
      MemorySegment y,
      long yAt,
      int runs,
      int n) {
    if (!WIDE || n < LANES) {
      SCALAR.widen(type, x, xAt, stride, y, yAt, runs, n);
      return;
    }
    switch (type) {
      case BF16 -> bf16s(x, xAt, stride, y, yAt, runs, n);
      case F16 -> f16s(x, xAt, stride, y, yAt, runs, n);
      case I8 -> i8s(x, xAt, stride, y, yAt, runs, n);
      default -> throw new AssertionError("not a small type: " + type);
    }
  }

  @Override
  public void part(
      int width, MemorySegment x, long xAt, MemorySegment y, long yAt, long stride, int n) {
    if (!WIDE || n < LANES || NATIVE != ByteOrder.LITTLE_ENDIAN) {
      SCALAR.part(width, x, xAt, y, yAt, stride, n);
    } else if (width == Short.BYTES) {
      halves(x, xAt, y, yAt, stride, n);
    } else {
      quarters(x, xAt, y, yAt, stride, n);
    }
  }

  private static void halves(
      MemorySegment x, long xAt, MemorySegment y, long yAt, long stride, int n) {
    x = Base.of(x);
    y = Base.of(y);
    for (int i = 0; i < n; i += LANES) {
      int j = Math.min(i, n - LANES);
      IntVector words =
          IntVector.fromMemorySegment(INTS, x, xAt + (long) j * Integer.BYTES, NATIVE);
      long to = yAt + (long) j * Short.BYTES;
      ((ShortVector) words.convertShape(I2S, SHORTS, 0)).intoMemorySegment(y, to, NATIVE);
      ((ShortVector) words.lanewise(LSHR, 16).convertShape(I2S, SHORTS, 0))
          .intoMemorySegment(y, to + stride, NATIVE);
    }
  }

  private static void quarters(
      MemorySegment x, long xAt, MemorySegment y, long yAt, long stride, int n) {
    x = Base.of(x);
    y = Base.of(y);
    for (int i = 0; i < n; i += LANES) {
      int j = Math.min(i, n - LANES);
      IntVector words =
          IntVector.fromMemorySegment(INTS, x, xAt + (long) j * Integer.BYTES, NATIVE);
      long to = yAt + j;
      ((ByteVector) words.convertShape(I2B, BYTES, 0)).intoMemorySegment(y, to, NATIVE);
      ((ByteVector) words.lanewise(LSHR, 8).convertShape(I2B, BYTES, 0))
          .intoMemorySegment(y, to + stride, NATIVE);
      ((ByteVector) words.lanewise(LSHR, 16).convertShape(I2B, BYTES, 0))
          .intoMemorySegment(y, to + 2 * stride, NATIVE);
      ((ByteVector) words.lanewise(LSHR, 24).convertShape(I2B, BYTES, 0))
          .intoMemorySegment(y, to + 3 * stride, NATIVE);
    }
  }

  @Override
  public double dot(
      DType type,
      MemorySegment a,
      long aAt,
      MemorySegment b,
      long bAt,
      int n,
      MemorySegment scratch,
      long scratchAt) {
    if (!WIDE) {
      return SCALAR.dot(type, a, aAt, b, bAt, n, scratch, scratchAt);
    }
    int rest = n % PARTIAL;
    if (rest > 0) {
      scratch.asSlice(scratchAt, PARTIAL * Float.BYTES).fill((byte) 0);
      SCALAR.widen(type, a, aAt + (long) (n - rest) * type.bytes(), 0, scratch, scratchAt, 1, rest);
    }
    boolean two = LANES == PARTIAL / 2;
    return switch (type) {
      case BF16 ->
          two
              ? SmallDots.bf16By2(a, aAt, b, bAt, n, scratch, scratchAt)
              : SmallDots.bf16By4(a, aAt, b, bAt, n, scratch, scratchAt);
      case I8 ->
          two
              ? SmallDots.i8By2(a, aAt, b, bAt, n, scratch, scratchAt)
              : SmallDots.i8By4(a, aAt, b, bAt, n, scratch, scratchAt);
      default -> throw new AssertionError("not a small type: " + type);
    };
  }

  private static void bf16s(
      MemorySegment x, long xAt, long stride, MemorySegment y, long yAt, int runs, int n) {
    x = Base.of(x);
    y = Base.of(y);
    for (int r = 0; r < runs; r++) {
      long from = xAt + r * stride;
      long to = yAt + (long) r * n * Float.BYTES;
      for (int i = 0; i < n; i += LANES) {
        int j = Math.min(i, n - LANES);
        ShortVector bits =
            ShortVector.fromMemorySegment(SHORTS, x, from + (long) j * Short.BYTES, NATIVE);
        ((IntVector) bits.convertShape(S2I, INTS, 0))
            .lanewise(LSHL, 16)
            .intoMemorySegment(y, to + (long) j * Float.BYTES, NATIVE);
      }
    }
  }

  /**
   * The exponent and fraction move to their places, and the bias is added. What has the largest
   * exponent, infinities and NaN, gets it twice; what has the least becomes {@code 2^-15 (1 + f)}
   * instead of {@code 2^-14 f}: zeros and subnormal numbers. A vector without either takes the
   * short way.
   */
  private static void f16s(
      MemorySegment x, long xAt, long stride, MemorySegment y, long yAt, int runs, int n) {
    x = Base.of(x);
    y = Base.of(y);
    for (int r = 0; r < runs; r++) {
      long from = xAt + r * stride;
      long to = yAt + (long) r * n * Float.BYTES;
      for (int i = 0; i < n; i += LANES) {
        int j = Math.min(i, n - LANES);
        long at = to + (long) j * Float.BYTES;
        ShortVector half =
            ShortVector.fromMemorySegment(SHORTS, x, from + (long) j * Short.BYTES, NATIVE);
        IntVector moved =
            ((IntVector) half.convertShape(S2I, INTS, 0)).lanewise(LSHL, 13).and(0x8fffe000);
        IntVector bits = moved.add(BIAS);
        // The largest exponent and the least are the ones that are 0 or 1 after one was added.
        VectorMask<Integer> special = moved.add(1 << 23).and(0x1e << 23).compare(EQ, 0);
        if (!special.anyTrue()) {
          bits.intoMemorySegment(y, at, NATIVE);
          continue;
        }
        VectorMask<Integer> infinite = moved.and(EXPONENT).compare(EQ, EXPONENT);
        bits.add(BIAS, infinite).intoMemorySegment(y, at, NATIVE);
        FloatVector value = FloatVector.fromMemorySegment(FLOATS, y, at, NATIVE);
        FloatVector size = value.abs();
        FloatVector small = size.add(size).sub(LEAST);
        small = small.blend(small.neg(), value.compare(LT, 0f));
        value.blend(small, size.compare(LT, LEAST)).intoMemorySegment(y, at, NATIVE);
      }
    }
  }

  private static void i8s(
      MemorySegment x, long xAt, long stride, MemorySegment y, long yAt, int runs, int n) {
    x = Base.of(x);
    y = Base.of(y);
    for (int r = 0; r < runs; r++) {
      long from = xAt + r * stride;
      long to = yAt + (long) r * n * Float.BYTES;
      for (int i = 0; i < n; i += LANES) {
        int j = Math.min(i, n - LANES);
        ((FloatVector)
                ByteVector.fromMemorySegment(BYTES, x, from + j, NATIVE)
                    .convertShape(B2F, FLOATS, 0))
            .intoMemorySegment(y, to + (long) j * Float.BYTES, NATIVE);
      }
    }
  }
}
