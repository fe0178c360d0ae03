package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Matrices in the last two axes of a tensor, and how they are decomposed: as many at once as the
 * backend takes, and those that it leaves one by one.
 */
final class Stack {
  /** Elements that are decomposed between two looks at the thread's interrupt. [TP] */
  private static final long CHUNK = 1 << 21;

  /** Decomposes many. */
  @FunctionalInterface
  interface Many {

    /**
     * Decomposes some.
     *
     * @param matrices shape (count, m, n)
     * @param from number of the first
     * @param to number behind the last
     * @param sweeps I32, shape (count): how many each took, 0 of those that are left undone
     * @return false if nothing was done
     */
    boolean decompose(View matrices, long from, long to, View sweeps);
  }

  /** Decomposes one. */
  @FunctionalInterface
  interface One {

    /**
     * Decomposes.
     *
     * @param matrix shape (m, n)
     * @param i its number
     * @return its certificate
     */
    Certificate decompose(Tensor matrix, long i);
  }

  private final String operation;
  private final Tensor matrices;
  private final long[] leading;

  private Stack(String operation, Tensor matrices, long[] leading) {
    this.operation = operation;
    this.matrices = matrices;
    this.leading = leading;
  }

  /**
   * A stack.
   *
   * @param operation for error texts
   * @param a shape (..., m, n)
   * @return the stack
   * @throws ShapeException if the rank is less than 2
   * @throws DTypeException if the type does not compute
   */
  static Stack of(String operation, Tensor a) {
    int rank = a.rank();
    if (rank < 2) {
      throw new ShapeException(
          operation
              + ": shape "
              + a.shape()
              + " has rank "
              + rank
              + ", but matrices in the last two axes are needed (rank 2 or more)");
    }
    if (!a.dtype().computes()) {
      throw new DTypeException(
          operation
              + ": "
              + a.dtype()
              + " is storage only; cast(DType.F32) or cast(DType.F64) first");
    }
    long[] shape = a.shape().toArray();
    long[] leading = Arrays.copyOf(shape, rank - 2);
    return new Stack(operation, flat(a), leading);
  }

  /** Shape (count, m, n); a view where strides allow it. */
  static Tensor flat(Tensor a) {
    if (a.rank() == 3) {
      return a;
    }
    if (a.rank() == 2) {
      return a.unsqueeze(0);
    }
    long[] shape = a.shape().toArray();
    long[] leading = Arrays.copyOf(shape, shape.length - 2);
    return a.contiguous().reshape(count(leading), a.size(-2), a.size(-1));
  }

  private static long count(long[] sizes) {
    return Arrays.stream(sizes).reduce(1, Math::multiplyExact);
  }

  long rows() {
    return matrices.size(1);
  }

  long columns() {
    return matrices.size(2);
  }

  /** Memory for a result of each matrix: shape (count, ...). */
  Tensor results(long... sizes) {
    return Tensor.empty(matrices.dtype(), joined(new long[] {matrices.size(0)}, sizes));
  }

  /** Results with the leading axes of what was given. */
  Tensor shaped(Tensor results) {
    long[] shape = results.shape().toArray();
    return results.reshape(joined(leading, Arrays.copyOfRange(shape, 1, shape.length)));
  }

  private static long[] joined(long[] first, long[] second) {
    long[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** The view of a part of results. */
  static View part(Tensor results, long from, long to) {
    return Internal.view(results.slice(Slice.range(from, to)));
  }

  /**
   * Decomposes all.
   *
   * @param tolerance of the certificate
   * @param many what decomposes many at once, or null
   * @param one what decomposes those that it leaves
   * @return the most sweeps and the largest measure of all
   * @throws CancellationException if the thread is interrupted
   */
  Certificate each(double tolerance, @Nullable Many many, One one) {
    long count = matrices.size(0);
    long chunk = Math.max(1, CHUNK / Math.max(1, rows() * columns()));
    Certificate certificate = Certificate.ofSweeps(0, 0, tolerance);
    for (long from = 0; from < count; from += chunk) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException(operation + ": interrupted at matrix " + place(from));
      }
      long to = Math.min(count, from + chunk);
      Tensor sweeps = Tensor.empty(DType.I32, to - from);
      boolean taken =
          many != null && many.decompose(part(matrices, from, to), from, to, Internal.view(sweeps));
      long[] done = taken ? sweeps.toLongArray() : new long[Math.toIntExact(to - from)];
      for (long i = from; i < to; i++) {
        int taking = (int) done[(int) (i - from)];
        certificate =
            worse(
                certificate,
                taking > 0 ? Certificate.ofSweeps(taking, tolerance, tolerance) : single(one, i));
      }
    }
    return certificate;
  }

  private static Certificate worse(Certificate x, Certificate y) {
    return Certificate.ofSweeps(
        Math.max(x.sweeps(), y.sweeps()),
        Math.max(x.remaining(), y.remaining()),
        Math.max(x.tolerance(), y.tolerance()));
  }

  private Certificate single(One one, long i) {
    try {
      return one.decompose(matrices.slice(Slice.at(i)), i);
    } catch (NoConvergenceException e) {
      throw new NoConvergenceException(operation + ": matrix " + place(i), e.certificate());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          operation + ": matrix " + place(i) + ": " + e.getMessage(), e);
    }
  }

  /** The index of a matrix, as a user would write it. */
  private String place(long i) {
    String text = "";
    long rest = i;
    for (int axis = leading.length - 1; axis >= 0; axis--) {
      text = rest % leading[axis] + (text.isEmpty() ? "" : ", " + text);
      rest /= leading[axis];
    }
    return "(" + text + ")";
  }

  /**
   * The worst residual and orthogonality of all.
   *
   * @param recorded what the sweeps recorded
   * @param check gives residual and orthogonality of the i-th matrix
   * @return the complete certificate
   */
  Certificate checked(Certificate recorded, One check) {
    double residual = 0;
    double orthogonality = 0;
    for (long i = 0; i < matrices.size(0); i++) {
      Certificate found = check.decompose(matrices.slice(Slice.at(i)), i);
      residual = Math.max(residual, found.residual());
      orthogonality = Math.max(orthogonality, found.orthogonality());
    }
    return recorded.with(residual, orthogonality);
  }

  /** That a certificate is asked for with tensors of the shape that was decomposed. */
  static void requireShape(String operation, Tensor a, long[] decomposed) {
    if (!Arrays.equals(a.shape().toArray(), decomposed)) {
      throw new ShapeException(
          operation
              + ": certificate of a tensor of shape "
              + a.shape()
              + ", but one of shape "
              + io.lanewise.Shape.of(decomposed)
              + " was decomposed");
    }
  }
}
