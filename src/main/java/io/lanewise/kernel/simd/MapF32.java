package io.lanewise.kernel.simd;

import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.UnaryOp;
import io.lanewise.kernel.MapKernel;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementwise functions on vectors of f32.
 *
 * <p>The tail has no loop and no mask: the last full vector of the run, which overlaps the one before, is computed first, when a run
 * that is its own destination still holds its old contents, and stored last. Each function has a small method of its own, because
 * C2 compiles methods, and compiles small ones well. Runs shorter than a vector, and powers, are scalar.
 */
public final class MapF32 implements MapKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final MapKernel SCALAR = new io.lanewise.kernel.scalar.MapF32();

  /** The kernel has no state. */
  public MapF32() {}

  private static FloatVector load(MemorySegment x, long at, int i) {
    return FloatVector.fromMemorySegment(
        SPECIES, x, at + (long) i * Float.BYTES, ByteOrder.nativeOrder());
  }

  private static void store(FloatVector value, MemorySegment y, long at, int i) {
    value.intoMemorySegment(y, at + (long) i * Float.BYTES, ByteOrder.nativeOrder());
  }

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
      case EXP -> exp(x, xAt, y, yAt, n - LANES);
      case LOG -> log(x, xAt, y, yAt, n - LANES);
      case TANH -> tanh(x, xAt, y, yAt, n - LANES);
    }
  }

  private static void neg(MemorySegment x, long xAt, MemorySegment y, long yAt, int last) {
    FloatVector end = load(x, xAt, last).neg();
    for (int i = 0; i < last; i += LANES) {
      store(load(x, xAt, i).neg(), y, yAt, i);
    }
    store(end, y, yAt, last);
  }

  private static void abs(MemorySegment x, long xAt, MemorySegment y, long yAt, int last) {
    FloatVector end = load(x, xAt, last).abs();
    for (int i = 0; i < last; i += LANES) {
      store(load(x, xAt, i).abs(), y, yAt, i);
    }
    store(end, y, yAt, last);
  }

  private static void sqrt(MemorySegment x, long xAt, MemorySegment y, long yAt, int last) {
    FloatVector end = load(x, xAt, last).sqrt();
    for (int i = 0; i < last; i += LANES) {
      store(load(x, xAt, i).sqrt(), y, yAt, i);
    }
    store(end, y, yAt, last);
  }

  private static void exp(MemorySegment x, long xAt, MemorySegment y, long yAt, int last) {
    FloatVector end = FloatVectorMath.exp(load(x, xAt, last));
    for (int i = 0; i < last; i += LANES) {
      store(FloatVectorMath.exp(load(x, xAt, i)), y, yAt, i);
    }
    store(end, y, yAt, last);
  }

  private static void log(MemorySegment x, long xAt, MemorySegment y, long yAt, int last) {
    FloatVector end = FloatVectorMath.log(load(x, xAt, last));
    for (int i = 0; i < last; i += LANES) {
      store(FloatVectorMath.log(load(x, xAt, i)), y, yAt, i);
    }
    store(end, y, yAt, last);
  }

  private static void tanh(MemorySegment x, long xAt, MemorySegment y, long yAt, int last) {
    FloatVector end = FloatVectorMath.tanh(load(x, xAt, last));
    for (int i = 0; i < last; i += LANES) {
      store(FloatVectorMath.tanh(load(x, xAt, i)), y, yAt, i);
    }
    store(end, y, yAt, last);
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
  public void axpy(double alpha, MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    if (n < LANES) {
      SCALAR.axpy(alpha, x, xAt, y, yAt, n);
      return;
    }
    int last = n - LANES;
    FloatVector factor = FloatVector.broadcast(SPECIES, (float) alpha);
    FloatVector end = load(x, xAt, last).fma(factor, load(y, yAt, last));
    for (int i = 0; i < last; i += LANES) {
      store(load(x, xAt, i).fma(factor, load(y, yAt, i)), y, yAt, i);
    }
    store(end, y, yAt, last);
  }
}
