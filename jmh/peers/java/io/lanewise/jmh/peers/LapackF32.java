package io.lanewise.jmh.peers;

import io.lanewise.jmh.library.Convert;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.problem.DecompositionProblem;
import io.lanewise.jmh.problem.GeneralEigenProblem;
import java.util.Arrays;
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
        () -> answer(array(values), Convert.transposed(n, array(vectors)), new double[0]));
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
        () -> answer(array(s), Convert.transposed(n, array(v)), array(u)));
  }

  /**
   * Balancing, Hessenberg form, QR iteration. The left eigenvectors of the transpose are the right
   * ones of the matrix, conjugated.
   */
  static Work general(GeneralEigenProblem problem) {
    int n = problem.n();
    FloatPointer a = new FloatPointer(Convert.floats(problem.matrix()));
    FloatPointer work = new FloatPointer((long) n * n);
    FloatPointer re = new FloatPointer((long) n);
    FloatPointer im = new FloatPointer((long) n);
    FloatPointer left = new FloatPointer((long) n * n);
    return Work.of(
        () -> {
          FloatPointer.memcpy(work, a, a.limit() * Float.BYTES);
          Calls.require(Calls.geev(n, work, re, im, left));
        },
        () -> conjugates(n, array(re), array(im), array(left)));
  }

  /** A pair's vector is in two columns: real and imaginary part. */
  private static double[] conjugates(int n, double[] re, double[] im, double[] columns) {
    double[] answer = Arrays.copyOf(re, 2 * n + 2 * n * n);
    System.arraycopy(im, 0, answer, n, n);
    for (int j = 0; j < n; j++) {
      int real = im[j] < 0 ? j - 1 : j;
      double sign = -Math.signum(im[j]);
      for (int i = 0; i < n; i++) {
        int place = 2 * n + i * n + j;
        answer[place] = columns[real * n + i];
        answer[place + n * n] = sign == 0 ? 0 : sign * columns[(real + 1) * n + i];
      }
    }
    return answer;
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
}
