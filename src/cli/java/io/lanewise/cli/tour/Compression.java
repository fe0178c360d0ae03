package io.lanewise.cli.tour;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.cli.Progress;
import io.lanewise.cli.Text;
import io.lanewise.linalg.LowRank;

/** A matrix kept as the product of two thin ones, and what that loses. */
final class Compression implements Topic {
  private static final String ROW = "%-27s %10s %10s %9s   %s";

  private final int n;

  /** Matrices of n x n, kept with rank n / 4. */
  Compression(int n) {
    this.n = n;
  }

  @Override
  public int number() {
    return 6;
  }

  @Override
  public String title() {
    return "Compression by singular values, n = " + n + ", f32, rank " + n / 4;
  }

  @Override
  public void show(Page page) {
    Tensor random = Tensor.randn(DType.F32, 1, n, n);
    Tensor decay = Tensor.arange(DType.F32, 1, n + 1, 1).rdiv(1);
    Tensor falling = random.mul(decay).matmul(Tensor.randn(DType.F32, 2, n, n));
    page.line(Text.format(ROW, "", "storage", "norm lost", "time", ""));
    LowRank noise = row(page, "independent random numbers", random, "all directions matter alike");
    LowRank data = row(page, "spectrum falls as 1 / i", falling, "as that of most data does");
    page.check(noise.storageRatio() == 0.5, "the ratio is " + noise.storageRatio());
    page.line(
        Text.format(
            "rank %d of %d x %d is two factors of %d numbers: half of the storage, not a quarter",
            n / 4, n, n, n * n / 4));
    page.line("best possible for random numbers: 61.4 % (the quarter-circle law)");
    page.check(noise.error() > 0.60 && noise.error() < 0.66, "random: " + noise.error());
    page.check(data.error() < 0.1, "falling: " + data.error());
    Tensor x = Tensor.randn(DType.F32, 3, n);
    double off = data.apply(x).sub(data.toTensor().matmul(x)).norm() / data.apply(x).norm();
    page.fact("apply(x)", Text.number(off, 2), "two thin products give what the whole gives");
    page.check(off < 1e-4, "that is too much");
  }

  private LowRank row(Page page, String name, Tensor a, String why) {
    long start = System.nanoTime();
    LowRank low;
    try (Progress progress = page.progress()) {
      progress.show(name);
      low = LowRank.of(a, n / 4);
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    page.line(
        Text.format(
            ROW,
            name,
            Text.format("%.0f %%", 100 * low.storageRatio()),
            Text.format("%.1f %%", 100 * low.error()),
            Text.time(seconds),
            why));
    return low;
  }
}
