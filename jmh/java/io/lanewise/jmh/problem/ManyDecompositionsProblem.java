package io.lanewise.jmh.problem;

import io.lanewise.DType;
import java.util.Arrays;

/**
 * Decompositions of many small matrices, each with all its vectors: one call for a library that
 * takes stacks, a loop for the others. The amount is nominal, as for one ({@link
 * DecompositionProblem}).
 *
 * <p>Answers are those of the matrices one after the other, each as {@link DecompositionProblem}
 * has it.
 *
 * @param dtype element type
 * @param kind EIGEN or SVD
 * @param n order of each matrix
 * @param count how many
 */
public record ManyDecompositionsProblem(
    DType dtype, DecompositionProblem.Kind kind, int n, int count) implements Problem {

  /** The problem of one of them. */
  private DecompositionProblem one() {
    return new DecompositionProblem(dtype, kind, n);
  }

  /** The matrices one after the other, each row-major. */
  public double[] matrices() {
    double[] a = Samples.uniform(dtype, 1, count * n * n, -0.5).clone();
    if (kind == DecompositionProblem.Kind.EIGEN) {
      for (int at = 0; at < a.length; at += n * n) {
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < i; j++) {
            a[at + i * n + j] = a[at + j * n + i];
          }
        }
      }
    }
    return a;
  }

  @Override
  public Ceiling ceiling() {
    return Ceiling.ARITHMETIC;
  }

  @Override
  public double amount() {
    return count * one().amount();
  }

  @Override
  public long footprint() {
    return count * one().footprint();
  }

  /** The test ratios of each matrix. */
  @Override
  public void check(double[] result) {
    double[] a = matrices();
    int size = result.length / count;
    for (int i = 0; i < count; i++) {
      one()
          .check(
              Arrays.copyOfRange(a, i * n * n, (i + 1) * n * n),
              Arrays.copyOfRange(result, i * size, (i + 1) * size));
    }
  }
}
