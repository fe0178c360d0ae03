package io.lanewise.cli.tour;

/** One topic of the tour. */
public interface Topic {

  /**
   * Its number, which stays when topics are added.
   *
   * @return from 1
   */
  int number();

  /**
   * What it is about.
   *
   * @return a few words
   */
  String title();

  /**
   * Shows it.
   *
   * @param page where to
   */
  void show(Page page);
}
