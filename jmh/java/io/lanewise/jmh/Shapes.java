package io.lanewise.jmh;

import java.util.stream.Stream;

/** Sizes such as {@code 128x50x768}, which a parameter of a benchmark can be. */
final class Shapes {
  private Shapes() {}

  /** The numbers. */
  static int[] of(String shape) {
    return Stream.of(shape.split("x")).mapToInt(Integer::parseInt).toArray();
  }
}
