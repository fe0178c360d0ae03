package io.lanewise.cli.tour;

import io.lanewise.DType;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.cli.Text;
import io.lanewise.linalg.PageRank;
import io.lanewise.linalg.Pca;
import io.lanewise.linalg.StepSize;

/** What eigenvalues, singular values and linear systems are for. */
final class Uses implements Topic {
  @Override
  public int number() {
    return 5;
  }

  @Override
  public String title() {
    return "Principal components, PageRank, step size, condition";
  }

  @Override
  public void show(Page page) {
    components(page);
    ranks(page);
    steps(page);
    new Conditioning().show(page);
  }

  /** Samples that lie near a plane in five dimensions. */
  private static void components(Page page) {
    Tensor plane = Tensor.randn(DType.F64, 1, 500, 2).mul(Tensor.of(3, 1));
    Tensor directions = Tensor.of(new double[][] {{1, 1, 1, 1, 0}, {1, -1, 1, -1, 0}}).mul(0.5);
    Tensor noise = Tensor.randn(DType.F64, 2, 500, 5).mul(0.1);
    Pca pca = Pca.fit(plane.matmul(directions).add(noise).add(7), 2);
    Tensor ratio = pca.explainedVarianceRatio();
    page.fact(
        "PCA of 500 x 5",
        Text.format("%.1f %% + %.1f %%", 100 * ratio.get(0), 100 * ratio.get(1)),
        "of the variance is in two directions");
    double aligned =
        Math.abs(pca.components().slice(Slice.at(0)).dot(directions.slice(Slice.at(0))));
    page.fact("first direction", Text.number(aligned, 4), "cosine with the one that was put in");
    page.check(ratio.sum() > 0.99 && aligned > 0.99, "they were not found");
  }

  /** Three pages in a ring, and one that links to the first. */
  private static void ranks(Page page) {
    Tensor links = Tensor.of(new long[] {0, 1, 1, 2, 2, 0, 3, 0}).reshape(4, 2);
    PageRank rank = PageRank.of(links, 4);
    Tensor ranks = rank.ranks();
    page.fact(
        "PageRank 0>1>2>0, 3>0",
        Text.format("%.2f %.2f %.2f %.2f", ranks.get(0), ranks.get(1), ranks.get(2), ranks.get(3)),
        "   " + rank.iterations() + " iterations; nobody links to the last");
    page.check(Math.abs(ranks.get(3) - 0.15 / 4) < 1e-9, "the last is not 0.15 / 4");
    page.check(Math.abs(ranks.get(1) - (0.15 / 4 + 0.85 * ranks.get(0))) < 1e-9, "1 is not right");
  }

  /** Gradient descent on x' H x / 2 from one start with three step sizes. */
  private static void steps(Page page) {
    Tensor hessian = Tensor.of(new double[][] {{4, 1}, {1, 3}});
    StepSize step = StepSize.forQuadratic(hessian);
    page.number(
        "step size, limit", step.limit(), 4 / (7 + Math.sqrt(5)), 1e-15, "2 / largest eigenvalue");
    page.number("step size, optimal", step.optimal(), 2 / 7.0, 1e-15, "2 / (largest + smallest)");
    double slow = descend(hessian, 0.99 * step.limit());
    double best = descend(hessian, step.optimal());
    double far = descend(hessian, 1.01 * step.limit());
    page.fact(
        "50 steps of descent",
        Text.format("%.0e %.1f %.1f", best, slow, far),
        "left by optimal, 0.99 and 1.01 of the limit");
    page.check(best < 1e-20 && slow < 1 && far > 1, "that is not what theory says");
  }

  private static double descend(Tensor hessian, double step) {
    Tensor x = Tensor.of(1, 1);
    for (int i = 0; i < 50; i++) {
      x.subInPlace(hessian.matmul(x).mul(step));
    }
    return x.norm() / Math.sqrt(2);
  }
}
