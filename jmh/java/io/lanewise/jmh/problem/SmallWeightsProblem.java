package io.lanewise.jmh.problem;

import io.lanewise.DType;

/**
 * y = W x or y = x W for a square matrix W of a small type and x of F32: what inference does for
 * each token. The numbers of W are multiples of 1/128 that every type has, bytes with a scale for
 * each row, too.
 *
 * @param weights type of W: F32, BF16, F16, or I8, quantised
 * @param operation which of the two
 * @param n rows and columns
 */
public record SmallWeightsProblem(DType weights, MatrixVectorProblem.Operation operation, int n)
    implements Problem {
  private static final double STEPS = 128;
  private static final double LARGEST = 127;

  /** W, row-major; rows and columns have the largest number: quantising finds the scale 1/128. */
  public double[] matrix() {
    double[] w = Samples.uniform(DType.F32, 1, n * n, -0.5).clone();
    for (int i = 0; i < w.length; i++) {
      w[i] = i % n == 0 || i < n ? LARGEST / STEPS : Math.rint(2 * LARGEST * w[i]) / STEPS;
    }
    return w;
  }

  /** x. */
  public double[] vector() {
    return Samples.uniform(DType.F32, 2, n, -0.5);
  }

  /** Whether y = x W. */
  public boolean isTransposed() {
    return operation == MatrixVectorProblem.Operation.VECTOR_MATRIX;
  }

  /** Of x and y. */
  @Override
  public DType dtype() {
    return DType.F32;
  }

  @Override
  public Ceiling ceiling() {
    return Ceiling.READING;
  }

  @Override
  public double amount() {
    return footprint();
  }

  /** The vectors are in cache. */
  @Override
  public long footprint() {
    return (long) weights.bytes() * n * n;
  }

  /** W is exact, so the bound is that of a product in F32; a scale is one rounding more. */
  @Override
  public void check(double[] result) {
    double unit = (n + 4) * Samples.epsilon(DType.F32) / 2;
    String what = weights + " " + operation;
    MatrixVectorProblem.check(what, matrix(), vector(), isTransposed(), result, unit / (1 - unit));
  }
}
