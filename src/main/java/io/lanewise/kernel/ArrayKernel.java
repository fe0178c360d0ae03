package io.lanewise.kernel;

/**
 * Elementwise work on heap arrays with any increment, for a BLAS: {@code x} is the elements {@code
 * x[at + i * step]} for i from 0. Steps may be negative or 0, so that {@code at} is the element
 * that comes first in the loop, not the lowest. Arrays may be the same, but then not overlap unless
 * they do so element by element.
 *
 * <p>Every result is one rounding of {@code fma} or of a product whatever the steps, so runs and
 * strided vectors give the same bits.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
public interface ArrayKernel<P> {
  /** Bytes of the partial sums of {@link ReduceKernel}. */
  int LANES = 128;

  /** Bytes of scratch memory: partial sums for as many runs as there are of them. */
  int SCRATCH = LANES * LANES / Float.BYTES;

  /**
   * A new array.
   *
   * @param elements its length
   * @return the array, zeros
   */
  P array(int elements);

  /**
   * Length of an array.
   *
   * @param array which
   * @return number of elements
   */
  int length(P array);

  /**
   * One element.
   *
   * @param x array
   * @param at index
   * @return its value
   */
  double get(P x, int at);

  /**
   * Sets one element.
   *
   * @param x array
   * @param at index
   * @param value is rounded to the type
   */
  void set(P x, int at, double value);

  /**
   * Sets a run.
   *
   * @param x array
   * @param from first index
   * @param to index behind the last
   * @param value representable in the type
   */
  void fill(P x, int from, int to, double value);

  /**
   * {@code y = x}.
   *
   * @param n number of elements
   * @param x source
   * @param xAt its first element
   * @param xStep its increment
   * @param y target
   * @param yAt its first element
   * @param yStep its increment
   */
  void copy(int n, P x, int xAt, int xStep, P y, int yAt, int yStep);

  /**
   * {@code y = |x|}, where y is a run.
   *
   * @param n number of elements
   * @param x source
   * @param xAt its first element
   * @param xStep its increment
   * @param y target
   * @param yAt its first element
   */
  void absolute(int n, P x, int xAt, int xStep, P y, int yAt);

  /**
   * Whether {@link #sumAbsolute} is there.
   *
   * @return false if absolute values are to be copied and then summed
   */
  default boolean sumsAbsolute() {
    return false;
  }

  /**
   * The sum of the absolute values of a run.
   *
   * @param n number of elements
   * @param x array
   * @param at its first element
   * @return the sum in the order of {@link ReduceKernel}
   */
  default double sumAbsolute(int n, P x, int at) {
    throw new UnsupportedOperationException();
  }

  /**
   * {@code x = alpha x}.
   *
   * @param n number of elements
   * @param alpha factor, representable in the type
   * @param x vector
   * @param at its first element
   * @param step its increment
   */
  void scale(int n, double alpha, P x, int at, int step);

  /**
   * Exchanges x and y.
   *
   * @param n number of elements
   * @param x vector
   * @param xAt its first element
   * @param xStep its increment
   * @param y vector
   * @param yAt its first element
   * @param yStep its increment
   */
  void swap(int n, P x, int xAt, int xStep, P y, int yAt, int yStep);

  /**
   * {@code y = fma(alpha, x, y)}.
   *
   * @param n number of elements
   * @param alpha factor, representable in the type
   * @param x vector
   * @param xAt its first element
   * @param xStep its increment
   * @param y vector that is added to
   * @param yAt its first element
   * @param yStep its increment
   */
  void axpy(int n, double alpha, P x, int xAt, int xStep, P y, int yAt, int yStep);

  /**
   * {@code y += alphas[r] * x_r}, one run after the other: the bits of as many calls of {@link
   * #axpy}; several at once load and store y once.
   *
   * @param count how many runs
   * @param alphas factors, rounded to the type
   * @param from index of the first factor
   * @param x array of the runs
   * @param xAt first element of the first
   * @param stride elements from one run to the next
   * @param y run that is added to, none of the others
   * @param yAt its first element
   * @param n number of elements in a run
   */
  void axpys(int count, double[] alphas, int from, P x, int xAt, int stride, P y, int yAt, int n);

  /**
   * Inner products of several runs with one: adds each to an element of {@code sums}, with the bits
   * of {@link ReduceKernel#dot}.
   *
   * @param count how many runs
   * @param a array of the runs
   * @param aAt first element of the first
   * @param stride elements from one run to the next
   * @param b array of the common run
   * @param bAt its first element
   * @param n number of elements in a run
   * @param sums where the results are added, from its beginning
   * @param scratch at least {@link #SCRATCH} bytes of elements
   */
  void dots(int count, P a, int aAt, int stride, P b, int bAt, int n, double[] sums, P scratch);

  /**
   * Adds multiples of sums: {@code y = fma(alpha, sums, y)}, where a sum is rounded to the element
   * type first.
   *
   * @param count number of elements
   * @param alpha factor
   * @param sums summands, from the beginning
   * @param y array
   * @param at first element
   */
  void addSums(int count, double alpha, double[] sums, P y, int at);

  /**
   * The stored triangle of a symmetric matrix, each of whose elements works above and below the
   * diagonal: {@code y += T f} and {@code z = (T' + D) x}, T being what is stored beside the
   * diagonal D.
   *
   * <p>Elements of y are chains of {@code fma} in the order of the columns. Elements of z are inner
   * products as those of {@link ReduceKernel}, but partial sum j takes the rows that are j more
   * than a multiple of their number, not those that far from the column's first one.
   *
   * @param upper whether the upper triangle is stored
   * @param n order
   * @param a array of the matrix
   * @param aAt its first element
   * @param lda elements from one column to the next
   * @param x array of x
   * @param xAt its first element
   * @param f array of f, from its beginning
   * @param y array of y, none of the others
   * @param yAt its first element
   * @param z array of z, from its beginning, none of the others
   * @param scratch at least {@link #SCRATCH} bytes of elements
   */
  void reflect(
      boolean upper, int n, P a, int aAt, int lda, P x, int xAt, P f, P y, int yAt, P z, P scratch);

  /**
   * {@code x = A x} or {@code x = A^-1 x} for a triangle, column-major and not transposed, column
   * by column: {@code x[i] = fma(+-x[j], A[i][j], x[i])}. A product takes the columns in the other
   * order than a solution.
   *
   * @param solve whether to solve
   * @param upper whether the upper triangle is stored
   * @param unit whether the diagonal is not read but taken as ones
   * @param n order
   * @param a array of the matrix
   * @param aAt its first element
   * @param lda elements from one column to the next
   * @param x array of the vector
   * @param xAt its first element
   * @param factors room for four
   */
  void triangle(
      boolean solve,
      boolean upper,
      boolean unit,
      int n,
      P a,
      int aAt,
      int lda,
      P x,
      int xAt,
      double[] factors);

  /**
   * {@code x = A'x} or {@code x = A^-T x} for a triangle, column-major: each element takes the
   * inner product of its column with the elements that the order of the columns leaves or makes
   * ready. Columns go by four, so that most of it is {@link #dots}.
   *
   * @param solve whether to solve
   * @param upper whether the upper triangle is stored
   * @param unit whether the diagonal is not read but taken as ones
   * @param n order
   * @param a array of the matrix
   * @param aAt its first element
   * @param lda elements from one column to the next
   * @param x array of the vector
   * @param xAt its first element
   * @param sums room for four
   * @param scratch at least {@link #SCRATCH} bytes of elements
   */
  void transposedTriangle(
      boolean solve,
      boolean upper,
      boolean unit,
      int n,
      P a,
      int aAt,
      int lda,
      P x,
      int xAt,
      double[] sums,
      P scratch);

  /**
   * {@code (x, y) = (h11 x + h12 y, h21 x + h22 y)}: {@code fma(h11, x, h12 * y)} and so on.
   *
   * @param n number of elements
   * @param x vector
   * @param xAt its first element
   * @param xStep its increment
   * @param y vector
   * @param yAt its first element
   * @param yStep its increment
   * @param h11 representable in the type, like all of them
   * @param h12 number
   * @param h21 number
   * @param h22 number
   */
  void transform(
      int n,
      P x,
      int xAt,
      int xStep,
      P y,
      int yAt,
      int yStep,
      double h11,
      double h12,
      double h21,
      double h22);

  /**
   * The first element of largest absolute value. NaN counts as less than everything, but where the
   * first element is NaN it is the one, since nothing compares as greater.
   *
   * @param n number of elements, at least 1
   * @param x vector
   * @param at its first element
   * @param step its increment
   * @return its number, from 0
   */
  int indexOfLargest(int n, P x, int at, int step);

  /**
   * Takes a panel as {@link GemmKernel} packs it apart again.
   *
   * @param panel array of the panel
   * @param from its first element
   * @param width vectors in the panel
   * @param vectors how many of them to store
   * @param k their length
   * @param x target
   * @param at first element of the first vector
   * @param stride elements from one vector to the next
   * @param step elements from one element of a vector to the next
   */
  void unpack(P panel, int from, int width, int vectors, int k, P x, int at, int stride, int step);

  /**
   * Solves {@code L x = b} for each column of a few rows of a panel, whose b becomes x: by forward
   * substitution, {@code x[r] = fma(-L[r][q], x[q], ...) / L[r][r]}, q rising.
   *
   * @param rows order of L
   * @param l array of L, row-major and dense; only its lower triangle is read
   * @param lAt its first element
   * @param unit whether the diagonal is not read but taken as ones
   * @param panel array of the panel
   * @param at first element of its first row
   * @param width elements of a row
   */
  void solve(int rows, P l, int lAt, boolean unit, P panel, int at, int width);
}
