package io.lanewise.cli.pictures;

/**
 * A picture of the course. It is the same whatever computes it: what is random has a fixed seed,
 * and nothing is measured.
 */
public interface Drawing {

  /**
   * The name of its file.
   *
   * @return such as {@code projection}, without the ending
   */
  String name();

  /**
   * Computes and draws it.
   *
   * @return the text of an SVG file
   */
  String draw();
}
