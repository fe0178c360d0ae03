package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;

/**
 * LU factorisation with partial pivoting, {@code P A = L U}: what solves systems of linear
 * equations with a square matrix.
 *
 * <p><b>Method.</b> Gaussian elimination; the pivot of each column is its largest element below the
 * rows done. Recursive in columns, so that nearly all of it is matrix products [1].
 *
 * <p><b>Accuracy.</b> Backward stable unless elements grow on the way; growth by a factor of more
 * than a few dozen is practically never seen, though matrices are known where it is 2^(n-1) [2].
 *
 * <p><b>Cost.</b> {@code 2/3 n^3} flops, {@code 2 n^2} for each right side; memory for a copy of A.
 *
 * <p>[1] S. Toledo, Locality of reference in LU decomposition with partial pivoting, SIAM J. Matrix
 * Anal. Appl. 18, 1997. [2] N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd
 * edition 2002, chapter 9.
 */
public final class Lu {
  private static final String NAME = "Lu";

  private final Tensor factors;
  private final View pivots;
  private final Tensor permutation;
  private final int exponent;

  /**
   * The logarithm of a determinant, whose value is {@code sign * exp(log)}.
   *
   * @param sign -1, 0 or 1
   * @param log of the absolute value; -infinity if the determinant is zero
   */
  public record LogDet(double sign, double log) {}

  private Lu(Tensor factors, View pivots, int exponent) {
    this.factors = factors;
    this.pivots = pivots;
    this.exponent = exponent;
    this.permutation = Elimination.permutation(factors.size(0), pivots);
  }

  /**
   * Factors. A singular matrix is no error: its U has a zero on the diagonal, and its determinant
   * is 0.
   *
   * @param a shape (m, n), sizes from 0, F32 or F64, finite; it is not changed
   * @return the factorisation
   * @throws ShapeException if it is not a matrix
   * @throws IllegalArgumentException if an element is not finite, naming the first
   * @throws ArithmeticException if elements grow out of the type's range on the way
   */
  public static Lu of(Tensor a) {
    Matrices.requireMatrix(NAME, a);
    int exponent = Matrices.exponentFor(NAME, a, a.size(0));
    return factored(Matrices.scaled(a, exponent), exponent);
  }

  /**
   * Factors in the memory of the matrix, as LAPACK does: nothing of its size is allocated.
   *
   * @param a as for {@link #of}, and writable. Its memory belongs to the result from then on: what
   *     it holds is arbitrary, also after an exception, and is not to be changed
   * @return the factorisation
   * @throws ShapeException if it is not a matrix
   * @throws IllegalArgumentException if an element is not finite, naming the first, or the matrix
   *     cannot be written
   * @throws ArithmeticException if elements grow out of the type's range on the way
   */
  public static Lu ofInPlace(Tensor a) {
    int exponent = InPlace.scale(NAME, a, 1);
    return factored(a, exponent);
  }

  private static Lu factored(Tensor work, int exponent) {
    Tensor pivots = Elimination.of(work);
    if (!Elimination.inRange(work)) {
      throw new ArithmeticException(
          NAME
              + ": elements of the matrix of shape "
              + work.shape()
              + " grew out of the range of "
              + work.dtype()
              + " on the way; Qr does not let them grow"
              + (work.dtype() == DType.F32 ? ", cast(DType.F64) gives a larger range" : ""));
    }
    return new Lu(work, Internal.view(pivots), exponent);
  }

  private long rows() {
    return factors.size(0);
  }

  private long columns() {
    return factors.size(1);
  }

  private long smaller() {
    return Math.min(rows(), columns());
  }

  /**
   * The lower factor.
   *
   * @return new, shape (m, min(m, n)): ones on the diagonal, zeros above it, elements of at most 1
   *     in magnitude below
   */
  public Tensor l() {
    Tensor l = Triangles.clearUpper(factors.slice(Slice.all(), Slice.to(smaller())).copy());
    l.diagonal().fill(1);
    return l;
  }

  /**
   * The upper factor.
   *
   * @return new, shape (min(m, n), n): zeros below the diagonal
   */
  public Tensor u() {
    Tensor u = Matrices.scaled(factors.slice(Slice.to(smaller())), -exponent);
    return Triangles.clearLower(u);
  }

  /**
   * Where rows went.
   *
   * @return I64, shape (m): row i of {@code P A} is row {@code permutation[i]} of A
   */
  public Tensor permutation() {
    return permutation.copy();
  }

  /**
   * Solves {@code A x = b}.
   *
   * @param b shape (n) or (n, k), one column for each system, of the matrix's type, finite
   * @return new, of b's shape
   * @throws ShapeException if the matrix is not square or b does not fit
   * @throws SingularMatrixException if a pivot is exactly zero
   */
  public Tensor solve(Tensor b) {
    requireRegular(NAME + ".solve");
    RightSide right = RightSide.of(NAME + ".solve", factors.dtype(), rows(), b);
    solveScaled(right.columns());
    return right.solution(right.columns(), exponent);
  }

  /** Replaces columns by solutions of {@code 2^exponent A x = b}. */
  void solveScaled(Tensor columns) {
    Backend backend = Internal.backend(Engine.current());
    View view = Internal.view(columns);
    View triangles = Internal.view(factors);
    backend.swapRows(view, 0, pivots);
    Triangles.solveLower(triangles, true, view, backend);
    Triangles.solveUpper(triangles, false, view, backend);
  }

  /** A solution of {@code 2^exponent A x = b}; infinite or NaN if the matrix is singular. */
  double[] solveScaled(double[] b) {
    Tensor column = Tensor.of(b).cast(factors.dtype()).unsqueeze(1).copy();
    solveScaled(column);
    return column.toDoubleArray();
  }

  /** A solution of {@code 2^exponent A' x = b}. */
  double[] solveTransposedScaled(double[] b) {
    Backend backend = Internal.backend(Engine.current());
    Tensor column = Tensor.of(b).cast(factors.dtype()).unsqueeze(1).copy();
    View view = Internal.view(column);
    View transposed = Internal.view(factors).swapAxes(0, 1);
    Triangles.solveLower(transposed, false, view, backend);
    Triangles.solveUpper(transposed, true, view, backend);
    return scattered(column.toDoubleArray(), Matrices.places(permutation));
  }

  /** 2^exponent times the matrix is what was factored. */
  int exponent() {
    return exponent;
  }

  private void requireSquare(String operation) {
    if (rows() != columns()) {
      throw new ShapeException(
          operation
              + ": shape "
              + factors.shape()
              + " is not square: axes 0 and 1 have sizes "
              + rows()
              + " and "
              + columns()
              + "; Linalg.leastSquares and Linalg.pinv take any matrix");
    }
  }

  /** That the matrix is square and has no zero pivot. */
  void requireRegular(String operation) {
    requireSquare(operation);
    double[] diagonal = factors.diagonal().toDoubleArray();
    for (int i = 0; i < diagonal.length; i++) {
      if (diagonal[i] == 0) {
        throw new SingularMatrixException(
            operation
                + ": the matrix of shape "
                + factors.shape()
                + " is singular: pivot "
                + i
                + " is zero, column "
                + i
                + " depends on those before it; Linalg.leastSquares gives the shortest of the best"
                + " solutions",
            i);
      }
    }
  }

  private Determinant determinant(String operation) {
    requireSquare(operation);
    Determinant determinant = new Determinant(factors.diagonal().toDoubleArray(), -exponent);
    long[] exchanges = Internal.tensor(pivots).toLongArray();
    for (int i = 0; i < exchanges.length; i++) {
      if (exchanges[i] != i) {
        determinant.negate();
      }
    }
    return determinant;
  }

  /**
   * The determinant.
   *
   * @return its value; infinity or 0 where it leaves the range of a double, which {@link #logDet}
   *     does not; 1 for an empty matrix
   * @throws ShapeException if the matrix is not square
   */
  public double det() {
    return determinant(NAME + ".det").value();
  }

  /**
   * The logarithm of the determinant.
   *
   * @return sign and logarithm of the absolute value
   * @throws ShapeException if the matrix is not square
   */
  public LogDet logDet() {
    Determinant determinant = determinant(NAME + ".logDet");
    return new LogDet(determinant.sign(), determinant.log());
  }

  /**
   * The inverse. To solve systems, {@link #solve} is faster and more accurate.
   *
   * @return new, shape (n, n)
   * @throws ShapeException if the matrix is not square
   * @throws SingularMatrixException if a pivot is exactly zero
   */
  public Tensor inverse() {
    requireRegular(NAME + ".inverse");
    Tensor columns = Tensor.eye(factors.dtype(), rows());
    solveScaled(columns);
    return Matrices.scaleInPlace(columns, exponent);
  }

  /**
   * An estimate of the condition number in the 1-norm, {@code |A| |A^-1|}: a lower bound, hardly
   * ever less than a third of it. Both norms are estimated from the factors, by a few products and
   * solutions each.
   *
   * @return at least 1 but for rounding; infinity if a pivot is zero; 0 for an empty matrix
   * @throws ShapeException if the matrix is not square
   */
  public double conditionEstimate() {
    requireSquare(NAME + ".conditionEstimate");
    if (rows() == 0) {
      return 0;
    }
    for (double pivot : factors.diagonal().toDoubleArray()) {
      if (pivot == 0) {
        return Double.POSITIVE_INFINITY;
      }
    }
    int n = Math.toIntExact(rows());
    Tensor l = l();
    Tensor u = Triangles.clearLower(factors.copy());
    int[] places = Matrices.places(permutation);
    double norm =
        OneNorm.estimate(
            n,
            x -> scattered(product(l, product(u, x)), places),
            x -> product(u.transpose(), product(l.transpose(), gathered(x, places))));
    double inverse = OneNorm.estimate(n, this::solveScaled, this::solveTransposedScaled);
    return norm * inverse;
  }

  private static double[] product(Tensor a, double[] x) {
    return a.matmul(Tensor.of(x).cast(a.dtype())).toDoubleArray();
  }

  private static double[] scattered(double[] x, int[] places) {
    double[] result = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      result[places[i]] = x[i];
    }
    return result;
  }

  private static double[] gathered(double[] x, int[] places) {
    double[] result = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] = x[places[i]];
    }
    return result;
  }

  /**
   * Checks the factorisation against the matrix, at the cost of a product in F64.
   *
   * @param a the matrix that was factored
   * @return {@code |P A - L U| / (n eps |A|)} as residual, no orthogonality
   * @throws ShapeException if the shape is another
   */
  public Certificate certificate(Tensor a) {
    Residual.requireShape(NAME, a, rows(), columns());
    Tensor exchanged = Matrices.sortedRows(a, Matrices.places(permutation));
    Tensor u = Triangles.clearLower(factors.slice(Slice.to(smaller())).copy());
    return Certificate.direct(Residual.ofProduct(exchanged, exponent, l(), u), Double.NaN);
  }

  @Override
  public String toString() {
    return NAME + "[" + rows() + " x " + columns() + ", " + factors.dtype() + "]";
  }
}
