package io.lanewise.gpu;

/** Angles of plane rotations, of numbers divided by the largest among them. */
final class AngleF32 {
  private AngleF32() {}

  /**
   * The tangent of the angle that annihilates an element.
   *
   * @param distance between the two elements of the diagonal, not negative
   * @param element the one to be annihilated
   */
  static float tangent(float distance, float element) {
    // halves: TornadoVM cannot compile the sum of a product with itself
    float half = 0.5f * distance;
    return element / (ElementwiseF32.root(half * half + element * element) + half);
  }

  /** The cosine. The sine is the tangent times it: orthogonal, whatever the tangent's error. */
  static float cosine(float tangent) {
    float square = tangent * tangent;
    float hypotenuse = ElementwiseF32.root(1f + square);
    return 1f - square / (hypotenuse * (1f + hypotenuse));
  }
}
