package io.lanewise.cli.tour;

import io.lanewise.Tensor;
import io.lanewise.cli.Text;
import io.lanewise.linalg.Condition;
import io.lanewise.linalg.Perturbation;
import io.lanewise.linalg.Solution;

/** A system whose solution is sensitive, and how sensitive it turns out to be. */
final class Conditioning {
  private static final int SAMPLES = 2000;
  private static final double[] EDGES = {0, 0.25, 0.5, 1, 2, 10, 100};
  private static final int WIDTH = 40;

  void show(Page page) {
    Tensor a = Tensor.of(new double[][] {{1000, 0.001}, {0.001, 0.001}});
    Tensor b = Tensor.of(1, 1);
    page.line("A = [[1000, .001], [.001, .001]], b = [1, 1]");
    double condition = Condition.of(a);
    page.fact("condition of A", Text.format("%.2e", condition), "largest over smallest eigenvalue");
    page.check(Math.abs(condition - 1_000_001.000003) < 1e-3, "it is " + condition);
    Solution solution = Solution.of(a, b);
    Tensor x = solution.x();
    page.fact(
        "solve(A, b)",
        Text.format("[%.1f, %.1f]", Math.abs(x.get(0)), x.get(1)), // not -0.0
        Text.format("off by %.0e of it at most: the bound computed", solution.errorBound()));
    double residual = a.matmul(x).sub(b).norm();
    page.check(residual < 1e-9 && solution.errorBound() < 1e-8, "residual " + residual);
    histogram(page, Perturbation.of(a, b, 1e-6, SAMPLES, 1));
  }

  private static void histogram(Page page, Perturbation perturbation) {
    page.line(
        "A changed at random by a millionth of its norm, "
            + SAMPLES
            + " times; relative error of x:");
    double[] errors = perturbation.errors().toDoubleArray();
    int[] counts = new int[EDGES.length];
    for (double error : errors) {
      int bin = EDGES.length - 1;
      while (error < EDGES[bin]) {
        bin--;
      }
      counts[bin]++;
    }
    for (int i = 0; i < EDGES.length; i++) {
      String range =
          i + 1 < EDGES.length
              ? Text.number(EDGES[i], 2) + " to " + Text.number(EDGES[i + 1], 3)
              : "above " + Text.number(EDGES[i], 3);
      double share = (double) counts[i] / errors.length;
      String bar = "#".repeat((int) Math.round(share * WIDTH * 2));
      page.line(Text.format("  %-12s %5.1f %%  %s", range, 100 * share, bar));
    }
    double rare = (double) counts[EDGES.length - 1] / errors.length;
    page.fact(
        "median",
        Text.number(perturbation.median(), 2),
        Text.format("and only %.1f %% above 100", 100 * rare));
    page.fact(
        "bound",
        Text.number(perturbation.bound(), 2),
        "A + E may be singular: no error is too large");
    page.check(
        Math.abs(perturbation.median() - 0.53) < 0.1 && rare < 0.02,
        "they are not spread as theory says");
  }
}
