package io.lanewise.cli.tour;

import io.lanewise.Tensor;

/** Lengths and angles. */
final class Vectors implements Topic {
  @Override
  public int number() {
    return 1;
  }

  @Override
  public String title() {
    return "Vectors";
  }

  @Override
  public void show(Page page) {
    Tensor v = Tensor.of(2, 5, -1);
    Tensor w = Tensor.of(-1, 3, 4);
    page.number("[2, 5, -1] . [-1, 3, 4]", v.dot(w), 9, 0, "-2 + 15 - 4: how far they agree");
    page.number("norm of [2, 5, -1]", v.norm(), Math.sqrt(30), 1e-15, "its length: the root of 30");
    page.number(
        "cosine similarity",
        v.dot(w) / (v.norm() * w.norm()),
        9 / Math.sqrt(30 * 26),
        1e-15,
        "1 same direction, 0 right angle, -1 opposite");
  }
}
