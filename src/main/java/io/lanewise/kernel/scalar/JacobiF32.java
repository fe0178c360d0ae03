package io.lanewise.kernel.scalar;

import io.lanewise.kernel.Fma;
import io.lanewise.kernel.JacobiKernel;
import io.lanewise.kernel.SmallMatrix;

/** Steps of Jacobi's method on small f32 matrices, one element at a time. */
public final class JacobiF32 implements JacobiKernel<float[]> {
  private static final int WIDTH = 128 / Float.BYTES;

  /** The kernel has no state. */
  public JacobiF32() {}

  @Override
  public SmallMatrix<float[]> matrix(int k) {
    return new SmallMatrix<>(k, new float[k * k], new float[k * k], new float[k]);
  }

  @Override
  public boolean step(SmallMatrix<float[]> matrix, int r, Threshold threshold) {
    boolean rotates = false;
    for (int i = 0; i < matrix.k; i++) {
      int j = (r - i + matrix.k) % matrix.k;
      if (i < j) {
        rotates |= pair(matrix, i, j, threshold);
      }
    }
    return rotates;
  }

  private static boolean pair(SmallMatrix<float[]> matrix, int i, int j, Threshold threshold) {
    float[] diagonal = matrix.diagonal;
    double aii = diagonal[i];
    double ajj = diagonal[j];
    boolean descending = Math.abs(aii) >= Math.abs(ajj);
    double element = dot(matrix, descending ? j : i, descending ? i : j);
    double size = Math.abs(element);
    double most = Math.max(Math.abs(aii), Math.abs(ajj));
    // two roots, as the product of the two numbers may not be in range
    double relative = size / (Math.sqrt(Math.abs(aii)) * Math.sqrt(Math.abs(ajj)));
    if (!(size > threshold.floor()
        && size > threshold.tiny() * most
        && relative > threshold.tolerance())) {
      return false;
    }
    double zeta = (aii - ajj) / (2 * element);
    double distance = Math.abs(zeta);
    // no overflow of the square
    double root = distance < 0x1p500 ? Math.sqrt(1 + zeta * zeta) : distance;
    double t = 1 / (distance + root);
    t = zeta < 0 ? t : -t;
    double square = t * t;
    double hypotenuse = Math.sqrt(1 + square);
    double cosine = 1 - square / (hypotenuse * (1 + hypotenuse));
    double sine = t * cosine;
    double shift = t * element;
    double first = aii - shift;
    double second = ajj + shift;
    boolean turn = first < second;
    float c = (float) (turn ? sine : cosine);
    float s = (float) (turn ? -cosine : sine);
    diagonal[i] = (float) Math.max(first, second);
    diagonal[j] = (float) Math.min(first, second);
    rotate(matrix.w, i * matrix.k, j * matrix.k, matrix.k, c, s);
    rotate(matrix.q, i * matrix.k, j * matrix.k, matrix.k, c, s);
    return true;
  }

  /** Row i of W times row j of {@code Q'}. */
  private static float dot(SmallMatrix<float[]> matrix, int i, int j) {
    int k = matrix.k;
    if (k == 2) { // there is no step before
      return matrix.w[2 * i + j];
    }
    float[] sums = new float[WIDTH];
    for (int t = 0; t < k; t++) {
      sums[t % WIDTH] = Fma.fma(matrix.w[i * k + t], matrix.q[j * k + t], sums[t % WIDTH]);
    }
    for (int half = WIDTH / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        sums[lane] += sums[lane + half];
      }
    }
    return sums[0];
  }

  private static void rotate(float[] rows, int x, int y, int k, float c, float s) {
    for (int t = 0; t < k; t++) {
      float u = rows[x + t];
      float v = rows[y + t];
      rows[x + t] = Fma.fma(c, u, -s * v);
      rows[y + t] = Fma.fma(c, v, s * u);
    }
  }
}
