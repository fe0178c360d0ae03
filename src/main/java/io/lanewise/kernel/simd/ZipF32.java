package io.lanewise.kernel.simd;

import io.lanewise.backend.BinaryOp;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Functions of two runs of f32: see {@link MapF32}. The last vector of the runs begins at element
 * {@code last}.
 */
final class ZipF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

  private ZipF32() {}

  /** Applies any function but POW. */
  static void zip(
      BinaryOp op,
      MemorySegment a,
      long aAt,
      MemorySegment b,
      long bAt,
      MemorySegment y,
      long yAt,
      int last) {
    switch (op) {
      case ADD -> add(a, aAt, b, bAt, y, yAt, last);
      case SUB -> sub(a, aAt, b, bAt, y, yAt, last);
      case MUL -> mul(a, aAt, b, bAt, y, yAt, last);
      case DIV -> div(a, aAt, b, bAt, y, yAt, last);
      case MAX -> max(a, aAt, b, bAt, y, yAt, last);
      case MIN -> min(a, aAt, b, bAt, y, yAt, last);
      case POW -> throw new AssertionError(op);
    }
  }

  private static void add(
      MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, int last) {
    a = Base.of(a);
    b = Base.of(b);
    y = Base.of(y);
    long end = (long) last * Float.BYTES;
    FloatVector tail = FloatVector.fromMemorySegment(SPECIES, b, bAt + end, NATIVE);
    tail = FloatVector.fromMemorySegment(SPECIES, a, aAt + end, NATIVE).add(tail);
    for (int i = 0; i < last; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector u = FloatVector.fromMemorySegment(SPECIES, a, aAt + at, NATIVE);
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, b, bAt + at, NATIVE);
      u.add(v).intoMemorySegment(y, yAt + at, NATIVE);
    }
    tail.intoMemorySegment(y, yAt + end, NATIVE);
  }

  private static void sub(
      MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, int last) {
    a = Base.of(a);
    b = Base.of(b);
    y = Base.of(y);
    long end = (long) last * Float.BYTES;
    FloatVector tail = FloatVector.fromMemorySegment(SPECIES, b, bAt + end, NATIVE);
    tail = FloatVector.fromMemorySegment(SPECIES, a, aAt + end, NATIVE).sub(tail);
    for (int i = 0; i < last; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector u = FloatVector.fromMemorySegment(SPECIES, a, aAt + at, NATIVE);
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, b, bAt + at, NATIVE);
      u.sub(v).intoMemorySegment(y, yAt + at, NATIVE);
    }
    tail.intoMemorySegment(y, yAt + end, NATIVE);
  }

  private static void mul(
      MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, int last) {
    a = Base.of(a);
    b = Base.of(b);
    y = Base.of(y);
    long end = (long) last * Float.BYTES;
    FloatVector tail = FloatVector.fromMemorySegment(SPECIES, b, bAt + end, NATIVE);
    tail = FloatVector.fromMemorySegment(SPECIES, a, aAt + end, NATIVE).mul(tail);
    for (int i = 0; i < last; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector u = FloatVector.fromMemorySegment(SPECIES, a, aAt + at, NATIVE);
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, b, bAt + at, NATIVE);
      u.mul(v).intoMemorySegment(y, yAt + at, NATIVE);
    }
    tail.intoMemorySegment(y, yAt + end, NATIVE);
  }

  private static void div(
      MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, int last) {
    a = Base.of(a);
    b = Base.of(b);
    y = Base.of(y);
    long end = (long) last * Float.BYTES;
    FloatVector tail = FloatVector.fromMemorySegment(SPECIES, b, bAt + end, NATIVE);
    tail = FloatVector.fromMemorySegment(SPECIES, a, aAt + end, NATIVE).div(tail);
    for (int i = 0; i < last; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector u = FloatVector.fromMemorySegment(SPECIES, a, aAt + at, NATIVE);
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, b, bAt + at, NATIVE);
      u.div(v).intoMemorySegment(y, yAt + at, NATIVE);
    }
    tail.intoMemorySegment(y, yAt + end, NATIVE);
  }

  private static void max(
      MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, int last) {
    a = Base.of(a);
    b = Base.of(b);
    y = Base.of(y);
    long end = (long) last * Float.BYTES;
    FloatVector tail = FloatVector.fromMemorySegment(SPECIES, b, bAt + end, NATIVE);
    tail = FloatVector.fromMemorySegment(SPECIES, a, aAt + end, NATIVE).max(tail);
    for (int i = 0; i < last; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector u = FloatVector.fromMemorySegment(SPECIES, a, aAt + at, NATIVE);
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, b, bAt + at, NATIVE);
      u.max(v).intoMemorySegment(y, yAt + at, NATIVE);
    }
    tail.intoMemorySegment(y, yAt + end, NATIVE);
  }

  private static void min(
      MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, int last) {
    a = Base.of(a);
    b = Base.of(b);
    y = Base.of(y);
    long end = (long) last * Float.BYTES;
    FloatVector tail = FloatVector.fromMemorySegment(SPECIES, b, bAt + end, NATIVE);
    tail = FloatVector.fromMemorySegment(SPECIES, a, aAt + end, NATIVE).min(tail);
    for (int i = 0; i < last; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector u = FloatVector.fromMemorySegment(SPECIES, a, aAt + at, NATIVE);
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, b, bAt + at, NATIVE);
      u.min(v).intoMemorySegment(y, yAt + at, NATIVE);
    }
    tail.intoMemorySegment(y, yAt + end, NATIVE);
  }
}
