package io.lanewise.kernel.simd;

import static io.lanewise.kernel.simd.PairDots.HALF_BIAS;
import static io.lanewise.kernel.simd.PairDots.HALF_BITS;
import static io.lanewise.kernel.simd.PairDots.HALF_LEAST;
import static io.lanewise.kernel.simd.PairDots.SIGN;
import static io.lanewise.kernel.simd.PairDots.UPPER;
import static io.lanewise.kernel.simd.PairOrder.HALF_SCALE;
import static jdk.incubator.vector.VectorOperators.B2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Multiples of runs of small types added to a run of f32, which is loaded and stored once for four
 * of them. BF16 and F16 are parted into even and odd numbers as in {@link PairDots}, and the run
 * that is added to lies in that order.
 */
final class SmallAxpys {
  private static final VectorSpecies<Float> FLOATS = FloatVectorMath.SPECIES;
  private static final VectorSpecies<Integer> INTS = VectorSmall.INTS;
  private static final VectorSpecies<Byte> BYTES = VectorSmall.BYTES;
  private static final int LANES = FLOATS.length();
  private static final long WIDTH = FLOATS.vectorByteSize();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

  private SmallAxpys() {}

  /** Adds multiples of four runs of bfloat16. */
  static void bf16Four(
      double[] alphas,
      int from,
      MemorySegment x,
      long xAt,
      long stride,
      MemorySegment y,
      long yAt,
      int n) {
    x = Base.of(x);
    y = Base.of(y);
    FloatVector f0 = FloatVector.broadcast(FLOATS, (float) alphas[from]);
    FloatVector f1 = FloatVector.broadcast(FLOATS, (float) alphas[from + 1]);
    FloatVector f2 = FloatVector.broadcast(FLOATS, (float) alphas[from + 2]);
    FloatVector f3 = FloatVector.broadcast(FLOATS, (float) alphas[from + 3]);
    long x1 = xAt + stride;
    long x2 = x1 + stride;
    long x3 = x2 + stride;
    for (int i = 0; i < n; i += 2 * LANES) {
      long u = (long) i * Short.BYTES;
      long at = yAt + (long) i * Float.BYTES;
      FloatVector even = FloatVector.fromMemorySegment(FLOATS, y, at, NATIVE);
      FloatVector odd = FloatVector.fromMemorySegment(FLOATS, y, at + WIDTH, NATIVE);
      IntVector w0 = IntVector.fromMemorySegment(INTS, x, xAt + u, NATIVE);
      even = w0.lanewise(LSHL, 16).reinterpretAsFloats().fma(f0, even);
      odd = w0.and(UPPER).reinterpretAsFloats().fma(f0, odd);
      IntVector w1 = IntVector.fromMemorySegment(INTS, x, x1 + u, NATIVE);
      even = w1.lanewise(LSHL, 16).reinterpretAsFloats().fma(f1, even);
      odd = w1.and(UPPER).reinterpretAsFloats().fma(f1, odd);
      IntVector w2 = IntVector.fromMemorySegment(INTS, x, x2 + u, NATIVE);
      even = w2.lanewise(LSHL, 16).reinterpretAsFloats().fma(f2, even);
      odd = w2.and(UPPER).reinterpretAsFloats().fma(f2, odd);
      IntVector w3 = IntVector.fromMemorySegment(INTS, x, x3 + u, NATIVE);
      even = w3.lanewise(LSHL, 16).reinterpretAsFloats().fma(f3, even);
      odd = w3.and(UPPER).reinterpretAsFloats().fma(f3, odd);
      even.intoMemorySegment(y, at, NATIVE);
      odd.intoMemorySegment(y, at + WIDTH, NATIVE);
    }
  }

  /** Adds multiples of a run of bfloat16. */
  static void bf16One(
      double[] alphas, int from, MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    FloatVector f0 = FloatVector.broadcast(FLOATS, (float) alphas[from]);
    for (int i = 0; i < n; i += 2 * LANES) {
      long u = (long) i * Short.BYTES;
      long at = yAt + (long) i * Float.BYTES;
      FloatVector even = FloatVector.fromMemorySegment(FLOATS, y, at, NATIVE);
      FloatVector odd = FloatVector.fromMemorySegment(FLOATS, y, at + WIDTH, NATIVE);
      IntVector w0 = IntVector.fromMemorySegment(INTS, x, xAt + u, NATIVE);
      even = w0.lanewise(LSHL, 16).reinterpretAsFloats().fma(f0, even);
      odd = w0.and(UPPER).reinterpretAsFloats().fma(f0, odd);
      even.intoMemorySegment(y, at, NATIVE);
      odd.intoMemorySegment(y, at + WIDTH, NATIVE);
    }
  }

  /** Adds multiples of four runs of binary16. */
  static void f16Four(
      double[] alphas,
      int from,
      MemorySegment x,
      long xAt,
      long stride,
      MemorySegment y,
      long yAt,
      int n) {
    x = Base.of(x);
    y = Base.of(y);
    FloatVector f0 = FloatVector.broadcast(FLOATS, (float) (alphas[from] * HALF_SCALE));
    FloatVector f1 = FloatVector.broadcast(FLOATS, (float) (alphas[from + 1] * HALF_SCALE));
    FloatVector f2 = FloatVector.broadcast(FLOATS, (float) (alphas[from + 2] * HALF_SCALE));
    FloatVector f3 = FloatVector.broadcast(FLOATS, (float) (alphas[from + 3] * HALF_SCALE));
    long x1 = xAt + stride;
    long x2 = x1 + stride;
    long x3 = x2 + stride;
    FloatVector two = FloatVector.broadcast(FLOATS, 2f);
    FloatVector least = FloatVector.broadcast(FLOATS, -HALF_LEAST);
    for (int i = 0; i < n; i += 2 * LANES) {
      long u = (long) i * Short.BYTES;
      long at = yAt + (long) i * Float.BYTES;
      FloatVector even = FloatVector.fromMemorySegment(FLOATS, y, at, NATIVE);
      FloatVector odd = FloatVector.fromMemorySegment(FLOATS, y, at + WIDTH, NATIVE);
      IntVector w0 = IntVector.fromMemorySegment(INTS, x, xAt + u, NATIVE);
      IntVector e0 = w0.lanewise(LSHL, 16);
      IntVector b0 = e0.lanewise(LSHR, 3).or(HALF_BIAS);
      b0 = b0.min(b0.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      even = b0.or(e0.and(SIGN)).reinterpretAsFloats().fma(f0, even);
      IntVector o0 = w0.lanewise(LSHR, 3).and(HALF_BITS).or(HALF_BIAS);
      o0 = o0.min(o0.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      odd = o0.or(w0.and(SIGN)).reinterpretAsFloats().fma(f0, odd);
      IntVector w1 = IntVector.fromMemorySegment(INTS, x, x1 + u, NATIVE);
      IntVector e1 = w1.lanewise(LSHL, 16);
      IntVector b1 = e1.lanewise(LSHR, 3).or(HALF_BIAS);
      b1 = b1.min(b1.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      even = b1.or(e1.and(SIGN)).reinterpretAsFloats().fma(f1, even);
      IntVector o1 = w1.lanewise(LSHR, 3).and(HALF_BITS).or(HALF_BIAS);
      o1 = o1.min(o1.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      odd = o1.or(w1.and(SIGN)).reinterpretAsFloats().fma(f1, odd);
      IntVector w2 = IntVector.fromMemorySegment(INTS, x, x2 + u, NATIVE);
      IntVector e2 = w2.lanewise(LSHL, 16);
      IntVector b2 = e2.lanewise(LSHR, 3).or(HALF_BIAS);
      b2 = b2.min(b2.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      even = b2.or(e2.and(SIGN)).reinterpretAsFloats().fma(f2, even);
      IntVector o2 = w2.lanewise(LSHR, 3).and(HALF_BITS).or(HALF_BIAS);
      o2 = o2.min(o2.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      odd = o2.or(w2.and(SIGN)).reinterpretAsFloats().fma(f2, odd);
      IntVector w3 = IntVector.fromMemorySegment(INTS, x, x3 + u, NATIVE);
      IntVector e3 = w3.lanewise(LSHL, 16);
      IntVector b3 = e3.lanewise(LSHR, 3).or(HALF_BIAS);
      b3 = b3.min(b3.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      even = b3.or(e3.and(SIGN)).reinterpretAsFloats().fma(f3, even);
      IntVector o3 = w3.lanewise(LSHR, 3).and(HALF_BITS).or(HALF_BIAS);
      o3 = o3.min(o3.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      odd = o3.or(w3.and(SIGN)).reinterpretAsFloats().fma(f3, odd);
      even.intoMemorySegment(y, at, NATIVE);
      odd.intoMemorySegment(y, at + WIDTH, NATIVE);
    }
  }

  /** Adds multiples of a run of binary16. */
  static void f16One(
      double[] alphas, int from, MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    FloatVector f0 = FloatVector.broadcast(FLOATS, (float) (alphas[from] * HALF_SCALE));
    FloatVector two = FloatVector.broadcast(FLOATS, 2f);
    FloatVector least = FloatVector.broadcast(FLOATS, -HALF_LEAST);
    for (int i = 0; i < n; i += 2 * LANES) {
      long u = (long) i * Short.BYTES;
      long at = yAt + (long) i * Float.BYTES;
      FloatVector even = FloatVector.fromMemorySegment(FLOATS, y, at, NATIVE);
      FloatVector odd = FloatVector.fromMemorySegment(FLOATS, y, at + WIDTH, NATIVE);
      IntVector w0 = IntVector.fromMemorySegment(INTS, x, xAt + u, NATIVE);
      IntVector e0 = w0.lanewise(LSHL, 16);
      IntVector b0 = e0.lanewise(LSHR, 3).or(HALF_BIAS);
      b0 = b0.min(b0.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      even = b0.or(e0.and(SIGN)).reinterpretAsFloats().fma(f0, even);
      IntVector o0 = w0.lanewise(LSHR, 3).and(HALF_BITS).or(HALF_BIAS);
      o0 = o0.min(o0.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      odd = o0.or(w0.and(SIGN)).reinterpretAsFloats().fma(f0, odd);
      even.intoMemorySegment(y, at, NATIVE);
      odd.intoMemorySegment(y, at + WIDTH, NATIVE);
    }
  }

  /** Adds multiples of four runs of bytes. */
  static void i8Four(
      double[] alphas,
      int from,
      MemorySegment x,
      long xAt,
      long stride,
      MemorySegment y,
      long yAt,
      int n) {
    x = Base.of(x);
    y = Base.of(y);
    FloatVector f0 = FloatVector.broadcast(FLOATS, (float) alphas[from]);
    FloatVector f1 = FloatVector.broadcast(FLOATS, (float) alphas[from + 1]);
    FloatVector f2 = FloatVector.broadcast(FLOATS, (float) alphas[from + 2]);
    FloatVector f3 = FloatVector.broadcast(FLOATS, (float) alphas[from + 3]);
    long x1 = xAt + stride;
    long x2 = x1 + stride;
    long x3 = x2 + stride;
    for (int i = 0; i < n; i += LANES) {
      long at = yAt + (long) i * Float.BYTES;
      FloatVector v = FloatVector.fromMemorySegment(FLOATS, y, at, NATIVE);
      v =
          ((FloatVector)
                  ByteVector.fromMemorySegment(BYTES, x, xAt + i, NATIVE)
                      .convertShape(B2F, FLOATS, 0))
              .fma(f0, v);
      v =
          ((FloatVector)
                  ByteVector.fromMemorySegment(BYTES, x, x1 + i, NATIVE)
                      .convertShape(B2F, FLOATS, 0))
              .fma(f1, v);
      v =
          ((FloatVector)
                  ByteVector.fromMemorySegment(BYTES, x, x2 + i, NATIVE)
                      .convertShape(B2F, FLOATS, 0))
              .fma(f2, v);
      v =
          ((FloatVector)
                  ByteVector.fromMemorySegment(BYTES, x, x3 + i, NATIVE)
                      .convertShape(B2F, FLOATS, 0))
              .fma(f3, v);
      v.intoMemorySegment(y, at, NATIVE);
    }
  }

  /** Adds multiples of a run of bytes. */
  static void i8One(
      double[] alphas, int from, MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    FloatVector f0 = FloatVector.broadcast(FLOATS, (float) alphas[from]);
    for (int i = 0; i < n; i += LANES) {
      long at = yAt + (long) i * Float.BYTES;
      FloatVector v = FloatVector.fromMemorySegment(FLOATS, y, at, NATIVE);
      v =
          ((FloatVector)
                  ByteVector.fromMemorySegment(BYTES, x, xAt + i, NATIVE)
                      .convertShape(B2F, FLOATS, 0))
              .fma(f0, v);
      v.intoMemorySegment(y, at, NATIVE);
    }
  }
}
