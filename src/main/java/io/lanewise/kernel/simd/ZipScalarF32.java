package io.lanewise.kernel.simd;

import io.lanewise.backend.BinaryOp;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Functions of a run of f32 and a scalar: see {@link MapF32}. The last vector of the run begins at
 * element {@code last}.
 */
final class ZipScalarF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

  private ZipScalarF32() {}

  /** Applies any function but POW, the scalar on the right. */
  static void right(
      BinaryOp op, MemorySegment a, long aAt, float b, MemorySegment y, long yAt, int last) {
    switch (op) {
      case ADD -> add(a, aAt, b, y, yAt, last);
      case SUB -> add(a, aAt, -b, y, yAt, last);
      case MUL -> mul(a, aAt, b, y, yAt, last);
      case DIV -> div(a, aAt, b, y, yAt, last);
      case MAX -> max(a, aAt, b, y, yAt, last);
      case MIN -> min(a, aAt, b, y, yAt, last);
      case POW -> throw new AssertionError(op);
    }
  }

  /** Applies any function but POW, the scalar on the left. */
  static void left(
      BinaryOp op, float a, MemorySegment b, long bAt, MemorySegment y, long yAt, int last) {
    switch (op) {
      case ADD -> add(b, bAt, a, y, yAt, last);
      case SUB -> subFrom(b, bAt, a, y, yAt, last);
      case MUL -> mul(b, bAt, a, y, yAt, last);
      case DIV -> divInto(b, bAt, a, y, yAt, last);
      case MAX -> max(b, bAt, a, y, yAt, last);
      case MIN -> min(b, bAt, a, y, yAt, last);
      case POW -> throw new AssertionError(op);
    }
  }

  private static void add(
      MemorySegment x, long xAt, float scalar, MemorySegment y, long yAt, int last) {
    x = Base.of(x);
    y = Base.of(y);
    FloatVector s = FloatVector.broadcast(SPECIES, scalar);
    long end = (long) last * Float.BYTES;
    FloatVector tail = FloatVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
    tail = tail.add(s);
    for (int i = 0; i < last; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      v.add(s).intoMemorySegment(y, yAt + at, NATIVE);
    }
    tail.intoMemorySegment(y, yAt + end, NATIVE);
  }

  private static void mul(
      MemorySegment x, long xAt, float scalar, MemorySegment y, long yAt, int last) {
    x = Base.of(x);
    y = Base.of(y);
    FloatVector s = FloatVector.broadcast(SPECIES, scalar);
    long end = (long) last * Float.BYTES;
    FloatVector tail = FloatVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
    tail = tail.mul(s);
    for (int i = 0; i < last; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      v.mul(s).intoMemorySegment(y, yAt + at, NATIVE);
    }
    tail.intoMemorySegment(y, yAt + end, NATIVE);
  }

  private static void div(
      MemorySegment x, long xAt, float scalar, MemorySegment y, long yAt, int last) {
    x = Base.of(x);
    y = Base.of(y);
    FloatVector s = FloatVector.broadcast(SPECIES, scalar);
    long end = (long) last * Float.BYTES;
    FloatVector tail = FloatVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
    tail = tail.div(s);
    for (int i = 0; i < last; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      v.div(s).intoMemorySegment(y, yAt + at, NATIVE);
    }
    tail.intoMemorySegment(y, yAt + end, NATIVE);
  }

  private static void max(
      MemorySegment x, long xAt, float scalar, MemorySegment y, long yAt, int last) {
    x = Base.of(x);
    y = Base.of(y);
    FloatVector s = FloatVector.broadcast(SPECIES, scalar);
    long end = (long) last * Float.BYTES;
    FloatVector tail = FloatVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
    tail = tail.max(s);
    for (int i = 0; i < last; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      v.max(s).intoMemorySegment(y, yAt + at, NATIVE);
    }
    tail.intoMemorySegment(y, yAt + end, NATIVE);
  }

  private static void min(
      MemorySegment x, long xAt, float scalar, MemorySegment y, long yAt, int last) {
    x = Base.of(x);
    y = Base.of(y);
    FloatVector s = FloatVector.broadcast(SPECIES, scalar);
    long end = (long) last * Float.BYTES;
    FloatVector tail = FloatVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
    tail = tail.min(s);
    for (int i = 0; i < last; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      v.min(s).intoMemorySegment(y, yAt + at, NATIVE);
    }
    tail.intoMemorySegment(y, yAt + end, NATIVE);
  }

  private static void subFrom(
      MemorySegment x, long xAt, float scalar, MemorySegment y, long yAt, int last) {
    x = Base.of(x);
    y = Base.of(y);
    FloatVector s = FloatVector.broadcast(SPECIES, scalar);
    long end = (long) last * Float.BYTES;
    FloatVector tail = FloatVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
    tail = s.sub(tail);
    for (int i = 0; i < last; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      s.sub(v).intoMemorySegment(y, yAt + at, NATIVE);
    }
    tail.intoMemorySegment(y, yAt + end, NATIVE);
  }

  private static void divInto(
      MemorySegment x, long xAt, float scalar, MemorySegment y, long yAt, int last) {
    x = Base.of(x);
    y = Base.of(y);
    FloatVector s = FloatVector.broadcast(SPECIES, scalar);
    long end = (long) last * Float.BYTES;
    FloatVector tail = FloatVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
    tail = s.div(tail);
    for (int i = 0; i < last; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      s.div(v).intoMemorySegment(y, yAt + at, NATIVE);
    }
    tail.intoMemorySegment(y, yAt + end, NATIVE);
  }
}
