package io.lanewise.gpu;

/**
 * Two powers of two that bring the largest element of a matrix to where squares neither overflow
 * nor underflow: their product need not be a number of the type.
 */
final class ScaleF32 {
  private ScaleF32() {}

  /** The first factor of a matrix whose largest element is {@code most}, not 0 and finite. */
  static float first(float most, float high) {
    float factor = 1f;
    while (most * factor * factor > high) { // loops of a known length would be unrolled
      factor = factor * 0x1p-16f;
    }
    while (most * factor * factor <= high * 0x1p-32f) {
      factor = factor * 0x1p16f;
    }
    while (most * factor * factor <= high * 0.25f) {
      factor = factor * 2f;
    }
    return factor;
  }

  /** The second factor: the first one, or twice that. */
  static float second(float most, float first, float high) {
    float factor = first;
    if (most * first * first <= high * 0.5f) {
      factor = first * 2f;
    }
    return factor;
  }
}
