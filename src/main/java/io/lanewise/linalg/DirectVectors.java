package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.Arrays;
import java.util.concurrent.CancellationException;

/**
 * Eigenvectors of a symmetric matrix by a direct method, in F64: where the fast ways of {@link
 * SymmetricEigen} and {@link Svd} start from. Nothing is promised of them but that they are near;
 * what follows measures how near, and refines them.
 *
 * <p><b>Method.</b> {@link Tridiagonal}, {@link TridiagonalValues}, {@link TridiagonalVectors}, and
 * the vectors multiplied back. Where T falls apart, its parts are treated alone.
 *
 * <p><b>Cost.</b> {@code 4 n^3} flops, of which {@code 2/3 n^3} at memory's pace; memory for two
 * matrices beside A.
 */
final class DirectVectors {
  private DirectVectors() {}

  /**
   * Finds them.
   *
   * @param operation for error texts
   * @param a F64, shape (n, n), symmetric, its largest element about 1; it is overwritten
   * @return shape (n, n): the vectors as rows, in the order of falling eigenvalues
   * @throws CancellationException if the thread is interrupted
   */
  static Tensor of(String operation, Tensor a) {
    Tridiagonal t = Tridiagonal.of(operation, a);
    double[] diagonal = t.diagonal();
    double[] beside = t.beside();
    int n = diagonal.length;
    double largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Math.abs(diagonal[i]));
      largest = Math.max(largest, i < n - 1 ? Math.abs(beside[i]) : 0);
    }
    double zero = DType.F64.epsilon() * largest;
    Tensor rows = Tensor.zeros(DType.F64, n, n);
    double[] values = new double[n];
    for (int first = 0, next; first < n; first = next) {
      next = first + 1;
      while (next < n && Math.abs(beside[next - 1]) > zero) {
        next++;
      }
      double[] part = Arrays.copyOfRange(diagonal, first, next);
      double[] partBeside = Arrays.copyOfRange(beside, first, next - 1);
      double[] found = TridiagonalValues.of(part.clone(), partBeside);
      System.arraycopy(found, 0, values, first, found.length);
      Slice here = Slice.range(first, next);
      TridiagonalVectors.of(part, partBeside, found, rows.slice(here, here));
    }
    Tensor sorted = Matrices.sortedRows(rows, Matrices.descending(values));
    t.multiplyQ(sorted);
    return sorted;
  }
}
