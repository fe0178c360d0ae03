package io.lanewise.kernel.simd;

import io.lanewise.backend.BinaryOp;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Functions of two runs of f32: see {@link MapF32}. The last vector of the runs begins at element {@code last}. */
final class ZipF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();

  private ZipF32() {}

  private static FloatVector load(MemorySegment x, long at, int i) {
    return FloatVector.fromMemorySegment(
        SPECIES, x, at + (long) i * Float.BYTES, ByteOrder.nativeOrder());
  }

  private static void store(FloatVector value, MemorySegment y, long at, int i) {
    value.intoMemorySegment(y, at + (long) i * Float.BYTES, ByteOrder.nativeOrder());
  }

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
    FloatVector end = load(a, aAt, last).add(load(b, bAt, last));
    for (int i = 0; i < last; i += LANES) {
      store(load(a, aAt, i).add(load(b, bAt, i)), y, yAt, i);
    }
    store(end, y, yAt, last);
  }

  private static void sub(
      MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, int last) {
    FloatVector end = load(a, aAt, last).sub(load(b, bAt, last));
    for (int i = 0; i < last; i += LANES) {
      store(load(a, aAt, i).sub(load(b, bAt, i)), y, yAt, i);
    }
    store(end, y, yAt, last);
  }

  private static void mul(
      MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, int last) {
    FloatVector end = load(a, aAt, last).mul(load(b, bAt, last));
    for (int i = 0; i < last; i += LANES) {
      store(load(a, aAt, i).mul(load(b, bAt, i)), y, yAt, i);
    }
    store(end, y, yAt, last);
  }

  private static void div(
      MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, int last) {
    FloatVector end = load(a, aAt, last).div(load(b, bAt, last));
    for (int i = 0; i < last; i += LANES) {
      store(load(a, aAt, i).div(load(b, bAt, i)), y, yAt, i);
    }
    store(end, y, yAt, last);
  }

  private static void max(
      MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, int last) {
    FloatVector end = load(a, aAt, last).max(load(b, bAt, last));
    for (int i = 0; i < last; i += LANES) {
      store(load(a, aAt, i).max(load(b, bAt, i)), y, yAt, i);
    }
    store(end, y, yAt, last);
  }

  private static void min(
      MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, int last) {
    FloatVector end = load(a, aAt, last).min(load(b, bAt, last));
    for (int i = 0; i < last; i += LANES) {
      store(load(a, aAt, i).min(load(b, bAt, i)), y, yAt, i);
    }
    store(end, y, yAt, last);
  }
}
