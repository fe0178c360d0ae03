package io.lanewise.linalg;

import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/**
 * A matrix as the product of two thin ones: {@code A = U V} up to an error, with k columns in U and
 * k rows in V, from its k largest singular values. No matrix of rank k is nearer in the Frobenius
 * norm (Eckart and Young, 1936).
 *
 * <p>It takes {@code k (m + n)} numbers instead of {@code m n}, and as much less work to apply. For
 * a square matrix that is less only for k below n/2: rank 1024 of 4096 x 4096 takes 50 % of the
 * storage, not 25 %. What it costs is {@link #error()}; singular values that fall slowly, as those
 * of random numbers, make it large.
 *
 * <p>U holds the left singular vectors times the singular values, V the right singular vectors.
 */
public final class LowRank {
  private static final String NAME = "LowRank";

  /** Smaller size up to which all singular values are computed to choose a rank. [TP] */
  private static final long SMALL = 512;

  /** The first rank that is tried beyond. [TP] */
  private static final long FIRST = 64;

  private final Tensor u;
  private final Tensor v;
  private final double error;

  private LowRank(Tensor u, Tensor v, double error) {
    this.u = u;
    this.v = v;
    this.error = error;
  }

  /**
   * An approximation of a given rank, by {@link Svd#truncated(Tensor, long)}.
   *
   * @param a shape (m, n), sizes from 1, F32 or F64, finite; it is not changed
   * @param k the rank, from 1 to min(m, n)
   * @return the factors; their error is measured
   * @throws ShapeException if it is not a matrix
   * @throws IllegalArgumentException if k is out of range or an element is not finite, naming the
   *     first
   * @throws CancellationException if the thread is interrupted; its flag stays set
   */
  public static LowRank of(Tensor a, long k) {
    Svd svd = Svd.truncated(a, k);
    return of(svd, k);
  }

  /**
   * The first part of a decomposition.
   *
   * @param svd a decomposition with vectors, truncated or not
   * @param k the rank, from 1 to the number of its singular values
   * @return the factors; their error follows from the singular values that are left out and {@link
   *     Svd#truncationError()}
   * @throws IllegalArgumentException if k is out of range
   * @throws IllegalStateException if vectors were not computed
   */
  public static LowRank of(Svd svd, long k) {
    long most = svd.s().size(0);
    if (k < 1 || k > most) {
      throw new IllegalArgumentException(
          NAME + ": k is " + k + ", but the decomposition has " + most + " singular values");
    }
    double error = new Tails(svd).error(k);
    Slice first = Slice.to(k);
    Tensor s = svd.s().slice(first);
    return new LowRank(
        svd.u().slice(Slice.all(), first).mul(s), svd.vt().slice(first).copy(), error);
  }

  /**
   * The approximation of lowest rank whose error is small enough. Of a matrix with up to 512 rows
   * or columns all singular values are computed; of a larger one as many as are needed, in steps
   * that double from 64, by {@link Svd#truncated(Tensor, long)}.
   *
   * @param a shape (m, n), sizes from 1, F32 or F64, finite; it is not changed
   * @param e the largest relative error in the Frobenius norm, from 0 to below 1; less than {@code
   *     max(m, n) eps} counts as that
   * @return the factors; their error is measured
   * @throws ShapeException if it is not a matrix, or is empty
   * @throws IllegalArgumentException if e is out of range or an element is not finite
   * @throws CancellationException if the thread is interrupted; its flag stays set
   */
  public static LowRank ofError(Tensor a, double e) {
    if (!(e >= 0 && e < 1)) {
      throw new IllegalArgumentException(
          NAME + ".ofError: error " + e + ", but it must be from 0 to below 1, relative to |A|");
    }
    return search(a, e);
  }

  /**
   * The approximation of lowest rank that keeps a share of the sum of all squared singular values;
   * found as {@link #ofError(Tensor, double)} does.
   *
   * @param a shape (m, n), sizes from 1, F32 or F64, finite; it is not changed
   * @param p the share, above 0, at most 1; the relative error is then at most {@code sqrt(1 - p)}
   * @return the factors; their error is measured
   * @throws ShapeException if it is not a matrix, or is empty
   * @throws IllegalArgumentException if p is out of range or an element is not finite
   * @throws CancellationException if the thread is interrupted; its flag stays set
   */
  public static LowRank ofEnergy(Tensor a, double p) {
    if (!(p > 0 && p <= 1)) {
      throw new IllegalArgumentException(
          NAME + ".ofEnergy: share " + p + ", but it must be above 0 and at most 1");
    }
    return search(a, Math.sqrt(1 - p));
  }

  private static LowRank search(Tensor a, double e) {
    Matrices.requireMatrix(NAME, a);
    if (a.elements() == 0) {
      throw new ShapeException(NAME + ": shape " + a.shape() + " has no elements to approximate");
    }
    long most = Math.min(a.size(0), a.size(1));
    double allowed = Math.max(e, Math.max(a.size(0), a.size(1)) * a.dtype().epsilon());
    for (long k = most <= SMALL ? most : FIRST; ; k = Math.min(most, 2 * k)) {
      Svd svd = k == most ? Svd.of(a) : Svd.truncated(a, k);
      if (k == most || svd.truncationError() <= allowed) {
        LowRank found = of(svd, new Tails(svd).rank(allowed));
        return new LowRank(found.u, found.v, ApproximationError.of(a, found.u, found.v));
      }
    }
  }

  /** The errors that leaving out singular values makes. */
  private static final class Tails {
    private final double[] errors; // of rank i

    Tails(Svd svd) {
      double[] s = svd.s().toDoubleArray();
      double norm = svd.s().norm();
      double truncated = svd.truncationError();
      double kept = Math.sqrt((1 - truncated) * (1 + truncated));
      errors = new double[s.length + 1];
      double tail = 0;
      for (int i = s.length; i >= 0; i--) {
        errors[i] = norm == 0 ? 0 : Math.hypot(truncated, kept * (tail / norm));
        tail = i == 0 ? tail : Math.hypot(tail, s[i - 1]);
      }
    }

    double error(long rank) {
      return errors[Math.toIntExact(rank)];
    }

    /** The lowest rank with an error that is allowed, at least 1. */
    long rank(double allowed) {
      int rank = 1;
      while (rank < errors.length - 1 && errors[rank] > allowed) {
        rank++;
      }
      return rank;
    }
  }

  /**
   * The left factor.
   *
   * @return shape (m, k): orthogonal columns, whose norms are the singular values
   */
  public Tensor u() {
    return u;
  }

  /**
   * The right factor.
   *
   * @return shape (k, n): orthonormal rows
   */
  public Tensor v() {
    return v;
  }

  /**
   * How many columns U has.
   *
   * @return k
   */
  public long rank() {
    return v.size(0);
  }

  /**
   * What the factors take of the storage of A.
   *
   * @return {@code k (m + n) / (m n)}; 1 and more saves nothing
   */
  public double storageRatio() {
    double m = u.size(0);
    double n = v.size(1);
    return rank() * (1 / m + 1 / n);
  }

  /**
   * What is lost.
   *
   * @return {@code |A - U V| / |A|} in the Frobenius norm, from 0 to 1
   */
  public double error() {
    return error;
  }

  /**
   * Multiplies without forming the product of the factors: {@code U (V x)}, in {@code 2 k (m + n)}
   * flops for each vector.
   *
   * @param x shape (n), (n, c) or (..., n, c), of the type of A
   * @return shape (m), (m, c) or (..., m, c)
   * @throws ShapeException if the size n is another
   */
  public Tensor apply(Tensor x) {
    int axis = x.rank() == 1 ? 0 : -2;
    if (x.rank() == 0 || x.size(axis) != v.size(1)) {
      throw new ShapeException(
          NAME
              + ".apply: a factorised matrix of shape ("
              + u.size(0)
              + ", "
              + v.size(1)
              + ") times shape "
              + x.shape()
              + ", but ("
              + v.size(1)
              + "), or (..., "
              + v.size(1)
              + ", c) is needed");
    }
    return u.matmul(v.matmul(x));
  }

  /**
   * The product of the factors.
   *
   * @return shape (m, n)
   */
  public Tensor toTensor() {
    return u.matmul(v);
  }

  /** One line, such as {@code LowRank[64 x 48, rank 5, 18.2 % of the storage, error 1.2e-03]}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s[%d x %d, rank %d, %.1f %% of the storage, error %.1e]",
        NAME,
        u.size(0),
        v.size(1),
        rank(),
        100 * storageRatio(),
        error);
  }
}
