package io.lanewise.jmh.peers;

import io.lanewise.jmh.library.Convert;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.problem.ManyDecompositionsProblem;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * Loops over LAPACK by OpenBLAS, with one workspace for all calls. Matrices are given as in {@link
 * LapackF32}.
 */
final class ManyLapackF32 {
  private ManyLapackF32() {}

  /** Divide and conquer on the tridiagonal form. */
  static Work eigen(ManyDecompositionsProblem problem) {
    int n = problem.n();
    int count = problem.count();
    FloatPointer a = new FloatPointer(Convert.floats(problem.matrices()));
    FloatPointer vectors = new FloatPointer((long) count * n * n);
    FloatPointer values = new FloatPointer((long) count * n);
    int size = 64 * n * n + 1000; // more than it ever asks for
    FloatPointer work = new FloatPointer(size);
    IntPointer integers = new IntPointer(5L * n + 3);
    return Work.of(
        () -> {
          FloatPointer.memcpy(vectors, a, a.limit() * Float.BYTES);
          for (long i = 0; i < count; i++) {
            vectors.position(i * n * n);
            values.position(i * n);
            Calls.require(Calls.syevd(n, vectors, values, work, size, integers));
          }
          vectors.position(0);
          values.position(0);
        },
        () -> {
          double[] found = array(values);
          double[] columns = array(vectors);
          double[] answer = new double[count * (n + n * n)];
          for (int i = 0; i < count; i++) {
            int at = i * (n + n * n);
            System.arraycopy(found, i * n, answer, at, n);
            for (int j = 0; j < n * n; j++) {
              answer[at + n + j % n * n + j / n] = columns[i * n * n + j];
            }
          }
          return answer;
        });
  }

  /** Divide and conquer on the bidiagonal form. */
  static Work svd(ManyDecompositionsProblem problem) {
    int n = problem.n();
    int count = problem.count();
    FloatPointer a = new FloatPointer(Convert.floats(problem.matrices()));
    FloatPointer copy = new FloatPointer((long) count * n * n);
    FloatPointer s = new FloatPointer((long) count * n);
    FloatPointer u = new FloatPointer((long) count * n * n);
    FloatPointer vt = new FloatPointer((long) count * n * n);
    int size = 64 * n * n + 1000; // more than it ever asks for
    FloatPointer work = new FloatPointer(size);
    IntPointer integers = new IntPointer(8L * n);
    return Work.of(
        () -> {
          FloatPointer.memcpy(copy, a, a.limit() * Float.BYTES);
          for (long i = 0; i < count; i++) {
            copy.position(i * n * n);
            s.position(i * n);
            u.position(i * n * n);
            vt.position(i * n * n);
            Calls.require(Calls.gesdd(n, copy, s, u, vt, work, size, integers));
          }
          copy.position(0);
          s.position(0);
          u.position(0);
          vt.position(0);
        },
        () -> {
          double[] values = array(s);
          double[] left = array(vt);
          double[] right = array(u);
          int one = n + 2 * n * n;
          double[] answer = new double[count * one];
          for (int i = 0; i < count; i++) {
            System.arraycopy(values, i * n, answer, i * one, n);
            System.arraycopy(left, i * n * n, answer, i * one + n, n * n);
            System.arraycopy(right, i * n * n, answer, i * one + n + n * n, n * n);
          }
          return answer;
        });
  }

  private static double[] array(FloatPointer pointer) {
    float[] values = new float[(int) pointer.limit()];
    pointer.get(values);
    return Convert.widened(values);
  }
}
