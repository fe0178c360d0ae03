package io.lanewise.cli.tour;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.Tensor;
import io.lanewise.cli.Text;

/** A batch of matrices times one matrix. */
final class Tensors implements Topic {
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
    a.matmul(b);
    long start = System.nanoTime();
    Tensor c = a.matmul(b);
    double seconds = (System.nanoTime() - start) * 1e-9;
    page.fact(a.shape() + " @ " + b.shape(), c.shape().toString(), "32 products with one matrix");
    page.check(c.shape().equals(Shape.of(32, 128, 768)), "the shape is " + c.shape());
    page.fact("second time", Text.time(seconds), "2 x 32 x 128 x 50 x 768 flops");
    double worst = 0;
    for (int i = 0; i < 32; i++) {
      double sum = 0;
      double bound = 0;
      for (int p = 0; p < 50; p++) {
        double product = a.get(i, 4 * i, p) * b.get(p, 24 * i);
        sum += product;
        bound += Math.abs(product);
      }
      worst = Math.max(worst, Math.abs(c.get(i, 4 * i, 24 * i) - sum) / bound);
    }
    page.fact(
        "against sums in double", Text.number(worst, 2), "largest error of 32 samples, relative");
    page.check(worst <= 52 * DType.F32.epsilon(), "that is more than 52 roundings");
  }
}
