package io.lanewise.jmh.problem;

import io.lanewise.DType;

/**
 * C = A B for one product or a batch of them: A is m by k, B k by n.
 *
 * @param dtype element type
 * @param batch products in one call
 * @param m rows of one A
 * @param k columns of A
 * @param n columns of B
 * @param form how the operands lie, and what belongs to whom in a batch
 */
public record ProductProblem(DType dtype, int batch, int m, int k, int n, Form form)
    implements Problem {
  /** Rows of C that are checked: all of a small product, a sample of a large one. */
  private static final int CHECKED_ROWS = 64;

  /** Multiplications of a check, for very large products. */
  private static final double CHECKED_TERMS = 4e8;

  /** How the operands lie. */
  public enum Form {
    /** Row after row; in a batch all share one B. */
    PLAIN,
    /** The same in arrays on the heap, for those who know another memory. */
    HEAP,
    /** A lies as its transpose. */
    LEFT_TRANSPOSED,
    /** B lies as its transpose. */
    RIGHT_TRANSPOSED,
    /** Both do. */
    BOTH_TRANSPOSED,
    /** All three are slices of larger matrices. */
    SLICED,
    /** C = C + A B. */
    UPDATE,
    /** A batch in which each A has a B of its own. */
    EACH,
    /** A batch in which all share one A. */
    LEFT_SHARED
  }

  /** A. */
  public Operand left() {
    boolean shared = form == Form.LEFT_SHARED;
    double[] values = Samples.uniform(dtype, 1, (shared ? 1 : batch) * m * k, -0.5);
    return switch (form) {
      case LEFT_TRANSPOSED, BOTH_TRANSPOSED -> Operand.transposed(values, m, k);
      case SLICED -> Operand.sliced(values, m, k);
      case LEFT_SHARED -> Operand.dense(values, m, k, 0);
      default -> Operand.dense(values, height(), k, calls() == 1 ? 0 : m * k);
    };
  }

  /** B. */
  public Operand right() {
    double[] values = Samples.uniform(dtype, 2, calls() * k * n, -0.5);
    return switch (form) {
      case RIGHT_TRANSPOSED, BOTH_TRANSPOSED -> Operand.transposed(values, k, n);
      case SLICED -> Operand.sliced(values, k, n);
      default -> Operand.dense(values, k, n, calls() == 1 ? 0 : k * n);
    };
  }

  /** C before the first call: zeros, but for an update. */
  public Operand result() {
    int elements = batch * m * n;
    double[] values =
        form == Form.UPDATE ? Samples.uniform(dtype, 3, elements, -0.5) : new double[elements];
    return form == Form.SLICED
        ? Operand.sliced(values, m, n)
        : Operand.dense(values, height(), n, calls() == 1 ? 0 : m * n);
  }

  /** Products that a library without batches has to do. */
  public int calls() {
    return form == Form.EACH || form == Form.LEFT_SHARED ? batch : 1;
  }

  /** Rows of A and C in each of those: a batch that shares B is one tall product. */
  public int height() {
    return batch / calls() * m;
  }

  /** Whether A, B and C lie row after row, with nothing between rows, and C is written anew. */
  public boolean isPlain() {
    return form == Form.PLAIN || form == Form.HEAP;
  }

  @Override
  public Ceiling ceiling() {
    return Ceiling.ARITHMETIC;
  }

  @Override
  public double amount() {
    return 2.0 * batch * m * k * n;
  }

  @Override
  public long footprint() {
    long numbers = (long) batch * m * n + (long) calls() * ((long) height() * k + (long) k * n);
    return Samples.bytes(dtype) * numbers;
  }

  /**
   * Compares rows of C, row-major, with the plain triple loop in f64: |error| is at most gamma(k+3)
   * (|A| |B| + |C|), element by element, with gamma(j) = j u / (1 - j u) and u = epsilon / 2.
   */
  @Override
  public void check(double[] result) {
    Operand a = left();
    Operand b = right();
    Operand c = result();
    double unit = (k + 3) * Samples.epsilon(dtype) / 2;
    // The reference itself rounds as f64 does.
    double gamma = unit / (1 - unit) + (k + 3) * Samples.epsilon(DType.F64);
    int rows = calls() * height();
    int checked = (int) Math.clamp(CHECKED_TERMS / k / n, 4, CHECKED_ROWS);
    int step = Math.max(1, rows / checked);
    for (int row = 0; row < rows; row += step) {
      int matrix = row / height();
      int i = row % height();
      double[] expected = new double[n];
      double[] magnitude = new double[n];
      for (int j = 0; j < n && form == Form.UPDATE; j++) {
        expected[j] = c.at(matrix, i, j);
        magnitude[j] = Math.abs(expected[j]);
      }
      for (int p = 0; p < k; p++) {
        double factor = a.at(matrix, i, p);
        for (int j = 0; j < n; j++) {
          double term = factor * b.at(matrix, p, j);
          expected[j] += term;
          magnitude[j] += Math.abs(term);
        }
      }
      for (int j = 0; j < n; j++) {
        double error = Math.abs(result[row * n + j] - expected[j]);
        double bound = gamma * magnitude[j];
        Samples.require(error <= bound, "product, element (" + row + ", " + j + ")", error, bound);
      }
    }
  }
}
