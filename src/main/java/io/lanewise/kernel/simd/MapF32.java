package io.lanewise.kernel.simd;

import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.UnaryOp;
import io.lanewise.kernel.MapKernel;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementwise functions on vectors of f32.
 *
 * <p>The tail has no loop and no mask: the last full vector of the run, which overlaps the one
 * before, is computed first, while a run that is its own destination still holds its old contents,
 * and stored last. Each function is a small method of its own without helpers: see {@link
 * FloatVectorMath}. Runs shorter than a vector, and powers, are scalar.
 */
public final class MapF32 implements MapKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final MapKernel SCALAR = new io.lanewise.kernel.scalar.MapF32();

  /** The kernel has no state. */
  public MapF32() {}

  @Override
  public void map(UnaryOp op, MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    if (n < LANES) {
      SCALAR.map(op, x, xAt, y, yAt, n);
      return;
    }
    switch (op) {
      case NEG -> neg(x, xAt, y, yAt, n - LANES);
      case ABS -> abs(x, xAt, y, yAt, n - LANES);
      case SQRT -> sqrt(x, xAt, y, yAt, n - LANES);
      case EXP -> FloatVectorMath.exp(x, xAt, 0, y, yAt, n);
      case LOG -> FloatVectorMath.log(x, xAt, y, yAt, n);
      case TANH -> FloatVectorMath.tanh(x, xAt, y, yAt, n);
      case SIGMOID -> FloatVectorLogistic.logistic(false, x, xAt, y, yAt, n);
      case SILU -> FloatVectorLogistic.logistic(true, x, xAt, y, yAt, n);
      case ERF -> FloatVectorErf.erf(x, xAt, y, yAt, n);
      case GELU -> FloatVectorErf.gelu(x, xAt, y, yAt, n);
      case SIN -> FloatVectorTrig.trig(0, x, xAt, y, yAt, n);
      case COS -> FloatVectorTrig.trig(1, x, xAt, y, yAt, n);
    }
  }

  private static void neg(MemorySegment x, long xAt, MemorySegment y, long yAt, int last) {
    x = Base.of(x);
    y = Base.of(y);
    long end = (long) last * Float.BYTES;
    FloatVector tail = FloatVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE).neg();
    for (int i = 0; i < last; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      v.neg().intoMemorySegment(y, yAt + at, NATIVE);
    }
    tail.intoMemorySegment(y, yAt + end, NATIVE);
  }

  private static void abs(MemorySegment x, long xAt, MemorySegment y, long yAt, int last) {
    x = Base.of(x);
    y = Base.of(y);
    long end = (long) last * Float.BYTES;
    FloatVector tail = FloatVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE).abs();
    for (int i = 0; i < last; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      v.abs().intoMemorySegment(y, yAt + at, NATIVE);
    }
    tail.intoMemorySegment(y, yAt + end, NATIVE);
  }

  private static void sqrt(MemorySegment x, long xAt, MemorySegment y, long yAt, int last) {
    x = Base.of(x);
    y = Base.of(y);
    long end = (long) last * Float.BYTES;
    FloatVector tail = FloatVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE).sqrt();
    for (int i = 0; i < last; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      v.sqrt().intoMemorySegment(y, yAt + at, NATIVE);
    }
    tail.intoMemorySegment(y, yAt + end, NATIVE);
  }

  @Override
  public void zip(
      BinaryOp op,
      MemorySegment a,
      long aAt,
      MemorySegment b,
      long bAt,
      MemorySegment y,
      long yAt,
      int n) {
    if (n < LANES || op == BinaryOp.POW) {
      SCALAR.zip(op, a, aAt, b, bAt, y, yAt, n);
    } else {
      ZipF32.zip(op, a, aAt, b, bAt, y, yAt, n - LANES);
    }
  }

  @Override
  public void zipRight(
      BinaryOp op, MemorySegment a, long aAt, double b, MemorySegment y, long yAt, int n) {
    if (n < LANES || op == BinaryOp.POW) {
      SCALAR.zipRight(op, a, aAt, b, y, yAt, n);
    } else {
      ZipScalarF32.right(op, a, aAt, (float) b, y, yAt, n - LANES);
    }
  }

  @Override
  public void zipLeft(
      BinaryOp op, double a, MemorySegment b, long bAt, MemorySegment y, long yAt, int n) {
    if (n < LANES || op == BinaryOp.POW) {
      SCALAR.zipLeft(op, a, b, bAt, y, yAt, n);
    } else {
      ZipScalarF32.left(op, (float) a, b, bAt, y, yAt, n - LANES);
    }
  }

  @Override
  public void multiplyAdd(
      MemorySegment a,
      long aAt,
      MemorySegment b,
      long bAt,
      MemorySegment c,
      long cAt,
      MemorySegment y,
      long yAt,
      int n) {
    a = Base.of(a);
    b = Base.of(b);
    c = Base.of(c);
    y = Base.of(y);
    if (n < LANES) {
      SCALAR.multiplyAdd(a, aAt, b, bAt, c, cAt, y, yAt, n);
      return;
    }
    long end = (long) (n - LANES) * Float.BYTES;
    FloatVector tail = FloatVector.fromMemorySegment(SPECIES, c, cAt + end, NATIVE);
    FloatVector last = FloatVector.fromMemorySegment(SPECIES, b, bAt + end, NATIVE);
    tail = FloatVector.fromMemorySegment(SPECIES, a, aAt + end, NATIVE).fma(last, tail);
    for (int i = 0; i < n - LANES; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector u = FloatVector.fromMemorySegment(SPECIES, a, aAt + at, NATIVE);
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, b, bAt + at, NATIVE);
      FloatVector w = FloatVector.fromMemorySegment(SPECIES, c, cAt + at, NATIVE);
      u.fma(v, w).intoMemorySegment(y, yAt + at, NATIVE);
    }
    tail.intoMemorySegment(y, yAt + end, NATIVE);
  }

  @Override
  public void axpy(double alpha, MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    if (n < LANES) {
      SCALAR.axpy(alpha, x, xAt, y, yAt, n);
      return;
    }
    long end = (long) (n - LANES) * Float.BYTES;
    FloatVector factor = FloatVector.broadcast(SPECIES, (float) alpha);
    FloatVector tail = FloatVector.fromMemorySegment(SPECIES, y, yAt + end, NATIVE);
    tail = FloatVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE).fma(factor, tail);
    for (int i = 0; i < n - LANES; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      FloatVector sum = FloatVector.fromMemorySegment(SPECIES, y, yAt + at, NATIVE);
      v.fma(factor, sum).intoMemorySegment(y, yAt + at, NATIVE);
    }
    tail.intoMemorySegment(y, yAt + end, NATIVE);
  }

  @Override
  public void axpys(
      int count,
      double[] alphas,
      int from,
      MemorySegment x,
      long xAt,
      long stride,
      MemorySegment y,
      long yAt,
      int n) {
    int r = 0;
    if (n >= LANES) {
      for (; r <= count - 4; r += 4) {
        AxpysF32.four(alphas, from + r, x, xAt + r * stride, stride, y, yAt, n - LANES);
      }
    }
    for (; r < count; r++) {
      axpy(alphas[from + r], x, xAt + r * stride, y, yAt, n);
    }
  }

  @Override
  public void extremes(
      BinaryOp op,
      int count,
      MemorySegment x,
      long xAt,
      long stride,
      MemorySegment y,
      long yAt,
      int n) {
    int r = 0;
    if (n >= LANES) {
      for (; r <= count - 4; r += 4) {
        long at = xAt + r * stride;
        if (op == BinaryOp.MAX) {
          ExtremesF32.max(x, at, stride, y, yAt, n - LANES);
        } else {
          ExtremesF32.min(x, at, stride, y, yAt, n - LANES);
        }
      }
    }
    for (; r < count; r++) {
      zip(op, y, yAt, x, xAt + r * stride, y, yAt, n);
    }
  }
}
