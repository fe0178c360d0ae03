package io.lanewise.jmh.problem;

import io.lanewise.DType;

/**
 * One number from one or two vectors of non-negative numbers.
 *
 * @param dtype element type
 * @param operation what is computed
 * @param size where the operands fit
 */
public record ReductionProblem(DType dtype, Operation operation, ElementwiseProblem.Size size)
    implements Problem {

  /** What is computed. */
  public enum Operation {
    /** Sum of x. */
    SUM,
    /** Inner product of x and y. */
    DOT
  }

  /** Elements of one vector, which is twice as large as an array of elementwise operations. */
  public int elements() {
    return 2 * size.elements(dtype);
  }

  /** x. */
  public double[] first() {
    return Samples.uniform(dtype, 1, elements(), 0);
  }

  /** y. */
  public double[] second() {
    return Samples.uniform(dtype, 2, elements(), 0);
  }

  @Override
  public Ceiling ceiling() {
    return Ceiling.READING;
  }

  @Override
  public double amount() {
    return footprint();
  }

  @Override
  public long footprint() {
    return (long) Samples.bytes(dtype) * elements() * (operation == Operation.DOT ? 2 : 1);
  }

  /** The error of any order of summation is at most gamma(n) times the sum, here with n eps. */
  @Override
  public void check(double[] result) {
    double[] x = first();
    double[] y = operation == Operation.DOT ? second() : null;
    double expected = 0;
    for (int i = 0; i < x.length; i++) {
      expected += y == null ? x[i] : x[i] * y[i];
    }
    double error = Math.abs(result[0] - expected);
    double bound = x.length * Samples.epsilon(dtype) * expected;
    Samples.require(error <= bound, operation + " of " + x.length, error, bound);
  }
}
