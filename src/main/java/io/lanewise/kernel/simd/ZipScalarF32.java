package io.lanewise.kernel.simd;

import io.lanewise.backend.BinaryOp;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Functions of a run of f32 and a scalar: see {@link MapF32}. The last vector of the run begins at element {@code last}. */
final class ZipScalarF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();

  private ZipScalarF32() {}

  private static FloatVector load(MemorySegment x, long at, int i) {
    return FloatVector.fromMemorySegment(
        SPECIES, x, at + (long) i * Float.BYTES, ByteOrder.nativeOrder());
  }

  private static void store(FloatVector value, MemorySegment y, long at, int i) {
    value.intoMemorySegment(y, at + (long) i * Float.BYTES, ByteOrder.nativeOrder());
  }

  static void right(
      BinaryOp op, MemorySegment a, long aAt, float b, MemorySegment y, long yAt, int last) {
    FloatVector scalar = FloatVector.broadcast(SPECIES, b);
    switch (op) {
      case ADD -> add(a, aAt, scalar, y, yAt, last);
      case SUB -> add(a, aAt, scalar.neg(), y, yAt, last);
      case MUL -> mul(a, aAt, scalar, y, yAt, last);
      case DIV -> div(a, aAt, scalar, y, yAt, last);
      case MAX -> max(a, aAt, scalar, y, yAt, last);
      case MIN -> min(a, aAt, scalar, y, yAt, last);
      case POW -> throw new AssertionError(op);
    }
  }

  static void left(
      BinaryOp op, float a, MemorySegment b, long bAt, MemorySegment y, long yAt, int last) {
    FloatVector scalar = FloatVector.broadcast(SPECIES, a);
    switch (op) {
      case ADD -> add(b, bAt, scalar, y, yAt, last);
      case SUB -> subFrom(b, bAt, scalar, y, yAt, last);
      case MUL -> mul(b, bAt, scalar, y, yAt, last);
      case DIV -> divInto(b, bAt, scalar, y, yAt, last);
      case MAX -> max(b, bAt, scalar, y, yAt, last);
      case MIN -> min(b, bAt, scalar, y, yAt, last);
      case POW -> throw new AssertionError(op);
    }
  }

  private static void add(
      MemorySegment a, long aAt, FloatVector b, MemorySegment y, long yAt, int last) {
    FloatVector end = load(a, aAt, last).add(b);
    for (int i = 0; i < last; i += LANES) {
      store(load(a, aAt, i).add(b), y, yAt, i);
    }
    store(end, y, yAt, last);
  }

  private static void mul(
      MemorySegment a, long aAt, FloatVector b, MemorySegment y, long yAt, int last) {
    FloatVector end = load(a, aAt, last).mul(b);
    for (int i = 0; i < last; i += LANES) {
      store(load(a, aAt, i).mul(b), y, yAt, i);
    }
    store(end, y, yAt, last);
  }

  private static void div(
      MemorySegment a, long aAt, FloatVector b, MemorySegment y, long yAt, int last) {
    FloatVector end = load(a, aAt, last).div(b);
    for (int i = 0; i < last; i += LANES) {
      store(load(a, aAt, i).div(b), y, yAt, i);
    }
    store(end, y, yAt, last);
  }

  private static void max(
      MemorySegment a, long aAt, FloatVector b, MemorySegment y, long yAt, int last) {
    FloatVector end = load(a, aAt, last).max(b);
    for (int i = 0; i < last; i += LANES) {
      store(load(a, aAt, i).max(b), y, yAt, i);
    }
    store(end, y, yAt, last);
  }

  private static void min(
      MemorySegment a, long aAt, FloatVector b, MemorySegment y, long yAt, int last) {
    FloatVector end = load(a, aAt, last).min(b);
    for (int i = 0; i < last; i += LANES) {
      store(load(a, aAt, i).min(b), y, yAt, i);
    }
    store(end, y, yAt, last);
  }

  private static void subFrom(
      MemorySegment a, long aAt, FloatVector b, MemorySegment y, long yAt, int last) {
    FloatVector end = b.sub(load(a, aAt, last));
    for (int i = 0; i < last; i += LANES) {
      store(b.sub(load(a, aAt, i)), y, yAt, i);
    }
    store(end, y, yAt, last);
  }

  private static void divInto(
      MemorySegment a, long aAt, FloatVector b, MemorySegment y, long yAt, int last) {
    FloatVector end = b.div(load(a, aAt, last));
    for (int i = 0; i < last; i += LANES) {
      store(b.div(load(a, aAt, i)), y, yAt, i);
    }
    store(end, y, yAt, last);
  }
}
