package io.lanewise.cli.tour;

import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.cli.Text;
import io.lanewise.linalg.Certificate;
import io.lanewise.linalg.Eigen;
import io.lanewise.linalg.Svd;
import io.lanewise.linalg.SymmetricEigen;

/** The directions that a symmetric matrix only stretches, and the same for any matrix. */
final class Eigenvalues implements Topic {
  private static final double ROUNDING = 1e-14;

  @Override
  public int number() {
    return 2;
  }

  @Override
  public String title() {
    return "Eigenvalues and singular values, by Jacobi's rotations";
  }

  @Override
  public void show(Page page) {
    Tensor a = Tensor.of(new double[][] {{4, 1}, {1, 3}});
    SymmetricEigen e = SymmetricEigen.of(a);
    page.line("A = [[4, 1], [1, 3]]");
    for (int i = 0; i < 2; i++) {
      double expected = (7 + (i == 0 ? 1 : -1) * Math.sqrt(5)) / 2;
      Tensor v = e.vectors().transpose().slice(Slice.at(i));
      page.number(
          "eigenvalue " + (i + 1),
          e.values().get(i),
          expected,
          ROUNDING,
          "A v = value v, v = " + vector(v));
      double left = a.matmul(v).sub(v.mul(expected)).norm();
      page.check(left <= ROUNDING, "A v - value v has length " + left);
    }
    certificate(page, e.certificate(a));

    Eigen turn = Eigen.of(Tensor.of(new double[][] {{0, -1}, {1, 0}}));
    page.line("[[0, -1], [1, 0]], a quarter turn: it stretches no direction");
    page.number("imaginary part", turn.imaginary().get(0), 1, ROUNDING, "values are i and -i");

    Tensor b = Tensor.of(new double[][] {{3, 0}, {4, 5}});
    Svd svd = Svd.of(b);
    page.line("B = [[3, 0], [4, 5]], which is not symmetric");
    page.number(
        "singular value 1", svd.s().get(0), Math.sqrt(45), ROUNDING, "the most that B stretches");
    page.number("singular value 2", svd.s().get(1), Math.sqrt(5), ROUNDING, "the least");
    Tensor product = svd.u().mul(svd.s()).matmul(svd.vt());
    double off = product.sub(b).abs().max();
    page.fact("u diag(s) vt - B", Text.number(off, 2), "nothing is lost");
    page.check(off <= ROUNDING, "that is too much");
    certificate(page, svd.certificate(b));
  }

  private static String vector(Tensor v) {
    return Text.format("[%.3f, %.3f]", v.get(0), v.get(1));
  }

  private static void certificate(Page page, Certificate certificate) {
    page.fact(
        "certificate",
        certificate.sweeps() + " sweeps",
        Text.format(
            "residual %.2f, orthogonality %.2f n eps",
            certificate.residual(), certificate.orthogonality()));
    page.check(
        certificate.converged() && certificate.residual() < 30 && certificate.orthogonality() < 30,
        "the certificate says no: " + certificate);
  }
}
