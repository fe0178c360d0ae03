package io.lanewise.kernel.simd;

import io.lanewise.kernel.scalar.FloatMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementary functions of vectors: line by line what {@link FloatMath} does, with selection in place of branches, so with the same
 * bits. ({@code lanewise(EXP)} would call a library once compiled and {@code StrictMath} before.)
 *
 * <p>Not generated: {@link DoubleVectorMath} has the same methods with polynomials of a higher degree.
 */
final class FloatVectorMath {
  /** The vectors of all kernels but the matrix product's: at most 64 bytes, half of the virtual lanes. */
  static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.vectorByteSize() <= 64
          ? FloatVector.SPECIES_PREFERRED
          : VectorSpecies.of(float.class, VectorShape.S_512_BIT);

  private FloatVectorMath() {}

  private static FloatVector fma(FloatVector a, FloatVector b, float c) {
    return a.fma(b, FloatVector.broadcast(SPECIES, c));
  }

  /** {@code (e^r - 1 - r) / r^2} for |r| up to ln(2)/2. */
  private static FloatVector series(FloatVector r) {
    FloatVector q = r.fma(FloatMath.E5, FloatMath.E4);
    q = fma(q, r, FloatMath.E3);
    q = fma(q, r, FloatMath.E2);
    q = fma(q, r, FloatMath.E1);
    return fma(q, r, FloatMath.E0);
  }

  /** {@code x - n ln 2}. */
  private static FloatVector reduce(FloatVector x, FloatVector n) {
    FloatVector high = FloatVector.broadcast(SPECIES, -FloatMath.LN2_HIGH);
    FloatVector low = FloatVector.broadcast(SPECIES, -FloatMath.LN2_LOW);
    return n.fma(low, n.fma(high, x));
  }

  /** See {@link FloatMath#exp}. */
  static FloatVector exp(FloatVector x) {
    FloatVector in = x.blend(FloatMath.EXP_HIGH, x.compare(VectorOperators.GT, FloatMath.EXP_HIGH));
    in = in.blend(FloatMath.EXP_LOW, in.compare(VectorOperators.LT, FloatMath.EXP_LOW));
    FloatVector shifted = in.fma(FloatMath.LOG2_E, FloatMath.ROUNDER);
    FloatVector r = reduce(in, shifted.sub(FloatMath.ROUNDER));
    FloatVector e = r.mul(r).fma(series(r), r).add(1f);
    IntVector exponents = shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS);
    IntVector half = exponents.lanewise(VectorOperators.LSHR, 1);
    IntVector rest = exponents.sub(half);
    return e.mul(power(half)).mul(power(rest));
  }

  private static FloatVector power(IntVector exponent) {
    return exponent
        .lanewise(VectorOperators.LSHL, FloatMath.FRACTION_BITS)
        .reinterpretAsFloats();
  }

  /** See {@link FloatMath#log}. */
  static FloatVector log(FloatVector x) {
    VectorMask<Float> subnormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    IntVector bits =
        x.blend(x.mul(FloatMath.NORMALISER), subnormal)
            .reinterpretAsInts()
            .add(FloatMath.ONE_BITS - FloatMath.SQRT_HALF_BITS);
    FloatVector shift =
        FloatVector.broadcast(SPECIES, FloatMath.ROUNDER + 127).blend(FloatMath.ROUNDER + 127 + 23, subnormal);
    FloatVector k =
        bits.lanewise(VectorOperators.LSHR, FloatMath.FRACTION_BITS)
            .add(FloatMath.ROUNDER_BITS + 254)
            .reinterpretAsFloats()
            .sub(shift);
    FloatVector f =
        bits.and(FloatMath.FRACTION_MASK)
            .add(FloatMath.SQRT_HALF_BITS)
            .reinterpretAsFloats()
            .sub(1f);
    FloatVector s = f.div(f.add(2f));
    FloatVector z = s.mul(s);
    FloatVector series = z.fma(FloatMath.L3, FloatMath.L2);
    series = fma(series, z, FloatMath.L1);
    series = fma(series, z, FloatMath.L0);
    FloatVector half = f.mul(0.5f).mul(f);
    FloatVector low = s.fma(series.fma(z, half), k.mul(FloatMath.LN2_LOW));
    FloatVector high = FloatVector.broadcast(SPECIES, FloatMath.LN2_HIGH);
    return special(x, k.fma(high, f.sub(half.sub(low))));
  }

  /** The logarithm where x is 0, negative, infinite or NaN. */
  private static FloatVector special(FloatVector x, FloatVector log) {
    FloatVector y = log.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
    y = y.blend(Float.NaN, x.compare(VectorOperators.LT, 0f));
    VectorMask<Float> finite = x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY);
    return x.blend(y, finite);
  }

  /** See {@link FloatMath#tanh}. */
  static FloatVector tanh(FloatVector x) {
    FloatVector y = x.abs();
    y = y.blend(FloatMath.TANH_HIGH, y.compare(VectorOperators.GT, FloatMath.TANH_HIGH));
    y = y.add(y);
    FloatVector shifted = y.fma(FloatMath.LOG2_E, FloatMath.ROUNDER);
    FloatVector r = reduce(y, shifted.sub(FloatMath.ROUNDER));
    FloatVector power = power(shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS + 127));
    FloatVector e = power.fma(r.mul(r).mul(series(r)), power.fma(r, power.sub(1f)));
    FloatVector d = e.add(2f);
    FloatVector t = e.div(d);
    FloatVector excess = d.sub(2f).sub(e).blend(0f, e.compare(VectorOperators.GT, 4f));
    FloatVector rest = t.fma(-0.5f, 0.5f);
    IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
    return t.mul(excess).fma(rest, t).reinterpretAsInts().or(sign).reinterpretAsFloats();
  }
}
