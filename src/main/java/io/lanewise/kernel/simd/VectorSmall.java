package io.lanewise.kernel.simd;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static jdk.incubator.vector.VectorOperators.B2F;
import static jdk.incubator.vector.VectorOperators.I2B;
import static jdk.incubator.vector.VectorOperators.I2S;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
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
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Small types widened to f32 by vectors, and products with them. The last vector of a run overlaps
 * the one before; shorter runs, and vectors of 128 bits, whose narrow halves have no species, are
 * left to the scalar kernel.
 */
public final class VectorSmall implements SmallKernel {
  private static final VectorSpecies<Float> FLOATS = FloatVectorMath.SPECIES;
  private static final int LANES = FLOATS.length();

  /** Vectors of bytes with as many lanes have at least 64 bits from 8 lanes on. */
  private static final boolean WIDE = FLOATS.vectorBitSize() >= 256;

  static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());
  static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, part(WIDE ? 2 : 1));
  static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class, part(WIDE ? 4 : 1));
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

  /** Whether words are parted into numbers: the even ones must be the lower halves. */
  private static final boolean PAIRS = WIDE && NATIVE == ByteOrder.LITTLE_ENDIAN;

  private static final SmallKernel SCALAR = new Small();

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
  public boolean serves(DType type, MemorySegment x, long xAt, int n) {
    return !PAIRS || type != DType.F16 || PairOrder.within(x, xAt, n);
  }

  @Override
  public void arrange(DType type, MemorySegment x, long xAt, int n, MemorySegment y, long yAt) {
    if (!PAIRS || type == DType.I8) {
      SCALAR.arrange(type, x, xAt, n, y, yAt);
    } else {
      PairOrder.arrange(x, xAt, n, type == DType.F16 ? PairOrder.HALF_SCALE : 1, y, yAt);
    }
  }

  @Override
  public void dots(
      DType type,
      int count,
      MemorySegment a,
      long aAt,
      long stride,
      MemorySegment x,
      long xAt,
      int n,
      double[] sums,
      int to,
      MemorySegment scratch,
      long scratchAt) {
    if (!PAIRS) {
      SCALAR.dots(type, count, a, aAt, stride, x, xAt, n, sums, to, scratch, scratchAt);
    } else if (type == DType.I8) {
      bytes(count, a, aAt, stride, x, xAt, n, sums, to, scratch, scratchAt);
    } else {
      pairs(type, count, a, aAt, stride, x, xAt, n, sums, to, scratch, scratchAt);
    }
  }

  private static void bytes(
      int count,
      MemorySegment a,
      long aAt,
      long stride,
      MemorySegment x,
      long xAt,
      int n,
      double[] sums,
      int to,
      MemorySegment scratch,
      long scratchAt) {
    int rest = n % GROUP;
    if (rest > 0) {
      scratch.asSlice(scratchAt, GROUP * Float.BYTES).fill((byte) 0);
    }
    for (int r = 0; r < count; r++) {
      long row = aAt + r * stride;
      if (rest > 0) {
        SCALAR.widen(DType.I8, a, row + n - rest, 0, scratch, scratchAt, 1, rest);
      }
      sums[to + r] =
          LANES == GROUP / 2
              ? SmallDots.i8By2(a, row, x, xAt, n, scratch, scratchAt)
              : SmallDots.i8By4(a, row, x, xAt, n, scratch, scratchAt);
    }
  }

  /** Some rows at a time, which lie far apart: each is a stream of its own for the processor. */
  private static void pairs(
      DType type,
      int count,
      MemorySegment a,
      long aAt,
      long stride,
      MemorySegment x,
      long xAt,
      int n,
      double[] sums,
      int to,
      MemorySegment scratch,
      long scratchAt) {
    int together = LANES == GROUP / 2 ? 4 : type == DType.BF16 ? 2 : 1;
    int apart = (count + together - 1) / together;
    int groups = n / GROUP;
    int rest = n % GROUP;
    long line = GROUP * Float.BYTES;
    long padded = scratchAt + together * line;
    long half = line / 2;
    double scale = PairOrder.unscale(type);
    for (int first = 0; first < apart; first++) {
      long a0 = aAt + first * stride;
      // Where there is none, another row is multiplied twice.
      long a1 = aAt + Math.min(first + apart, count - 1) * stride;
      long a2 = aAt + Math.min(first + 2 * apart, count - 1) * stride;
      long a3 = aAt + Math.min(first + 3 * apart, count - 1) * stride;
      scratch.asSlice(scratchAt, together * line * (rest > 0 ? 2 : 1)).fill((byte) 0);
      add(type, a, a0, a1, a2, a3, x, xAt, groups, scratch, scratchAt);
      if (rest > 0) {
        long from = (long) groups * half;
        long bytes = (long) rest * Short.BYTES;
        MemorySegment.copy(a, a0 + from, scratch, padded, bytes);
        MemorySegment.copy(a, a1 + from, scratch, padded + half, bytes);
        if (together == 4) {
          MemorySegment.copy(a, a2 + from, scratch, padded + 2 * half, bytes);
          MemorySegment.copy(a, a3 + from, scratch, padded + 3 * half, bytes);
        }
        long xRest = xAt + groups * line;
        long p2 = padded + 2 * half;
        long p3 = padded + 3 * half;
        add(type, scratch, padded, padded + half, p2, p3, x, xRest, 1, scratch, scratchAt);
      }
      for (int r = 0; r < together; r++) {
        int row = Math.min(first + r * apart, count - 1);
        sums[to + row] = (float) (scale * PairDots.fold(scratch, scratchAt + r * line));
      }
    }
  }

  private static void add(
      DType type,
      MemorySegment a,
      long a0,
      long a1,
      long a2,
      long a3,
      MemorySegment x,
      long xAt,
      int groups,
      MemorySegment sums,
      long at) {
    if (type == DType.BF16) {
      if (LANES == GROUP / 2) {
        PairDots.bf16By2(a, a0, a1, a2, a3, x, xAt, groups, sums, at);
      } else {
        PairDots.bf16By4(a, a0, a1, x, xAt, groups, sums, at);
      }
    } else if (LANES == GROUP / 2) {
      PairDots.f16By2(a, a0, a1, a2, a3, x, xAt, groups, sums, at);
    } else {
      PairDots.f16By4(a, a0, x, xAt, groups, sums, at);
    }
  }

  @Override
  public void axpys(
      DType type,
      int count,
      double[] alphas,
      int from,
      MemorySegment x,
      long xAt,
      long stride,
      MemorySegment y,
      long yAt,
      int n) {
    if (!PAIRS) {
      SCALAR.axpys(type, count, alphas, from, x, xAt, stride, y, yAt, n);
      return;
    }
    int r = 0;
    for (; r <= count - 4; r += 4) {
      long at = xAt + r * stride;
      switch (type) {
        case BF16 -> SmallAxpys.bf16Four(alphas, from + r, x, at, stride, y, yAt, n);
        case F16 -> SmallAxpys.f16Four(alphas, from + r, x, at, stride, y, yAt, n);
        default -> SmallAxpys.i8Four(alphas, from + r, x, at, stride, y, yAt, n);
      }
    }
    for (; r < count; r++) {
      long at = xAt + r * stride;
      switch (type) {
        case BF16 -> SmallAxpys.bf16One(alphas, from + r, x, at, y, yAt, n);
        case F16 -> SmallAxpys.f16One(alphas, from + r, x, at, y, yAt, n);
        default -> SmallAxpys.i8One(alphas, from + r, x, at, y, yAt, n);
      }
    }
  }

  @Override
  public void settle(DType type, MemorySegment y, long yAt, int n, double[] sums, int to) {
    if (!PAIRS || type == DType.I8) {
      SCALAR.settle(type, y, yAt, n, sums, to);
      return;
    }
    y = Base.of(y);
    double scale = PairOrder.unscale(type);
    for (int i = 0; i < n; i++) {
      long at = yAt + (long) PairOrder.place(i) * Float.BYTES;
      sums[to + i] = (float) (scale * y.get(JAVA_FLOAT_UNALIGNED, at));
    }
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

  /** As in {@link PairDots}, and the scale is taken away: no number of F16 is subnormal in F32. */
  private static void f16s(
      MemorySegment x, long xAt, long stride, MemorySegment y, long yAt, int runs, int n) {
    x = Base.of(x);
    y = Base.of(y);
    FloatVector two = FloatVector.broadcast(FLOATS, 2f);
    FloatVector least = FloatVector.broadcast(FLOATS, -PairDots.HALF_LEAST);
    FloatVector scale = FloatVector.broadcast(FLOATS, 0x1p-112f);
    for (int r = 0; r < runs; r++) {
      long from = xAt + r * stride;
      long to = yAt + (long) r * n * Float.BYTES;
      for (int i = 0; i < n; i += LANES) {
        int j = Math.min(i, n - LANES);
        ShortVector half =
            ShortVector.fromMemorySegment(SHORTS, x, from + (long) j * Short.BYTES, NATIVE);
        IntVector word = ((IntVector) half.convertShape(S2I, INTS, 0)).lanewise(LSHL, 16);
        IntVector bits = word.lanewise(LSHR, 3).or(PairDots.HALF_BIAS);
        bits = bits.min(bits.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
        bits.or(word.and(PairDots.SIGN))
            .reinterpretAsFloats()
            .mul(scale)
            .intoMemorySegment(y, to + (long) j * Float.BYTES, NATIVE);
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
