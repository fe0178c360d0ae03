package io.lanewise.linalg;

import io.lanewise.Engine;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.internal.Internal;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Singular value decompositions of a stack of matrices: {@code A = U diag(s) V'} for each, as
 * {@link Svd} makes one.
 *
 * <p><b>Method.</b> Matrices whose smaller size is at most 32, and the larger at most 256, are
 * decomposed many at once: lane l of a vector belongs to matrix l, so that every step of the
 * one-sided Jacobi method of {@link Svd} does as many matrices as a vector has lanes. What a matrix
 * gives does not depend on its neighbours, on the size of the stack, or on threads. Larger ones are
 * decomposed one after the other.
 *
 * <p><b>Accuracy.</b> That of {@link Svd}, small singular values included.
 *
 * <p><b>Cost.</b> For each n by n matrix about {@code 40 n^3} flops; a stack of them needs no
 * memory beside the results.
 */
public final class SvdBatch {
  private static final String NAME = "SvdBatch";

  private final Tensor s;
  private final @Nullable Tensor u;
  private final @Nullable Tensor vt;
  private final Certificate certificate;

  private SvdBatch(Tensor s, @Nullable Tensor u, @Nullable Tensor vt, Certificate certificate) {
    this.s = s;
    this.u = u;
    this.vt = vt;
    this.certificate = certificate;
  }

  /**
   * Decomposes with the default options.
   *
   * @param a matrices, see {@link #of(Tensor, SvdOptions)}
   * @return the decompositions
   */
  public static SvdBatch of(Tensor a) {
    return of(a, SvdOptions.auto());
  }

  /**
   * Decomposes.
   *
   * @param a shape (..., m, n): rank at least 2, F32 or F64, finite, any strides; not changed
   * @param options how; the listener is told nothing
   * @return the decompositions
   * @throws ShapeException if the rank is less than 2
   * @throws IllegalArgumentException if an element is not finite, naming the first matrix with one
   *     and the element in it
   * @throws NoConvergenceException if {@code options.maxSweeps()} are not enough for a matrix
   * @throws CancellationException if the thread is interrupted; its flag stays set
   */
  public static SvdBatch of(Tensor a, SvdOptions options) {
    Stack stack = Stack.of(NAME, a);
    long m = stack.rows();
    long n = stack.columns();
    long r = Math.min(m, n);
    boolean full = options.vectors() == SvdOptions.Vectors.FULL;
    boolean vectors = options.vectors() != SvdOptions.Vectors.NONE;
    Tensor s = stack.results(r);
    Tensor u = vectors ? stack.results(m, full ? m : r) : null;
    Tensor vt = vectors ? stack.results(full ? n : r, n) : null;
    double tolerance =
        Sweeps.tolerance(a.dtype(), 2 * options.tolerance() * Math.sqrt((double) Math.max(1, r)));
    Certificate certificate =
        stack.each(
            tolerance,
            full && m != n
                ? null
                : (part, from, to, sweeps) ->
                    Internal.backend(Engine.current())
                        .manySvds(
                            part,
                            tolerance / 2,
                            options.maxSweeps(),
                            Stack.part(s, from, to),
                            u == null ? null : Stack.part(u, from, to),
                            vt == null ? null : Stack.part(vt, from, to),
                            sweeps),
            (matrix, i) -> {
              Svd svd = Svd.of(matrix, options.withListener(null));
              s.slice(Slice.at(i)).copyFrom(svd.s());
              if (u != null && vt != null) {
                u.slice(Slice.at(i)).copyFrom(svd.u());
                vt.slice(Slice.at(i)).copyFrom(svd.vt());
              }
              return svd.certificate();
            });
    return new SvdBatch(
        stack.shaped(s),
        u == null ? null : stack.shaped(u),
        vt == null ? null : stack.shaped(vt),
        certificate);
  }

  /**
   * The singular values.
   *
   * @return shape (..., r) with r = min(m, n), descending along the last axis, none negative
   */
  public Tensor s() {
    return s;
  }

  /**
   * The left singular vectors.
   *
   * @return shape (..., m, r), or (..., m, m) if all were asked for: orthonormal columns, the entry
   *     of largest magnitude of each positive
   * @throws IllegalStateException if the options asked for none
   */
  public Tensor u() {
    return vectors(u);
  }

  /**
   * The right singular vectors, transposed.
   *
   * @return shape (..., r, n), or (..., n, n) if all were asked for: orthonormal rows
   * @throws IllegalStateException if the options asked for none
   */
  public Tensor vt() {
    return vectors(vt);
  }

  private static Tensor vectors(@Nullable Tensor computed) {
    if (computed == null) {
      throw new IllegalStateException(
          NAME + ": singular vectors were not computed; use options with Vectors.THIN");
    }
    return computed;
  }

  /**
   * What the sweeps recorded.
   *
   * @return the most sweeps that a matrix took, and a bound on the cosines that are left in any of
   *     them, without residual and orthogonality; all 0 of an empty stack
   */
  public Certificate certificate() {
    return certificate;
  }

  /**
   * Checks the decompositions against the matrices, at the cost of three products in F64 for each.
   *
   * @param a the matrices that were decomposed
   * @return the complete certificate, with the largest residual and orthogonality of all
   * @throws ShapeException if the shape is another
   * @throws IllegalStateException if the options asked for no vectors
   */
  public Certificate certificate(Tensor a) {
    Tensor left = u();
    Tensor right = vt();
    long[] shape = left.shape().toArray();
    shape[shape.length - 1] = right.size(-1);
    Stack.requireShape(NAME, a, shape);
    Tensor lefts = Stack.flat(left);
    Tensor rights = Stack.flat(right);
    Tensor values = s.reshape(lefts.size(0), s.size(-1));
    return Stack.of(NAME, a)
        .checked(
            certificate,
            (matrix, i) ->
                Svd.certificate(
                    matrix,
                    lefts.slice(Slice.at(i)),
                    values.slice(Slice.at(i)),
                    rights.slice(Slice.at(i)),
                    certificate));
  }

  @Override
  public String toString() {
    return NAME + "[" + s.shape() + ", " + certificate + "]";
  }
}
