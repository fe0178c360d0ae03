package io.lanewise.cli.tour;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.cli.Text;

/** What is not there yet, said as such, and the two things of it that can be had today. */
final class Future implements Topic {
  @Override
  public int number() {
    return 9;
  }

  @Override
  public String title() {
    return "Calculus, automatic differentiation, the transformer: not in this version";
  }

  @Override
  public void show(Page page) {
    page.line("There are no gradients, layers or optimisers yet. What they will stand on is here:");
    page.line("products, softmax, attention, broadcasting, in-place updates. By hand, today:");
    Tensor x = Tensor.of(1, -2, 0.5);
    double h = 1e-5;
    Tensor gradient = Tensor.zeros(DType.F64, 3);
    for (int i = 0; i < 3; i++) {
      Tensor step = Tensor.zeros(DType.F64, 3);
      step.set(h, i);
      gradient.set((f(x.add(step)) - f(x.sub(step))) / (2 * h), i);
    }
    Tensor exact = x.tanh().mul(x.tanh()).rsub(1);
    page.fact("gradient of sum(tanh x)", vector(gradient), "  by differences of the function");
    page.fact("1 - tanh(x)^2", vector(exact), "  by hand; 'grad' is to do it for any function");
    double off = gradient.sub(exact).abs().max();
    page.check(off < 1e-9, "they differ by " + off); // h^2 / 6 and eps / h
  }

  private static String vector(Tensor v) {
    return Text.format("%.3f %.3f %.3f", v.get(0), v.get(1), v.get(2));
  }

  private static double f(Tensor x) {
    return x.tanh().sum();
  }
}
