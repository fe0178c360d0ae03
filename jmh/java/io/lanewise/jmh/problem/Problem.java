package io.lanewise.jmh.problem;

import io.lanewise.DType;

/** Work that several libraries can do: its inputs, its size, and what a right answer is. */
public sealed interface Problem
    permits ProductProblem, ElementwiseProblem, ReductionProblem, DecompositionProblem {

  /** Element type of inputs and result. */
  DType dtype();

  /** What the hardware's limit for this work is counted in. */
  Ceiling ceiling();

  /**
   * How much one call does, in the ceiling's unit times 1e9: floating-point operations, or bytes
   * read and written.
   */
  double amount();

  /** Bytes that one call touches. */
  long footprint();

  /**
   * Checks an answer.
   *
   * @param result row-major, as the class of the problem says
   * @throws AssertionError if it is off by more than rounding explains
   */
  void check(double[] result);

  /** The limits of a core. */
  enum Ceiling {
    /** Fused multiply-adds in registers. */
    ARITHMETIC("GFLOP/s"),
    /** Reading memory as large as what the problem touches. */
    READING("GB/s");

    private final String unit;

    Ceiling(String unit) {
      this.unit = unit;
    }

    /** Unit of rates. */
    public String unit() {
      return unit;
    }
  }
}
