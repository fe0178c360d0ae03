package io.lanewise.gpu;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Signs of vectors: the largest element is positive. By one thread for each vector. */
final class SignF32 {
  private SignF32() {}

  /**
   * The sign that makes the largest element positive.
   *
   * @param at place of the vector
   * @param step from one element to the next
   */
  static float of(FloatArray w, int at, int step, int count) {
    float largest = 0f;
    float least = 0f;
    for (int i = 0; i < count; i++) {
      float x = w.get(at + i * step);
      if (x > largest) {
        largest = x;
      }
      if (x < least) {
        least = x;
      }
    }
    float sign = 1f;
    if (-least > largest) {
      sign = -1f;
    }
    return sign;
  }

  /** Gives a vector a sign, and zeros that of a positive number. */
  static void give(FloatArray w, int at, int step, int count, float sign) {
    for (int i = 0; i < count; i++) {
      w.set(at + i * step, w.get(at + i * step) * sign + 0f);
    }
  }
}
