package io.lanewise.jmh.problem;

import io.lanewise.DType;

/**
 * A product by one thread and by two, in the same rounds.
 *
 * @param product what is computed
 */
public record TwoThreadsProblem(ProductProblem product) implements Problem {
  /** The end of the name of a contender that uses two threads. */
  public static final String TWO = "-2";

  @Override
  public DType dtype() {
    return product.dtype();
  }

  @Override
  public Ceiling ceiling() {
    return Ceiling.ARITHMETIC_OF_TWO;
  }

  @Override
  public double amount() {
    return product.amount();
  }

  @Override
  public long footprint() {
    return product.footprint();
  }

  @Override
  public void check(double[] result) {
    product.check(result);
  }
}
