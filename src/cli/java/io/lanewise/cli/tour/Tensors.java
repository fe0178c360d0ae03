package io.lanewise.cli.tour;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.Tensor;
import io.lanewise.cli.Progress;
import io.lanewise.cli.Text;
import java.util.Objects;

/** A batch of matrices times one matrix. */
final class Tensors implements Topic {
  private static final String PRODUCT = "batch of products";

  @Override
  public int number() {
    return 3;
  }

  @Override
  public String title() {
    return "Tensors";
  }

  @Override
  public void show(Page page) {
    Tensor a = Tensor.randn(DType.F32, 1, 32, 128, 50);
    Tensor b = Tensor.randn(DType.F32, 2, 50, 768);
    Tensor c = a.matmul(b);
    Race race = new Race();
    race.add(PRODUCT, () -> a.matmulInto(b, c));
    Race.Times times;
    try (Progress progress = page.progress()) {
      times = Objects.requireNonNull(race.run(9, progress).get(PRODUCT));
    }
    page.fact(a.shape() + " @ " + b.shape(), c.shape().toString(), "32 products with one matrix");
    page.check(c.shape().equals(Shape.of(32, 128, 768)), "the shape is " + c.shape());
    double flops = 2.0 * 32 * 128 * 50 * 768;
    page.fact(
        "best time",
        Text.time(times.best()),
        Text.number(flops / times.best() * 1e-9, 3)
            + " GFLOP/s; median "
            + Text.time(times.median()));
    double worst = 0;
    for (int i = 0; i < 32; i++) {
      double sum = 0;
      double bound = 0;
      for (int p = 0; p < 50; p++) {
        double product = a.get(i, 4L * i, p) * b.get(p, 24L * i);
        sum += product;
        bound += Math.abs(product);
      }
      worst = Math.max(worst, Math.abs(c.get(i, 4L * i, 24L * i) - sum) / bound);
    }
    page.fact(
        "against sums in double", Text.number(worst, 2), "largest error of 32 samples, relative");
    page.check(worst <= 52 * DType.F32.epsilon(), "that is more than 52 roundings");
  }
}
