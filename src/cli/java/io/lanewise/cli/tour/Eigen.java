package io.lanewise.cli.tour;


/** What a symmetric matrix only stretches, and the same for any matrix. */
final class Eigen implements Topic {
  @Override
  public int number() {
    return 2;
  }

  @Override
  public String title() {
    return "Eigenvalues and singular values";
  }

  @Override
  public void show(Page page) {}
}
