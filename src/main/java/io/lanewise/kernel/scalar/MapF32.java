package io.lanewise.kernel.scalar;

import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.UnaryOp;
import io.lanewise.kernel.Fma;
import io.lanewise.kernel.MapKernel;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Elementwise functions on f32, one element at a time. */
public final class MapF32 implements MapKernel {
  private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  /** The kernel has no state. */
  public MapF32() {}

  private static float get(MemorySegment x, long at, int i) {
    x = Base.of(x);
    return x.get(LAYOUT, at + (long) i * Float.BYTES);
  }

  private static void set(MemorySegment y, long at, int i, float value) {
    y = Base.of(y);
    y.set(LAYOUT, at + (long) i * Float.BYTES, value);
  }

  @Override
  public void map(UnaryOp op, MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    for (int i = 0; i < n; i++) {
      set(y, yAt, i, apply(op, get(x, xAt, i)));
    }
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
    for (int i = 0; i < n; i++) {
      set(y, yAt, i, apply(op, get(a, aAt, i), get(b, bAt, i)));
    }
  }

  @Override
  public void zipRight(
      BinaryOp op, MemorySegment a, long aAt, double b, MemorySegment y, long yAt, int n) {
    float right = (float) b;
    for (int i = 0; i < n; i++) {
      set(y, yAt, i, apply(op, get(a, aAt, i), right));
    }
  }

  @Override
  public void zipLeft(
      BinaryOp op, double a, MemorySegment b, long bAt, MemorySegment y, long yAt, int n) {
    float left = (float) a;
    for (int i = 0; i < n; i++) {
      set(y, yAt, i, apply(op, left, get(b, bAt, i)));
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
    for (int i = 0; i < n; i++) {
      set(y, yAt, i, Fma.fma(get(a, aAt, i), get(b, bAt, i), get(c, cAt, i)));
    }
  }

  @Override
  public void axpy(double alpha, MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    float factor = (float) alpha;
    for (int i = 0; i < n; i++) {
      set(y, yAt, i, Fma.fma(factor, get(x, xAt, i), get(y, yAt, i)));
    }
  }

  /**
   * One element.
   *
   * @param op the function
   * @param x operand
   * @return its value
   */
  public static float apply(UnaryOp op, float x) {
    return switch (op) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case SQRT -> (float) Math.sqrt(x);
      case EXP -> FloatMath.exp(x);
      case LOG -> FloatMath.log(x);
      case TANH -> FloatMath.tanh(x);
      case SIGMOID -> FloatLogistic.sigmoid(x);
      case SILU -> FloatLogistic.silu(x);
      case ERF -> FloatErf.erf(x);
      case GELU -> FloatErf.gelu(x);
      case SIN -> FloatTrig.sin(x);
      case COS -> FloatTrig.cos(x);
    };
  }

  /**
   * One element.
   *
   * @param op the function
   * @param a left operand
   * @param b right operand
   * @return its value
   */
  public static float apply(BinaryOp op, float a, float b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case POW -> (float) StrictMath.pow(a, b);
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }
}
