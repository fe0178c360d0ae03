package io.lanewise.kernel.simd;

import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Orders of lanes, made from numbers: {@code VectorShuffle.fromOp} takes a function, and the JVM
 * needs a millisecond to make a class of each, while the first caller of the library waits.
 */
final class Shuffles {
  private Shuffles() {}

  /**
   * Each lane from the one whose number differs in a bit.
   *
   * @param species the vectors
   * @param bit a power of two below the number of lanes
   * @param <E> element type
   * @return the order
   */
  static <E> VectorShuffle<E> exchange(VectorSpecies<E> species, int bit) {
    int[] from = new int[species.length()];
    for (int i = 0; i < from.length; i++) {
      from[i] = i ^ bit;
    }
    return VectorShuffle.fromArray(species, from, 0);
  }

  /**
   * Each lane from one further up: the first step of adding the halves of a vector.
   *
   * @param species the vectors
   * @param lanes how much further; beyond the last one it goes on with the first
   * @param <E> element type
   * @return the order
   */
  static <E> VectorShuffle<E> down(VectorSpecies<E> species, int lanes) {
    return VectorShuffle.iota(species, lanes, 1, true);
  }

  /**
   * Each lane twice, from some lane on.
   *
   * @param species the vectors
   * @param first the first lane
   * @param <E> element type
   * @return the order
   */
  static <E> VectorShuffle<E> twice(VectorSpecies<E> species, int first) {
    int[] from = new int[species.length()];
    for (int i = 0; i < from.length; i++) {
      from[i] = first + i / 2;
    }
    return VectorShuffle.fromArray(species, from, 0);
  }
}
