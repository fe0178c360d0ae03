package io.lanewise.jmh.problem;

import io.lanewise.DType;

/** Work that several libraries can do: its inputs, its size, and what a right answer is. */
public sealed interface Problem
    permits ProductProblem,
        TwoThreadsProblem,
        MatrixVectorProblem,
        SmallWeightsProblem,
        BlasProblem,
        ElementwiseProblem,
        ReductionProblem,
        DecompositionProblem,
        ManyDecompositionsProblem,
        GeneralEigenProblem,
        FactorProblem,
        AttentionProblem {

  /** Element type of inputs and result. */
  DType dtype();

  /** What the hardware's limit for this work is counted in. */
  Ceiling ceiling();

  /**
   * How much one call does, in the ceiling's unit times 1e9: floating-point operations, or bytes
   * read and written.
   */
  double amount();

  /** Bytes of all operands together. */
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
    /** The same on two cores at a time. */
    ARITHMETIC_OF_TWO("GFLOP/s"),
    /** Reading all operands. */
    READING("GB/s"),
    /** Reading one array and writing another. */
    COPYING("GB/s"),
    /** Reading two arrays and writing a third. */
    ADDING("GB/s"),
    /** Reading two arrays and writing one of them. */
    ADDING_IN_PLACE("GB/s");

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
