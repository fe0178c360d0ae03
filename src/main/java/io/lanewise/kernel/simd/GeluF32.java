package io.lanewise.kernel.simd;

import io.lanewise.kernel.GeluKernel;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Around the logistic function, a vector at a time: line by line what the scalar kernel does. The
 * last vector may overlap the one before it, since no source is written.
 */
public final class GeluF32 implements GeluKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final GeluKernel SCALAR = new io.lanewise.kernel.scalar.GeluF32();

  /** The kernel has no state. */
  public GeluF32() {}

  @Override
  public void inner(
      MemorySegment x, long xAt, double a, double b, MemorySegment y, long yAt, int n) {
    if (n < LANES) {
      SCALAR.inner(x, xAt, a, b, y, yAt, n);
      return;
    }
    long last = (long) (n - LANES) * Float.BYTES;
    innerVectors(x, xAt, (float) a, (float) b, y, yAt, n - n % LANES);
    innerVectors(x, xAt + last, (float) a, (float) b, y, yAt + last, LANES);
  }

  private static void innerVectors(
      MemorySegment x, long xAt, float a, float b, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    FloatVector cubic = FloatVector.broadcast(SPECIES, a);
    FloatVector linear = FloatVector.broadcast(SPECIES, b);
    for (int i = 0; i < n; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      v.mul(v.mul(v).fma(cubic, linear)).intoMemorySegment(y, yAt + at, NATIVE);
    }
  }

  @Override
  public void slope(
      MemorySegment x,
      long xAt,
      double a,
      double b,
      MemorySegment s,
      long sAt,
      MemorySegment g,
      long gAt,
      MemorySegment y,
      long yAt,
      int n) {
    if (n < LANES) {
      SCALAR.slope(x, xAt, a, b, s, sAt, g, gAt, y, yAt, n);
      return;
    }
    long last = (long) (n - LANES) * Float.BYTES;
    float square = (float) a;
    float linear = (float) b;
    slopeVectors(x, xAt, square, linear, s, sAt, g, gAt, y, yAt, n - n % LANES);
    slopeVectors(x, xAt + last, square, linear, s, sAt + last, g, gAt + last, y, yAt + last, LANES);
  }

  private static void slopeVectors(
      MemorySegment x,
      long xAt,
      float a,
      float b,
      MemorySegment s,
      long sAt,
      MemorySegment g,
      long gAt,
      MemorySegment y,
      long yAt,
      int n) {
    x = Base.of(x);
    s = Base.of(s);
    g = Base.of(g);
    y = Base.of(y);
    FloatVector square = FloatVector.broadcast(SPECIES, a);
    FloatVector linear = FloatVector.broadcast(SPECIES, b);
    for (int i = 0; i < n; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      FloatVector share = FloatVector.fromMemorySegment(SPECIES, s, sAt + at, NATIVE);
      FloatVector up = FloatVector.fromMemorySegment(SPECIES, g, gAt + at, NATIVE);
      FloatVector inner = v.mul(v).min((float) LARGE).fma(square, linear);
      FloatVector rest = share.neg().fma(share, share).mul(v);
      rest.fma(inner, share).mul(up).intoMemorySegment(y, yAt + at, NATIVE);
    }
  }
}
