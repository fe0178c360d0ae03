package io.lanewise.gpu;

import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.Reduction;
import io.lanewise.backend.UnaryOp;

/** The numbers by which kernels know operations. */
final class Codes {
  /** Of the map kernel: nothing but copying. */
  static final int COPY = 6;

  /** Of the map kernel: the scalar. */
  static final int FILL = 7;

  private Codes() {}

  /** Whether the map kernel knows a function. */
  static boolean has(UnaryOp op) {
    return switch (op) {
      case NEG, ABS, SQRT, EXP, LOG, TANH -> true;
      case SIGMOID, SILU, ERF, GELU, SIN, COS -> false;
    };
  }

  static int of(UnaryOp op) {
    return switch (op) {
      case NEG -> 0;
      case ABS -> 1;
      case SQRT -> 2;
      case EXP -> 3;
      case LOG -> 4;
      case TANH -> 5;
      case SIGMOID, SILU, ERF, GELU, SIN, COS ->
          throw new IllegalArgumentException(op + " has no kernel");
    };
  }

  static int of(BinaryOp op) {
    return switch (op) {
      case ADD -> 0;
      case SUB -> 1;
      case MUL -> 2;
      case DIV -> 3;
      case POW -> 4;
      case MAX -> 5;
      case MIN -> 6;
    };
  }

  static int of(Reduction reduction) {
    return switch (reduction) {
      case SUM -> 0;
      case MAX -> 1;
      case MIN -> 2;
      case NORM -> 3;
      case ARGMAX, ARGMIN -> throw new IllegalArgumentException(reduction + " has no kernel");
    };
  }
}
