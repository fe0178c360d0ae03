package io.lanewise.linalg;

/**
 * Makes an eigenvector unique: 2-norm 1, its element of largest modulus (the first of several) real
 * and positive.
 */
final class Directions {
  private Directions() {}

  /**
   * Normalises a real vector.
   *
   * @param x its elements, the largest between 1 and 2; changed
   */
  static void normalise(double[] x) {
    int largest = 0;
    for (int i = 1; i < x.length; i++) {
      largest = Math.abs(x[i]) > Math.abs(x[largest]) ? i : largest;
    }
    double length = Math.sqrt(Rows.dot(x, x, 0, x.length));
    Rows.scale(Math.copySign(1 / length, x[largest]), x, 0, x.length);
  }

  /**
   * Normalises a complex vector.
   *
   * @param re real parts, the largest part of all between 1 and 2; changed
   * @param im imaginary parts; changed
   */
  static void normalise(double[] re, double[] im) {
    int largest = 0;
    double square = 0;
    for (int i = 0; i < re.length; i++) {
      double size = re[i] * re[i] + im[i] * im[i];
      if (size > square) {
        largest = i;
        square = size;
      }
    }
    double length = Math.sqrt(Rows.dot(re, re, 0, re.length) + Rows.dot(im, im, 0, im.length));
    double factor = 1 / (length * Math.sqrt(square));
    double c = re[largest] * factor;
    double s = im[largest] * factor;
    for (int i = 0; i < re.length; i++) {
      double x = re[i];
      re[i] = c * x + s * im[i];
      im[i] = c * im[i] - s * x;
    }
    im[largest] = 0;
  }
}
