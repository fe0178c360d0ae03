package io.lanewise.cpu.elementwise;

import io.lanewise.backend.Comparison;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Comparisons of f32 runs. Each comparison is a set of relations that two numbers may stand in. */
final class CompareF32 {
  private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final int LESS = 1;
  private static final int EQUAL = 2;
  private static final int GREATER = 4;
  private static final int UNORDERED = 8;

  private CompareF32() {}

  private static int relations(Comparison comparison) {
    return switch (comparison) {
      case EQ -> EQUAL;
      case NE -> LESS | GREATER | UNORDERED;
      case LT -> LESS;
      case LE -> LESS | EQUAL;
      case GT -> GREATER;
      case GE -> GREATER | EQUAL;
    };
  }

  /** 1 if the numbers stand in one of the relations, without a branch that depends on them. */
  private static byte test(int relations, double a, double b) {
    int less = a < b ? LESS : 0;
    int equal = a == b ? EQUAL : 0;
    int greater = a > b ? GREATER : 0;
    int relation = less | equal | greater;
    return (byte) ((relations & (relation == 0 ? UNORDERED : relation)) == 0 ? 0 : 1);
  }

  /** Compares two runs. */
  static void compare(
      Comparison comparison,
      MemorySegment a,
      long aAt,
      MemorySegment b,
      long bAt,
      MemorySegment y,
      long yAt,
      int n) {
    int relations = relations(comparison);
    for (int i = 0; i < n; i++) {
      long at = (long) i * Float.BYTES;
      y.set(
          ValueLayout.JAVA_BYTE,
          yAt + i,
          test(relations, a.get(LAYOUT, aAt + at), b.get(LAYOUT, bAt + at)));
    }
  }

  /** Compares a run with a number. */
  static void compare(
      Comparison comparison,
      MemorySegment a,
      long aAt,
      double b,
      MemorySegment y,
      long yAt,
      int n) {
    int relations = relations(comparison);
    for (int i = 0; i < n; i++) {
      long at = (long) i * Float.BYTES;
      y.set(ValueLayout.JAVA_BYTE, yAt + i, test(relations, a.get(LAYOUT, aAt + at), b));
    }
  }
}
