package io.lanewise.kernel.simd;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Inner products of rows of BF16 or F16 with f32. Two numbers that lie side by side are a word: the
 * even ones of 32 become a vector by a shift, the odd ones by a mask, and the other factor lies in
 * that order, so nothing is exchanged between lanes. Partial sums stay those of {@link
 * io.lanewise.kernel.ReduceKernel}. Several rows at a time: more streams of memory, and several
 * chains of additions.
 *
 * <p>A number of F16 becomes {@code 2^112} times its value: its exponent, 5 bits, comes below three
 * bits that are set, which takes an infinity to the f32's and everything normal to a normal number,
 * without a carry. A subnormal number or zero becomes {@code u = 2^97 (1 + f)} where {@code 2^98 f}
 * is meant; that is {@code 2 u - 2^98}, which for all others is not less than u, so a minimum of
 * integers chooses. No branch, and no subnormal f32, for which processors take a hundred cycles.
 *
 * <p>Sums are read from memory and written there, so that the last numbers of a row, padded in
 * scratch memory, are a second call. Vectors are reinterpreted in registers: nothing is stored, and
 * what the interpreter does instead costs other kernels nothing ({@link Base}).
 */
final class PairDots {
  /** Numbers that are taken at once, one for each partial sum. */
  static final int GROUP = 32;

  /** The upper number of a word of BF16. */
  static final int UPPER = 0xffff0000;

  /** The bits of an f32. */
  static final int SIGN = 0x80000000;

  /** Exponent and fraction of an F16 at their place in an f32. */
  static final int HALF_BITS = 0x0fffe000;

  /**
   * An exponent of 224: 112 is between the types' biases. Its bits cover a sign that was shifted.
   */
  static final int HALF_BIAS = 0x70000000;

  /** The least normal F16, times 2^112. */
  static final float HALF_LEAST = 0x1p98f;

  private static final VectorSpecies<Float> FLOATS = FloatVectorMath.SPECIES;
  private static final VectorSpecies<Integer> INTS = VectorSmall.INTS;
  private static final int LANES = FLOATS.length();
  private static final long WIDTH = FLOATS.vectorByteSize();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final VectorShuffle<Float> DOWN_8 = Shuffles.down(FLOATS, 8);
  private static final VectorShuffle<Float> DOWN_4 = Shuffles.down(FLOATS, 4);
  private static final VectorShuffle<Float> DOWN_2 = Shuffles.down(FLOATS, 2);
  private static final VectorShuffle<Float> DOWN_1 = Shuffles.down(FLOATS, 1);

  private PairDots() {}

  /** The sum of a row's partial sums, by the tree of the interface. */
  static float fold(MemorySegment s, long sAt) {
    s = Base.of(s);
    FloatVector even = FloatVector.fromMemorySegment(FLOATS, s, sAt, NATIVE);
    FloatVector odd = FloatVector.fromMemorySegment(FLOATS, s, sAt + WIDTH, NATIVE);
    if (LANES == 8) {
      even = even.add(FloatVector.fromMemorySegment(FLOATS, s, sAt + 2 * WIDTH, NATIVE));
      odd = odd.add(FloatVector.fromMemorySegment(FLOATS, s, sAt + 3 * WIDTH, NATIVE));
    } else {
      even = even.add(even.rearrange(DOWN_8));
      odd = odd.add(odd.rearrange(DOWN_8));
    }
    even = even.add(even.rearrange(DOWN_4));
    odd = odd.add(odd.rearrange(DOWN_4));
    even = even.add(even.rearrange(DOWN_2));
    odd = odd.add(odd.rearrange(DOWN_2));
    even = even.add(even.rearrange(DOWN_1));
    odd = odd.add(odd.rearrange(DOWN_1));
    return even.add(odd).lane(0);
  }

  /** Adds four rows of bfloat16, 2 vectors in 128 bytes. */
  static void bf16By2(
      MemorySegment a,
      long a0,
      long a1,
      long a2,
      long a3,
      MemorySegment x,
      long xAt,
      int groups,
      MemorySegment s,
      long sAt) {
    a = Base.of(a);
    x = Base.of(x);
    s = Base.of(s);
    FloatVector s00 = FloatVector.fromMemorySegment(FLOATS, s, sAt, NATIVE);
    FloatVector s01 = FloatVector.fromMemorySegment(FLOATS, s, sAt + WIDTH, NATIVE);
    FloatVector s10 = FloatVector.fromMemorySegment(FLOATS, s, sAt + 2 * WIDTH, NATIVE);
    FloatVector s11 = FloatVector.fromMemorySegment(FLOATS, s, sAt + 3 * WIDTH, NATIVE);
    FloatVector s20 = FloatVector.fromMemorySegment(FLOATS, s, sAt + 4 * WIDTH, NATIVE);
    FloatVector s21 = FloatVector.fromMemorySegment(FLOATS, s, sAt + 5 * WIDTH, NATIVE);
    FloatVector s30 = FloatVector.fromMemorySegment(FLOATS, s, sAt + 6 * WIDTH, NATIVE);
    FloatVector s31 = FloatVector.fromMemorySegment(FLOATS, s, sAt + 7 * WIDTH, NATIVE);
    for (int i = 0; i < groups; i++) {
      long u = (long) i * GROUP * Short.BYTES;
      long v = xAt + (long) i * GROUP * Float.BYTES;
      FloatVector x0 = FloatVector.fromMemorySegment(FLOATS, x, v, NATIVE);
      FloatVector x1 = FloatVector.fromMemorySegment(FLOATS, x, v + WIDTH, NATIVE);
      IntVector w00 = IntVector.fromMemorySegment(INTS, a, a0 + u, NATIVE);
      s00 = w00.lanewise(LSHL, 16).reinterpretAsFloats().fma(x0, s00);
      s01 = w00.and(UPPER).reinterpretAsFloats().fma(x1, s01);
      IntVector w10 = IntVector.fromMemorySegment(INTS, a, a1 + u, NATIVE);
      s10 = w10.lanewise(LSHL, 16).reinterpretAsFloats().fma(x0, s10);
      s11 = w10.and(UPPER).reinterpretAsFloats().fma(x1, s11);
      IntVector w20 = IntVector.fromMemorySegment(INTS, a, a2 + u, NATIVE);
      s20 = w20.lanewise(LSHL, 16).reinterpretAsFloats().fma(x0, s20);
      s21 = w20.and(UPPER).reinterpretAsFloats().fma(x1, s21);
      IntVector w30 = IntVector.fromMemorySegment(INTS, a, a3 + u, NATIVE);
      s30 = w30.lanewise(LSHL, 16).reinterpretAsFloats().fma(x0, s30);
      s31 = w30.and(UPPER).reinterpretAsFloats().fma(x1, s31);
    }
    s00.intoMemorySegment(s, sAt, NATIVE);
    s01.intoMemorySegment(s, sAt + WIDTH, NATIVE);
    s10.intoMemorySegment(s, sAt + 2 * WIDTH, NATIVE);
    s11.intoMemorySegment(s, sAt + 3 * WIDTH, NATIVE);
    s20.intoMemorySegment(s, sAt + 4 * WIDTH, NATIVE);
    s21.intoMemorySegment(s, sAt + 5 * WIDTH, NATIVE);
    s30.intoMemorySegment(s, sAt + 6 * WIDTH, NATIVE);
    s31.intoMemorySegment(s, sAt + 7 * WIDTH, NATIVE);
  }

  /** Adds two rows of bfloat16, 4 vectors in 128 bytes. */
  static void bf16By4(
      MemorySegment a,
      long a0,
      long a1,
      MemorySegment x,
      long xAt,
      int groups,
      MemorySegment s,
      long sAt) {
    a = Base.of(a);
    x = Base.of(x);
    s = Base.of(s);
    FloatVector s00 = FloatVector.fromMemorySegment(FLOATS, s, sAt, NATIVE);
    FloatVector s01 = FloatVector.fromMemorySegment(FLOATS, s, sAt + WIDTH, NATIVE);
    FloatVector s02 = FloatVector.fromMemorySegment(FLOATS, s, sAt + 2 * WIDTH, NATIVE);
    FloatVector s03 = FloatVector.fromMemorySegment(FLOATS, s, sAt + 3 * WIDTH, NATIVE);
    FloatVector s10 = FloatVector.fromMemorySegment(FLOATS, s, sAt + 4 * WIDTH, NATIVE);
    FloatVector s11 = FloatVector.fromMemorySegment(FLOATS, s, sAt + 5 * WIDTH, NATIVE);
    FloatVector s12 = FloatVector.fromMemorySegment(FLOATS, s, sAt + 6 * WIDTH, NATIVE);
    FloatVector s13 = FloatVector.fromMemorySegment(FLOATS, s, sAt + 7 * WIDTH, NATIVE);
    for (int i = 0; i < groups; i++) {
      long u = (long) i * GROUP * Short.BYTES;
      long v = xAt + (long) i * GROUP * Float.BYTES;
      FloatVector x0 = FloatVector.fromMemorySegment(FLOATS, x, v, NATIVE);
      FloatVector x1 = FloatVector.fromMemorySegment(FLOATS, x, v + WIDTH, NATIVE);
      IntVector w00 = IntVector.fromMemorySegment(INTS, a, a0 + u, NATIVE);
      s00 = w00.lanewise(LSHL, 16).reinterpretAsFloats().fma(x0, s00);
      s01 = w00.and(UPPER).reinterpretAsFloats().fma(x1, s01);
      IntVector w10 = IntVector.fromMemorySegment(INTS, a, a1 + u, NATIVE);
      s10 = w10.lanewise(LSHL, 16).reinterpretAsFloats().fma(x0, s10);
      s11 = w10.and(UPPER).reinterpretAsFloats().fma(x1, s11);
      FloatVector x2 = FloatVector.fromMemorySegment(FLOATS, x, v + 2 * WIDTH, NATIVE);
      FloatVector x3 = FloatVector.fromMemorySegment(FLOATS, x, v + 3 * WIDTH, NATIVE);
      IntVector w01 = IntVector.fromMemorySegment(INTS, a, a0 + u + WIDTH, NATIVE);
      s02 = w01.lanewise(LSHL, 16).reinterpretAsFloats().fma(x2, s02);
      s03 = w01.and(UPPER).reinterpretAsFloats().fma(x3, s03);
      IntVector w11 = IntVector.fromMemorySegment(INTS, a, a1 + u + WIDTH, NATIVE);
      s12 = w11.lanewise(LSHL, 16).reinterpretAsFloats().fma(x2, s12);
      s13 = w11.and(UPPER).reinterpretAsFloats().fma(x3, s13);
    }
    s00.intoMemorySegment(s, sAt, NATIVE);
    s01.intoMemorySegment(s, sAt + WIDTH, NATIVE);
    s02.intoMemorySegment(s, sAt + 2 * WIDTH, NATIVE);
    s03.intoMemorySegment(s, sAt + 3 * WIDTH, NATIVE);
    s10.intoMemorySegment(s, sAt + 4 * WIDTH, NATIVE);
    s11.intoMemorySegment(s, sAt + 5 * WIDTH, NATIVE);
    s12.intoMemorySegment(s, sAt + 6 * WIDTH, NATIVE);
    s13.intoMemorySegment(s, sAt + 7 * WIDTH, NATIVE);
  }

  /** Adds four rows of binary16, 2 vectors in 128 bytes. */
  static void f16By2(
      MemorySegment a,
      long a0,
      long a1,
      long a2,
      long a3,
      MemorySegment x,
      long xAt,
      int groups,
      MemorySegment s,
      long sAt) {
    a = Base.of(a);
    x = Base.of(x);
    s = Base.of(s);
    FloatVector s00 = FloatVector.fromMemorySegment(FLOATS, s, sAt, NATIVE);
    FloatVector s01 = FloatVector.fromMemorySegment(FLOATS, s, sAt + WIDTH, NATIVE);
    FloatVector s10 = FloatVector.fromMemorySegment(FLOATS, s, sAt + 2 * WIDTH, NATIVE);
    FloatVector s11 = FloatVector.fromMemorySegment(FLOATS, s, sAt + 3 * WIDTH, NATIVE);
    FloatVector s20 = FloatVector.fromMemorySegment(FLOATS, s, sAt + 4 * WIDTH, NATIVE);
    FloatVector s21 = FloatVector.fromMemorySegment(FLOATS, s, sAt + 5 * WIDTH, NATIVE);
    FloatVector s30 = FloatVector.fromMemorySegment(FLOATS, s, sAt + 6 * WIDTH, NATIVE);
    FloatVector s31 = FloatVector.fromMemorySegment(FLOATS, s, sAt + 7 * WIDTH, NATIVE);
    FloatVector two = FloatVector.broadcast(FLOATS, 2f);
    FloatVector least = FloatVector.broadcast(FLOATS, -HALF_LEAST);
    for (int i = 0; i < groups; i++) {
      long u = (long) i * GROUP * Short.BYTES;
      long v = xAt + (long) i * GROUP * Float.BYTES;
      FloatVector x0 = FloatVector.fromMemorySegment(FLOATS, x, v, NATIVE);
      FloatVector x1 = FloatVector.fromMemorySegment(FLOATS, x, v + WIDTH, NATIVE);
      IntVector w0 = IntVector.fromMemorySegment(INTS, a, a0 + u, NATIVE);
      IntVector e0 = w0.lanewise(LSHL, 16);
      IntVector p0 = e0.lanewise(LSHR, 3).or(HALF_BIAS);
      p0 = p0.min(p0.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      s00 = p0.or(e0.and(SIGN)).reinterpretAsFloats().fma(x0, s00);
      IntVector q0 = w0.lanewise(LSHR, 3).and(HALF_BITS).or(HALF_BIAS);
      q0 = q0.min(q0.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      s01 = q0.or(w0.and(SIGN)).reinterpretAsFloats().fma(x1, s01);
      IntVector w1 = IntVector.fromMemorySegment(INTS, a, a1 + u, NATIVE);
      IntVector e1 = w1.lanewise(LSHL, 16);
      IntVector p1 = e1.lanewise(LSHR, 3).or(HALF_BIAS);
      p1 = p1.min(p1.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      s10 = p1.or(e1.and(SIGN)).reinterpretAsFloats().fma(x0, s10);
      IntVector q1 = w1.lanewise(LSHR, 3).and(HALF_BITS).or(HALF_BIAS);
      q1 = q1.min(q1.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      s11 = q1.or(w1.and(SIGN)).reinterpretAsFloats().fma(x1, s11);
      IntVector w2 = IntVector.fromMemorySegment(INTS, a, a2 + u, NATIVE);
      IntVector e2 = w2.lanewise(LSHL, 16);
      IntVector p2 = e2.lanewise(LSHR, 3).or(HALF_BIAS);
      p2 = p2.min(p2.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      s20 = p2.or(e2.and(SIGN)).reinterpretAsFloats().fma(x0, s20);
      IntVector q2 = w2.lanewise(LSHR, 3).and(HALF_BITS).or(HALF_BIAS);
      q2 = q2.min(q2.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      s21 = q2.or(w2.and(SIGN)).reinterpretAsFloats().fma(x1, s21);
      IntVector w3 = IntVector.fromMemorySegment(INTS, a, a3 + u, NATIVE);
      IntVector e3 = w3.lanewise(LSHL, 16);
      IntVector p3 = e3.lanewise(LSHR, 3).or(HALF_BIAS);
      p3 = p3.min(p3.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      s30 = p3.or(e3.and(SIGN)).reinterpretAsFloats().fma(x0, s30);
      IntVector q3 = w3.lanewise(LSHR, 3).and(HALF_BITS).or(HALF_BIAS);
      q3 = q3.min(q3.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      s31 = q3.or(w3.and(SIGN)).reinterpretAsFloats().fma(x1, s31);
    }
    s00.intoMemorySegment(s, sAt, NATIVE);
    s01.intoMemorySegment(s, sAt + WIDTH, NATIVE);
    s10.intoMemorySegment(s, sAt + 2 * WIDTH, NATIVE);
    s11.intoMemorySegment(s, sAt + 3 * WIDTH, NATIVE);
    s20.intoMemorySegment(s, sAt + 4 * WIDTH, NATIVE);
    s21.intoMemorySegment(s, sAt + 5 * WIDTH, NATIVE);
    s30.intoMemorySegment(s, sAt + 6 * WIDTH, NATIVE);
    s31.intoMemorySegment(s, sAt + 7 * WIDTH, NATIVE);
  }

  /** Adds a row of binary16, 4 vectors in 128 bytes. */
  static void f16By4(
      MemorySegment a, long a0, MemorySegment x, long xAt, int groups, MemorySegment s, long sAt) {
    a = Base.of(a);
    x = Base.of(x);
    s = Base.of(s);
    FloatVector s00 = FloatVector.fromMemorySegment(FLOATS, s, sAt, NATIVE);
    FloatVector s01 = FloatVector.fromMemorySegment(FLOATS, s, sAt + WIDTH, NATIVE);
    FloatVector s02 = FloatVector.fromMemorySegment(FLOATS, s, sAt + 2 * WIDTH, NATIVE);
    FloatVector s03 = FloatVector.fromMemorySegment(FLOATS, s, sAt + 3 * WIDTH, NATIVE);
    FloatVector two = FloatVector.broadcast(FLOATS, 2f);
    FloatVector least = FloatVector.broadcast(FLOATS, -HALF_LEAST);
    for (int i = 0; i < groups; i++) {
      long u = (long) i * GROUP * Short.BYTES;
      long v = xAt + (long) i * GROUP * Float.BYTES;
      FloatVector x0 = FloatVector.fromMemorySegment(FLOATS, x, v, NATIVE);
      FloatVector x1 = FloatVector.fromMemorySegment(FLOATS, x, v + WIDTH, NATIVE);
      IntVector w00 = IntVector.fromMemorySegment(INTS, a, a0 + u, NATIVE);
      IntVector e00 = w00.lanewise(LSHL, 16);
      IntVector e00b = e00.lanewise(LSHR, 3).or(HALF_BIAS);
      e00b = e00b.min(e00b.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      s00 = e00b.or(e00.and(SIGN)).reinterpretAsFloats().fma(x0, s00);
      IntVector o00 = w00.lanewise(LSHR, 3).and(HALF_BITS).or(HALF_BIAS);
      o00 = o00.min(o00.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      s01 = o00.or(w00.and(SIGN)).reinterpretAsFloats().fma(x1, s01);
      FloatVector x2 = FloatVector.fromMemorySegment(FLOATS, x, v + 2 * WIDTH, NATIVE);
      FloatVector x3 = FloatVector.fromMemorySegment(FLOATS, x, v + 3 * WIDTH, NATIVE);
      IntVector w01 = IntVector.fromMemorySegment(INTS, a, a0 + u + WIDTH, NATIVE);
      IntVector e01 = w01.lanewise(LSHL, 16);
      IntVector e01b = e01.lanewise(LSHR, 3).or(HALF_BIAS);
      e01b = e01b.min(e01b.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      s02 = e01b.or(e01.and(SIGN)).reinterpretAsFloats().fma(x2, s02);
      IntVector o01 = w01.lanewise(LSHR, 3).and(HALF_BITS).or(HALF_BIAS);
      o01 = o01.min(o01.reinterpretAsFloats().fma(two, least).reinterpretAsInts());
      s03 = o01.or(w01.and(SIGN)).reinterpretAsFloats().fma(x3, s03);
    }
    s00.intoMemorySegment(s, sAt, NATIVE);
    s01.intoMemorySegment(s, sAt + WIDTH, NATIVE);
    s02.intoMemorySegment(s, sAt + 2 * WIDTH, NATIVE);
    s03.intoMemorySegment(s, sAt + 3 * WIDTH, NATIVE);
  }
}
