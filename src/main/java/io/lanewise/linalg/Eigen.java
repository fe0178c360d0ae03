package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import java.util.Arrays;
import java.util.concurrent.CancellationException;

/**
 * Eigenvalues and right eigenvectors of any real square matrix: {@code A V = V diag(values)}, where
 * values and vectors may be complex. For a symmetric matrix use {@link SymmetricEigen}, which is
 * more exact and gives orthogonal vectors.
 *
 * <p><b>Method.</b> That of LAPACK's dgeev: balancing, reduction to Hessenberg form, the QR
 * iteration to real Schur form, back substitution for the eigenvectors [1]. All is computed in F64;
 * results of an F32 matrix are rounded at the end.
 *
 * <p><b>Order.</b> By modulus, largest first; equal moduli by real part, largest first; the two of
 * a complex pair stay together, the one with the positive imaginary part first. Moduli closer than
 * a relative {@code 8 n eps} (of F64) to their neighbour count as equal: 1 and -1 come in this
 * order whatever rounding did to them. LAPACK's order is that in which eigenvalues were found.
 *
 * <p><b>Accuracy.</b> Backward stable: values and vectors are those of a matrix {@code A + E} with
 * {@code |E|} a small multiple of {@code eps |A|}, for a matrix that balancing scales of the scaled
 * one. How much that moves an eigenvalue is up to its condition: a Jordan block of size k turns
 * {@code eps} into {@code eps^(1/k)}, and its vectors come out nearly parallel.
 *
 * <p><b>Cost.</b> About {@code 30 n^3} flops, most of it on one thread; memory for five copies of A
 * in F64.
 *
 * <p>[1] G. H. Golub and C. F. Van Loan, Matrix Computations, 4th edition, 2013, chapter 7.
 */
public final class Eigen {
  private static final String NAME = "Eigen";

  /** QR iterations for each eigenvalue; 2 to 3 are usual. */
  static final int ITERATIONS = 30;

  /** Elements stay below {@code 2^TOP} while a matrix is balanced. */
  private static final int TOP = 1000;

  private final Tensor real;
  private final Tensor imaginary;
  private final Tensor vectorsReal;
  private final Tensor vectorsImaginary;
  private final boolean isReal;
  private final Certificate certificate;

  private Eigen(
      Tensor real,
      Tensor imaginary,
      Tensor vectorsReal,
      Tensor vectorsImaginary,
      boolean isReal,
      Certificate certificate) {
    this.real = real;
    this.imaginary = imaginary;
    this.vectorsReal = vectorsReal;
    this.vectorsImaginary = vectorsImaginary;
    this.isReal = isReal;
    this.certificate = certificate;
  }

  /**
   * Decomposes.
   *
   * @param a shape (n, n), n from 0, F32 or F64, finite; it is not changed
   * @return the decomposition
   * @throws ShapeException if it is not a square matrix
   * @throws IllegalArgumentException if an element is not finite, naming the first
   * @throws NoConvergenceException if 30 n iterations are not enough; no matrix is known that needs
   *     so many
   * @throws CancellationException if the thread is interrupted; its flag stays set
   */
  public static Eigen of(Tensor a) {
    return of(a, ITERATIONS);
  }

  static Eigen of(Tensor a, int iterations) {
    Matrices.requireMatrix(NAME, a);
    if (a.size(0) != a.size(1)) {
      throw new ShapeException(
          NAME
              + ": shape "
              + a.shape()
              + " is not square: axes 0 and 1 have sizes "
              + a.size(0)
              + " and "
              + a.size(1)
              + "; Svd takes any matrix");
    }
    int first = Matrices.exponent(Matrices.largest(NAME, a));
    int exponent = Math.clamp(first, 0, TOP) - first;
    double[][] work = Matrices.scaled(a.cast(DType.F64), exponent).toDoubleMatrix();
    Balancing balancing = Balancing.of(work);
    exponent += normalise(work);

    int lo = balancing.lo();
    int hi = balancing.hi();
    double[][] transposedQ = Hessenberg.reduce(NAME, work, lo, hi);
    Schur schur = Schur.of(NAME, work, transposedQ, lo, hi, iterations);
    double[][] vectors = product(SchurVectors.of(NAME, schur), schur.vectors());
    return result(a.dtype(), schur, exponent, vectors, balancing);
  }

  /**
   * Scales by a power of two so that the largest element is between 1 and 2.
   *
   * @return its exponent
   */
  private static int normalise(double[][] rows) {
    double largest = 0;
    for (double[] row : rows) {
      largest = Math.max(largest, Rows.largest(row, 0, row.length));
    }
    int exponent = -Matrices.exponent(largest);
    for (double[] row : rows) {
      for (int j = 0; j < row.length; j++) {
        row[j] = Math.scalb(row[j], exponent);
      }
    }
    return exponent;
  }

  /** The eigenvectors of T, multiplied by the Schur vectors: n^3 of the work as a product. */
  private static double[][] product(double[][] rows, double[][] transposedZ) {
    return rows.length == 0
        ? rows
        : Tensor.of(rows).matmul(Tensor.of(transposedZ)).toDoubleMatrix();
  }

  private static Eigen result(
      DType dtype, Schur schur, int exponent, double[][] vectors, Balancing balancing) {
    int n = vectors.length;
    int[] order = EigenOrder.of(schur.real(), schur.imaginary());
    double[] real = new double[n];
    double[] imaginary = new double[n];
    double[][] vectorsReal = new double[n][];
    double[][] vectorsImaginary = new double[n][];
    boolean isReal = true;
    for (int i = 0; i < n; i++) {
      int k = order[i];
      real[i] = Math.scalb(schur.real()[k], -exponent);
      imaginary[i] = Math.scalb(schur.imaginary()[k], -exponent);
      vectorsReal[i] = vectors[k];
      if (schur.imaginary()[k] == 0) {
        balancing.undo(vectors[k]);
        Directions.normalise(vectors[k]);
        vectorsImaginary[i] = new double[n];
      } else {
        isReal = false;
        double[] parts = vectors[k + 1];
        balancing.undo(vectors[k], parts);
        Directions.normalise(vectors[k], parts);
        vectorsImaginary[i] = parts;
        i++;
        real[i] = real[i - 1];
        imaginary[i] = -imaginary[i - 1];
        vectorsReal[i] = vectors[k];
        vectorsImaginary[i] = Arrays.stream(parts).map(x -> 0 - x).toArray();
      }
    }
    return new Eigen(
        Tensor.of(real).cast(dtype),
        Tensor.of(imaginary).cast(dtype),
        columns(dtype, vectorsReal),
        columns(dtype, vectorsImaginary),
        isReal,
        schur.certificate());
  }

  private static Tensor columns(DType dtype, double[][] rows) {
    return rows.length == 0 ? Tensor.zeros(dtype, 0, 0) : Tensor.of(rows).cast(dtype).transpose();
  }

  /**
   * Real parts of the eigenvalues.
   *
   * @return shape (n)
   */
  public Tensor real() {
    return real;
  }

  /**
   * Imaginary parts of the eigenvalues; 0 for real ones.
   *
   * @return shape (n)
   */
  public Tensor imaginary() {
    return imaginary;
  }

  /**
   * Real parts of the eigenvectors.
   *
   * @return shape (n, n): column i belongs to value i. The complex column has 2-norm 1, and its
   *     element of largest modulus is real and positive.
   */
  public Tensor vectorsReal() {
    return vectorsReal;
  }

  /**
   * Imaginary parts of the eigenvectors; 0 for those of real eigenvalues.
   *
   * @return shape (n, n)
   */
  public Tensor vectorsImaginary() {
    return vectorsImaginary;
  }

  /**
   * Whether all eigenvalues are real; then the vectors are too.
   *
   * @return true if {@link #imaginary()} is zero
   */
  public boolean isReal() {
    return isReal;
  }

  /**
   * What the QR iteration recorded: as sweeps how often a bulge was chased, as what remains the
   * largest subdiagonal element that was set to zero, over the sum of its neighbours' magnitudes.
   *
   * @return a certificate without residual and orthogonality
   */
  public Certificate certificate() {
    return certificate;
  }

  /**
   * Checks the decomposition against the matrix, at the cost of two products in F64. Eigenvectors
   * of a matrix that is not symmetric need not be orthogonal, so that ratio stays NaN.
   *
   * @param a the matrix that was decomposed
   * @return the certificate, with {@code |A V - V diag(values)| / (n eps |A|)} as its residual,
   *     Frobenius norms
   * @throws ShapeException if the shape is another
   */
  public Certificate certificate(Tensor a) {
    if (!a.shape().equals(vectorsReal.shape())) {
      throw new ShapeException(
          NAME
              + ": certificate of a tensor of shape "
              + a.shape()
              + ", but a matrix of shape "
              + vectorsReal.shape()
              + " was decomposed");
    }
    return certificate.with(residual(a), Double.NaN);
  }

  private double residual(Tensor a) {
    if (a.elements() == 0) {
      return 0;
    }
    int exponent = -Matrices.exponent(Matrices.largest("certificate", a));
    Tensor exact = Matrices.scaled(a.cast(DType.F64), exponent);
    Tensor re = Matrices.scaled(real.cast(DType.F64), exponent);
    Tensor im = Matrices.scaled(imaginary.cast(DType.F64), exponent);
    Tensor x = vectorsReal.cast(DType.F64);
    Tensor y = vectorsImaginary.cast(DType.F64);
    double errorReal = exact.matmul(x).subInPlace(x.mul(re)).addInPlace(y.mul(im)).norm();
    double errorImaginary = exact.matmul(y).subInPlace(x.mul(im)).subInPlace(y.mul(re)).norm();
    double error = Math.hypot(errorReal, errorImaginary);
    return error == 0 ? 0 : error / (a.size(0) * a.dtype().epsilon() * exact.norm());
  }

  @Override
  public String toString() {
    return NAME + "[n=" + real.size(0) + ", " + certificate + "]";
  }
}
