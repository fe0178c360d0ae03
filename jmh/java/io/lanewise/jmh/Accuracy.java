package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.library.Contender;
import io.lanewise.jmh.library.Library;
import io.lanewise.jmh.problem.DecompositionProblem;
import java.util.Arrays;
import java.util.Locale;

/** How many digits of small singular values are right. */
final class Accuracy {
  private static final int N = 64;

  private Accuracy() {}

  /** Prints the largest relative error of each library's singular values. */
  static void print() {
    DecompositionProblem problem =
        new DecompositionProblem(DType.F64, DecompositionProblem.Kind.GRADED_SVD, N);
    double[] expected = problem.gradedValues();
    System.out.printf(
        Locale.ROOT,
        "%d x %d, singular values from %.0e to %.0e; the largest relative error:%n",
        N,
        N,
        expected[0],
        expected[N - 1]);
    for (Library library : Library.all()) {
      for (Contender contender : library.prepare(problem)) {
        contender.work().once();
        double[] values = Arrays.copyOf(contender.work().result(), N);
        Arrays.sort(values);
        double worst = 0;
        for (int i = 0; i < N; i++) {
          double error = Math.abs(values[N - 1 - i] - expected[i]) / expected[i];
          worst = Math.max(worst, error);
        }
        // LAPACK gets rows for columns; only gejsv cares, which favours graded columns.
        String note = contender.name().equals("gejsv") ? " (of the transpose)" : "";
        System.out.printf(Locale.ROOT, "%-12s %.0e%s%n", contender.name(), worst, note);
      }
    }
  }
}
