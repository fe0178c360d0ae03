package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.concurrent.CancellationException;

/**
 * The k largest singular values of a matrix and their vectors, by random projection [1].
 *
 * <p><b>Method.</b> A multiplies l random directions, a few more than k; the results, made
 * orthonormal as columns of Q, lean towards the wanted left singular vectors, and {@code Q Q'A} is
 * nearly the best approximation. Power iterations, {@code Q := orth(A orth(A'Q))}, make them lean
 * more: orthonormal each time, since otherwise all directions of F32 are the first one after two
 * products. Then comes the {@link Svd} of the small matrix {@code Q'A}. Of a wide matrix the
 * transpose is taken, so that the small matrix has the smaller size of A.
 *
 * <p><b>Accuracy.</b> The singular vectors are orthonormal to rounding; how near the approximation
 * is to the best one is up to chance and to how fast the singular values fall. If l is as large as
 * the matrix, or the matrix is small, its full decomposition is taken instead, cut off. Measured
 * error over the best possible, {@code k = n/4}, oversampling k/8, n of 1024 to 4096:
 *
 * <table>
 *   <caption>Error by power iterations</caption>
 *   <tr><th>singular values</th><th>0</th><th>1</th><th>2</th><th>3</th></tr>
 *   <tr><td>{@code 10^(-6 i/n)}</td><td>1.91</td><td>1.013</td><td>1.0011</td><td>1.0001</td></tr>
 *   <tr><td>of random numbers</td><td></td><td>1.065</td><td>1.026</td><td>1.013</td></tr>
 * </table>
 *
 * <p><b>Cost.</b> {@code (2 + 2q) 2 m n l} flops in products for q power iterations, as many
 * orthonormalisations as products, {@code 2 m n k} to measure the error; memory for three matrices
 * of l columns.
 *
 * <p>[1] N. Halko, P. G. Martinsson and J. A. Tropp, Finding structure with randomness, SIAM Review
 * 53, 2011.
 */
final class RandomizedSvd {
  /** A matrix that was made with the seed of the options must not meet its own numbers. */
  private static final long SALT = 0x5DEECE66D1CE4E5BL;

  /** Smaller size of A up to which the whole decomposition is quick, and exact. [TP] */
  private static final long SMALL = 128;

  /** What {@link Svd} is made of. */
  record Result(Tensor u, Tensor s, Tensor vt, Certificate certificate, double error) {}

  private RandomizedSvd() {}

  /**
   * Decomposes.
   *
   * @param operation for error texts
   * @param a shape (m, n), finite
   * @param k how many, from 1 to min(m, n)
   * @param options how
   * @return u (m, k), s (k), vt (k, n), and the relative Frobenius error of their product
   * @throws CancellationException if the thread is interrupted
   */
  static Result of(String operation, Tensor a, long k, TruncatedOptions options) {
    Matrices.requireMatrix(operation, a);
    long most = Math.min(a.size(0), a.size(1));
    if (k < 1 || k > most) {
      throw new IllegalArgumentException(
          operation
              + ": k is "
              + k
              + ", but a matrix of shape "
              + a.shape()
              + " has "
              + (most == 0 ? "no singular values" : "from 1 to " + most + " singular values"));
    }
    // sums of squares of what products give must be in range
    int size = Matrices.exponent(Matrices.largest(operation, a));
    int moderate = a.dtype() == DType.F32 ? 40 : 400;
    int exponent = Math.abs(size) > moderate ? -size : 0;
    Tensor work = exponent == 0 ? a : Matrices.scaled(a, exponent);
    Result result =
        most <= SMALL || options.directions(k) >= most
            ? cut(work, k)
            : project(operation, work, k, options);
    double error = ApproximationError.of(work, result.u.mul(result.s), result.vt);
    Tensor s = Matrices.scaled(result.s, -exponent);
    return new Result(result.u, s, result.vt, result.certificate, error);
  }

  /** The full decomposition, cut off. */
  private static Result cut(Tensor a, long k) {
    Svd svd = Svd.of(a);
    Slice first = Slice.to(k);
    return new Result(
        svd.u().slice(Slice.all(), first).copy(),
        svd.s().slice(first).copy(),
        svd.vt().slice(first).copy(),
        svd.certificate(),
        Double.NaN);
  }

  private static Result project(String operation, Tensor matrix, long k, TruncatedOptions options) {
    boolean wide = matrix.size(0) < matrix.size(1);
    Tensor a = wide ? matrix.transpose() : matrix;
    // all vectors are rows: so they come out of products and so they are factored
    long seed = options.seed() ^ SALT;
    Tensor directions = Tensor.randn(a.dtype(), seed, options.directions(k), a.size(1));
    Tensor q = orthonormal(operation, directions.matmul(a.transpose()));
    for (int i = 0; i < options.powerIterations(); i++) {
      q = orthonormal(operation, q.matmul(a));
      q = orthonormal(operation, q.matmul(a.transpose()));
    }
    Svd small = Svd.of(q.matmul(a));
    Slice first = Slice.to(k);
    Tensor left = small.u().slice(Slice.all(), first).transpose().matmul(q);
    Tensor right = small.vt().slice(first).copy();
    Tensor signs = Matrices.signs(wide ? right : left);
    left.mulInPlace(signs);
    right.mulInPlace(signs);
    return new Result(
        wide ? right.transpose() : left.transpose(),
        small.s().slice(first).copy(),
        wide ? left : right,
        small.certificate(),
        Double.NaN);
  }

  /** An orthonormal basis of the span of some rows, fewer than their length; they are lost. */
  private static Tensor orthonormal(String operation, Tensor rows) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException(operation + ": interrupted");
    }
    Householder factors = Householder.of(rows);
    Tensor basis = Tensor.zeros(rows.dtype(), rows.size(0), rows.size(1));
    basis.diagonal().fill(1);
    factors.multiplyQ(basis.transpose());
    return basis;
  }
}
