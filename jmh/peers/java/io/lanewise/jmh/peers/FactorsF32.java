package io.lanewise.jmh.peers;

import io.lanewise.jmh.library.Convert;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.problem.FactorProblem;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * LAPACK's factorisations by OpenBLAS. They work on columns and overwrite the matrix, so each call
 * copies it first, to the same place each time.
 */
final class FactorsF32 {
  private FactorsF32() {}

  static Work of(FactorProblem problem) {
    int n = problem.n();
    FloatPointer columns =
        new FloatPointer(Convert.floats(Convert.transposed(n, problem.matrix())));
    FloatPointer a = new FloatPointer((long) n * n);
    FloatPointer factors = new FloatPointer((long) n);
    IntPointer pivots = new IntPointer((long) n);
    return Work.of(
        () -> {
          FloatPointer.memcpy(a, columns, columns.limit() * Float.BYTES);
          Calls.require(
              switch (problem.kind()) {
                case LU -> Calls.getrf(n, a, pivots);
                case CHOLESKY -> Calls.potrf(n, a);
                case QR -> Calls.geqrf(n, a, factors);
              });
        },
        () -> {
          float[] values = new float[n * n];
          a.get(values);
          double[] rows = Convert.transposed(n, Convert.widened(values));
          return problem.kind() == FactorProblem.Kind.LU ? joined(order(n, pivots), rows) : rows;
        });
  }

  /** Which row each row is after the exchanges. */
  private static double[] order(int n, IntPointer pivots) {
    double[] order = new double[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    for (int i = 0; i < n; i++) {
      int other = pivots.get(i) - 1;
      double kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    return order;
  }

  private static double[] joined(double[] first, double[] second) {
    double[] both = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
