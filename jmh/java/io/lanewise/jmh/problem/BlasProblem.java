package io.lanewise.jmh.problem;

import io.lanewise.DType;

/**
 * A routine of the BLAS on arrays, column-major: one form of each, the lower triangle where there
 * is one, alpha 1 and beta 0.
 *
 * @param dtype element type
 * @param routine which
 * @param n length of vectors, rows and columns of matrices
 */
public record BlasProblem(DType dtype, Routine routine, int n) implements Problem {
  /** Columns of a matrix that are checked. */
  private static final int CHECKED_COLUMNS = 12;

  /** The routines, named without the letter of the type. */
  public enum Routine {
    /** x'x, the answer in c. */
    DOT(1, Ceiling.READING),
    /** The Euclidean norm of x, likewise. */
    NRM2(1, Ceiling.READING),
    /** The sum of magnitudes of x, likewise. */
    ASUM(1, Ceiling.READING),
    /** The place of the largest magnitude in x, likewise. */
    IAMAX(1, Ceiling.READING),
    /** c = x + c, which the next call changes again. */
    AXPY(1, Ceiling.ADDING_IN_PLACE),
    /** c = -c. */
    SCAL(1, Ceiling.COPYING),
    /** c = A x. */
    GEMV(2, Ceiling.READING),
    /** c = A'x. */
    GEMV_T(2, Ceiling.READING),
    /** c = A x, A symmetric. */
    SYMV(2, Ceiling.READING),
    /** c = A x, A triangular, in place. */
    TRMV(2, Ceiling.READING),
    /** A c = x, A triangular, in place. */
    TRSV(2, Ceiling.READING),
    /** C = A B. */
    GEMM(3, Ceiling.ARITHMETIC),
    /** C = A B, A symmetric. */
    SYMM(3, Ceiling.ARITHMETIC),
    /** C = A A', one half of it. */
    SYRK(3, Ceiling.ARITHMETIC),
    /** C = A B' + B A', one half of it. */
    SYR2K(3, Ceiling.ARITHMETIC),
    /** C = A B, A triangular, in place: B is copied to C before. */
    TRMM(3, Ceiling.ARITHMETIC),
    /** C = B A', likewise. */
    TRMM_RIGHT(3, Ceiling.ARITHMETIC),
    /** A C = B, A triangular, in place: B is copied to C before. */
    TRSM(3, Ceiling.ARITHMETIC),
    /** C A' = B, likewise. */
    TRSM_RIGHT(3, Ceiling.ARITHMETIC);

    private final int level;
    private final Ceiling ceiling;

    Routine(int level, Ceiling ceiling) {
      this.level = level;
      this.ceiling = ceiling;
    }

    /** 1 for vectors, 2 for a matrix and vectors, 3 for matrices. */
    public int level() {
      return level;
    }

    /** Whether A is triangular, and C, which holds B before, is the result. */
    public boolean isTriangular() {
      return switch (this) {
        case TRMV, TRSV, TRMM, TRMM_RIGHT, TRSM, TRSM_RIGHT -> true;
        default -> false;
      };
    }

    /** Whether c is read before the first call. */
    private boolean updates() {
      return this == AXPY || this == SCAL;
    }
  }

  /** A, of which a symmetric or triangular routine uses one half; nothing for vectors. */
  public double[] a() {
    if (routine.level() == 1) {
      return new double[0];
    }
    double[] random = Samples.uniform(dtype, 1, n * n, -0.5);
    if (!routine.isTriangular()) {
      return random;
    }
    double[] a = new double[n * n];
    // Solutions with a random triangle would grow exponentially.
    for (int i = 0; i < a.length; i++) {
      a[i] = Samples.round(dtype, random[i] / n);
    }
    for (int i = 0; i < n; i++) {
      a[i * n + i] = Samples.round(dtype, 1.5 + random[i * n + i]);
    }
    return a;
  }

  /** B, or x. */
  public double[] b() {
    return Samples.uniform(dtype, 2, routine.level() == 3 ? n * n : n, -0.5);
  }

  /** C, or y, before the first call. */
  public double[] c() {
    int length = routine.level() == 3 ? n * n : n;
    return routine.updates() ? Samples.uniform(dtype, 3, length, -0.5) : new double[length];
  }

  @Override
  public Ceiling ceiling() {
    return routine.ceiling;
  }

  @Override
  public double amount() {
    double cube = (double) n * n * n;
    return switch (routine) {
      case GEMM, SYMM -> 2 * cube;
      case SYRK -> cube + (double) n * n;
      case SYR2K -> 2 * (cube + (double) n * n);
      case TRMM, TRMM_RIGHT, TRSM, TRSM_RIGHT -> cube;
      default -> footprint();
    };
  }

  @Override
  public long footprint() {
    long bytes = Samples.bytes(dtype);
    return switch (routine) {
      case DOT, NRM2, ASUM, IAMAX -> bytes * n;
      case AXPY, SCAL -> 2 * bytes * n;
      case GEMV, GEMV_T -> bytes * n * n;
      case SYMV, TRMV, TRSV -> bytes * n * (n + 1) / 2;
      default -> 3 * bytes * n * n;
    };
  }

  /**
   * The bounds are gamma(2 n + 8) times the magnitudes of the terms, element by element; of sums
   * over a vector gamma(n / 4 + 8), since everybody forms several partial sums.
   */
  @Override
  public void check(double[] result) {
    switch (routine.level()) {
      case 1 -> checkVectors(result);
      default -> checkMatrices(result);
    }
  }

  private void checkVectors(double[] result) {
    double[] x = b();
    double[] y = c();
    double sum = 0;
    double magnitude = 0;
    int largest = 0;
    for (int i = 0; i < n; i++) {
      double term =
          switch (routine) {
            case DOT, NRM2 -> x[i] * x[i];
            default -> Math.abs(x[i]);
          };
      sum += term;
      magnitude += Math.abs(term);
      largest = Math.abs(x[i]) > Math.abs(x[largest]) ? i : largest;
    }
    switch (routine) {
      case DOT, ASUM -> near(result[0], sum, magnitude, 0);
      case NRM2 -> near(result[0], Math.sqrt(sum), Math.sqrt(sum), 0);
      case IAMAX -> near(result[0], largest, 0, 0);
      case AXPY -> {
        for (int i = 0; i < n; i++) {
          near(result[i], x[i] + y[i], Math.abs(x[i]) + Math.abs(y[i]), i);
        }
      }
      case SCAL -> {
        for (int i = 0; i < n; i++) {
          near(result[i], -y[i], 0, i);
        }
      }
      default -> throw new AssertionError(routine);
    }
  }

  private void checkMatrices(double[] result) {
    double[] a = a();
    double[] b = b();
    int columns = routine.level() == 2 ? 1 : n;
    for (int j = 0; j < columns; j += Math.max(1, columns / CHECKED_COLUMNS)) {
      double[] sums = new double[n];
      double[] magnitudes = new double[n];
      for (int p = 0; p < n; p++) {
        for (int i = 0; i < n; i++) {
          double term = term(a, b, result, i, j, p);
          sums[i] += term;
          magnitudes[i] += Math.abs(term);
        }
      }
      boolean half = routine == Routine.SYRK || routine == Routine.SYR2K;
      for (int i = half ? j : 0; i < n; i++) {
        int at = j * n + i;
        near(solves() ? b[at] : result[at], sums[i], magnitudes[i], at);
      }
    }
  }

  /** Whether the result is a solution, to be put into the equation. */
  private boolean solves() {
    return switch (routine) {
      case TRSV, TRSM, TRSM_RIGHT -> true;
      default -> false;
    };
  }

  /** The term p of element (i, j) of the product. */
  private double term(double[] a, double[] b, double[] result, int i, int j, int p) {
    return switch (routine) {
      case GEMV, GEMM -> a[p * n + i] * b[j * n + p];
      case GEMV_T -> a[i * n + p] * b[p];
      case SYMV, SYMM -> a[Math.min(i, p) * n + Math.max(i, p)] * b[j * n + p];
      case SYRK -> a[p * n + i] * a[p * n + j];
      case SYR2K -> a[p * n + i] * b[p * n + j] + b[p * n + i] * a[p * n + j];
      case TRMV, TRMM -> lower(a, i, p) * b[j * n + p];
      case TRMM_RIGHT -> b[p * n + i] * lower(a, j, p);
      case TRSV, TRSM -> lower(a, i, p) * result[j * n + p];
      case TRSM_RIGHT -> result[p * n + i] * lower(a, j, p);
      default -> throw new AssertionError(routine);
    };
  }

  private double lower(double[] a, int i, int j) {
    return i >= j ? a[j * n + i] : 0;
  }

  private void near(double found, double expected, double magnitude, int at) {
    double terms = routine.level() == 1 ? n / 4.0 : 2.0 * n;
    double unit = (terms + 8) * (Samples.epsilon(dtype) / 2 + Samples.epsilon(DType.F64));
    double error = Math.abs(found - expected);
    double bound = unit / (1 - unit) * magnitude;
    Samples.require(error <= bound, routine + ", " + at, error, bound);
  }
}
