package io.lanewise.linalg;

import io.lanewise.DTypeException;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/**
 * Principal components: the directions along which samples vary most.
 *
 * <p><b>Method.</b> The singular value decomposition of the samples minus their mean. The
 * eigenvectors of the covariance matrix are the same directions, but forming it squares the data:
 * components whose share of the deviation is below {@code sqrt(eps)} would be lost in rounding [1].
 * The mean is subtracted twice, the second time that of the differences, so that its own rounding
 * does not become a component.
 *
 * <p><b>Signs.</b> A component's sign is arbitrary; here its entry of largest magnitude is
 * positive.
 *
 * <p><b>Cost.</b> That of {@link Svd} of an (m, n) matrix, and one copy of it. Where k is far below
 * n and a few digits are enough, {@link Svd#truncated(Tensor, long)} of the centred matrix is
 * faster.
 *
 * <p>[1] I. T. Jolliffe, Principal Component Analysis, 2nd edition, 2002, chapter 3.
 */
public final class Pca {
  private static final String NAME = "Pca";

  private final Tensor mean;
  private final Tensor components;
  private final Tensor singularValues;
  private final Tensor explainedVariance;
  private final Tensor explainedVarianceRatio;

  private Pca(
      Tensor mean,
      Tensor components,
      Tensor singularValues,
      Tensor explainedVariance,
      Tensor explainedVarianceRatio) {
    this.mean = mean;
    this.components = components;
    this.singularValues = singularValues;
    this.explainedVariance = explainedVariance;
    this.explainedVarianceRatio = explainedVarianceRatio;
  }

  /**
   * Finds the components of samples.
   *
   * @param x shape (m, n): m samples, at least 2, of n features each; F32 or F64, finite; it is not
   *     changed
   * @param k how many components, from 1 to min(m, n). Since the mean is subtracted, the m-th of m
   *     samples explains nothing.
   * @return the components
   * @throws ShapeException if it is not a matrix
   * @throws IllegalArgumentException if there are fewer than two samples, k is out of range, or an
   *     element is not finite, naming the first
   * @throws NoConvergenceException if the singular values are not found
   * @throws CancellationException if the thread is interrupted; its flag stays set
   */
  public static Pca fit(Tensor x, long k) {
    Matrices.requireMatrix(NAME, x);
    long samples = x.size(0);
    if (samples < 2) {
      throw new IllegalArgumentException(
          NAME
              + ": "
              + samples
              + (samples == 1 ? " sample" : " samples")
              + " in shape "
              + x.shape()
              + ", but a variance needs at least two; samples are rows");
    }
    long most = Math.min(samples, x.size(1));
    if (k < 1 || k > most) {
      throw new IllegalArgumentException(
          NAME
              + ": k is "
              + k
              + ", but samples of shape "
              + x.shape()
              + " have from 1 to "
              + most
              + " components");
    }
    // a sum of numbers near overflow must not overflow
    int exponent = -Matrices.exponent(Matrices.largest(NAME, x));
    Tensor centred = Matrices.scaled(x, exponent);
    Tensor mean = centred.mean(0);
    centred.subInPlace(mean);
    Tensor rest = centred.mean(0);
    centred.subInPlace(rest);

    Svd svd = Svd.of(centred);
    Slice first = Slice.to(k);
    Tensor components = svd.vt().slice(first).copy();
    components.mulInPlace(Matrices.signs(components));
    double total = svd.s().norm();
    Tensor shares = total == 0 ? svd.s() : svd.s().div(total);
    Tensor ratio = shares.mul(shares).slice(first).copy();
    Tensor values = Matrices.scaled(svd.s().slice(first), -exponent);
    Tensor deviations = values.div(Math.sqrt(samples - 1.0));
    return new Pca(
        Matrices.scaled(mean.add(rest), -exponent),
        components,
        values,
        deviations.mul(deviations),
        ratio);
  }

  /**
   * The mean of the samples.
   *
   * @return shape (n)
   */
  public Tensor mean() {
    return mean;
  }

  /**
   * The components, the one that explains most first.
   *
   * @return shape (k, n): orthonormal rows, the entry of largest magnitude of each positive
   */
  public Tensor components() {
    return components;
  }

  /**
   * The variance of the samples along each component: {@code s^2 / (m - 1)}.
   *
   * @return shape (k), descending
   */
  public Tensor explainedVariance() {
    return explainedVariance;
  }

  /**
   * The share of each component in the variance of all features together.
   *
   * @return shape (k), descending, their sum at most 1; 0 if all samples are equal
   */
  public Tensor explainedVarianceRatio() {
    return explainedVarianceRatio;
  }

  /**
   * The singular values of the samples minus their mean.
   *
   * @return shape (k), descending
   */
  public Tensor singularValues() {
    return singularValues;
  }

  /**
   * The coordinates of samples along the components.
   *
   * @param x shape (..., n), of the type of the samples fitted
   * @return shape (..., k): {@code (x - mean) components'}
   * @throws ShapeException if the last axis has another size
   * @throws DTypeException if the type is another
   */
  public Tensor transform(Tensor x) {
    check("transform", x, components.size(1), "features");
    return x.sub(mean).matmul(components.transpose());
  }

  /**
   * The samples with given coordinates along the components, and none elsewhere.
   *
   * @param z shape (..., k), of the type of the samples fitted
   * @return shape (..., n): {@code z components + mean}
   * @throws ShapeException if the last axis has another size
   * @throws DTypeException if the type is another
   */
  public Tensor inverseTransform(Tensor z) {
    check("inverseTransform", z, components.size(0), "components");
    return z.matmul(components).addInPlace(mean);
  }

  private void check(String method, Tensor x, long size, String what) {
    if (x.rank() == 0 || x.size(-1) != size) {
      throw new ShapeException(
          NAME
              + "."
              + method
              + ": shape "
              + x.shape()
              + ", but (..., "
              + size
              + ") is needed, as there are "
              + size
              + " "
              + what);
    }
    if (x.dtype() != mean.dtype()) {
      throw new DTypeException(
          NAME
              + "."
              + method
              + ": "
              + x.dtype()
              + ", but the samples fitted were "
              + mean.dtype()
              + "; cast(DType."
              + mean.dtype()
              + ") first");
    }
  }

  /** One line, such as {@code Pca[k=2 of 7 features, 93.1 % of the variance]}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s[k=%d of %d features, %.1f %% of the variance]",
        NAME,
        components.size(0),
        components.size(1),
        100 * explainedVarianceRatio.sum());
  }
}
