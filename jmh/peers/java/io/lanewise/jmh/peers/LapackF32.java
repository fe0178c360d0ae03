package io.lanewise.jmh.peers;

import io.lanewise.jmh.library.Convert;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.problem.DecompositionProblem;
import java.util.stream.DoubleStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * LAPACK by OpenBLAS. It works on columns and destroys its input, so each call copies the matrix
 * first. Given A row by row it sees its transpose B = A^T = U S V^T; so A = V S U^T.
 */
final class LapackF32 {
  private LapackF32() {}

  /** Divide and conquer on the tridiagonal form. */
  static Work eigen(DecompositionProblem problem) {
    int n = problem.n();
    FloatPointer a = new FloatPointer(Convert.floats(problem.matrix()));
    FloatPointer vectors = new FloatPointer((long) n * n);
    FloatPointer values = new FloatPointer((long) n);
    return Work.of(
        () -> {
          FloatPointer.memcpy(vectors, a, a.limit() * Float.BYTES);
          Calls.require(Calls.syevd(n, vectors, values));
        },
        () -> answer(array(values), transposed(n, array(vectors)), new double[0]));
  }

  /** Divide and conquer on the bidiagonal form. */
  static Work svd(DecompositionProblem problem) {
    int n = problem.n();
    FloatPointer a = new FloatPointer(Convert.floats(problem.matrix()));
    FloatPointer work = new FloatPointer((long) n * n);
    FloatPointer s = new FloatPointer((long) n);
    FloatPointer u = new FloatPointer((long) n * n);
    FloatPointer vt = new FloatPointer((long) n * n);
    return Work.of(
        () -> {
          FloatPointer.memcpy(work, a, a.limit() * Float.BYTES);
          Calls.require(Calls.gesdd(n, work, s, u, vt));
        },
        () -> answer(array(s), array(vt), array(u)));
  }

  /** One-sided Jacobi, preconditioned. */
  static Work jacobi(DecompositionProblem problem) {
    int n = problem.n();
    FloatPointer a = new FloatPointer(Convert.floats(problem.matrix()));
    FloatPointer work = new FloatPointer((long) n * n);
    FloatPointer s = new FloatPointer((long) n);
    FloatPointer u = new FloatPointer((long) n * n);
    FloatPointer v = new FloatPointer((long) n * n);
    FloatPointer scales = new FloatPointer(7);
    IntPointer counts = new IntPointer(3);
    return Work.of(
        () -> {
          FloatPointer.memcpy(work, a, a.limit() * Float.BYTES);
          Calls.require(Calls.gejsv(n, work, s, u, v, scales, counts));
        },
        () -> answer(array(s), transposed(n, array(v)), array(u)));
  }

  private static double[] answer(double[] values, double[] left, double[] right) {
    return DoubleStream.concat(
            DoubleStream.of(values),
            DoubleStream.concat(DoubleStream.of(left), DoubleStream.of(right)))
        .toArray();
  }

  private static double[] array(FloatPointer pointer) {
    float[] values = new float[(int) pointer.limit()];
    pointer.get(values);
    return Convert.widened(values);
  }

  private static double[] transposed(int n, double[] x) {
    double[] y = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        y[j * n + i] = x[i * n + j];
      }
    }
    return y;
  }
}
