package io.lanewise.kernel.scalar;

import io.lanewise.kernel.Fma;
import io.lanewise.kernel.JacobiKernel;
import io.lanewise.kernel.SmallMatrix;
import java.util.Arrays;

/** Steps of Jacobi's method on small f32 matrices, one element at a time. */
public final class JacobiF32 implements JacobiKernel<float[]> {
  /** The kernel has no state. */
  public JacobiF32() {}

  @Override
  public SmallMatrix<float[]> matrix(int k) {
    int length = SmallMatrix.length(k);
    return new SmallMatrix<>(
        k,
        new float[length],
        new float[length],
        new float[k],
        new float[k * k],
        new float[k],
        new float[k]);
  }

  @Override
  public boolean step(SmallMatrix<float[]> matrix, int r, Threshold threshold) {
    int k = matrix.k;
    Arrays.fill(matrix.c, 1);
    Arrays.fill(matrix.s, 0);
    boolean rotates = false;
    for (int i = 0; i < k; i++) {
      int j = partner(k, r, i);
      if (i < j) {
        rotates |= angle(matrix, i, j, threshold);
      }
    }
    if (rotates) {
      apply(matrix, r);
    }
    return rotates;
  }

  /** Applies rotations whose angles and whose diagonal are known. */
  private static void apply(SmallMatrix<float[]> matrix, int r) {
    int k = matrix.k;
    for (int i = 0; i < k; i++) {
      int j = partner(k, r, i);
      if (i <= j) {
        rotate(matrix, r, i, j);
        if (matrix.s[i] != 0) {
          matrix.next[SmallMatrix.index(k, i, j)] = 0;
          matrix.next[SmallMatrix.index(k, j, i)] = 0;
        }
      }
    }
    for (int i = 0; i < k && k >= SmallMatrix.PAD; i++) {
      int row = SmallMatrix.index(k, i, 0);
      System.arraycopy(matrix.next, row + k - SmallMatrix.PAD, matrix.next, row - SmallMatrix.PAD, SmallMatrix.PAD);
    }
    matrix.swap();
  }

  private static int partner(int k, int r, int i) {
    return (r - i + k) % k;
  }

  private static boolean angle(
      SmallMatrix<float[]> matrix, int i, int j, Threshold threshold) {
    float[] diagonal = matrix.diagonal;
    double element = matrix.a[SmallMatrix.index(matrix.k, i, j)];
    double aii = diagonal[i];
    double ajj = diagonal[j];
    double size = Math.abs(element);
    double most = Math.max(Math.abs(aii), Math.abs(ajj));
    // two roots, as the product of the two numbers may not be in range
    double relative = size / (Math.sqrt(Math.abs(aii)) * Math.sqrt(Math.abs(ajj)));
    if (size <= threshold.floor()
        || size <= threshold.tiny() * most
        || relative <= threshold.tolerance()) {
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
    matrix.c[i] = (float) (turn ? sine : cosine);
    matrix.c[j] = matrix.c[i];
    matrix.s[j] = (float) (turn ? -cosine : sine);
    matrix.s[i] = -matrix.s[j];
    diagonal[i] = (float) Math.max(first, second);
    diagonal[j] = (float) Math.min(first, second);
    return true;
  }

  private static void rotate(SmallMatrix<float[]> matrix, int r, int i, int j) {
    int k = matrix.k;
    float[] a = matrix.a;
    float[] q = matrix.q;
    float[] c = matrix.c;
    float[] s = matrix.s;
    int x = SmallMatrix.index(k, i, 0);
    int y = SmallMatrix.index(k, j, 0);
    for (int t = 0; t < k; t++) {
      int facing = partner(k, r, t);
      float u = Fma.fma(c[t], a[x + t], s[t] * a[x + facing]);
      float v = Fma.fma(c[t], a[y + t], s[t] * a[y + facing]);
      matrix.next[x + t] = i == j ? u : Fma.fma(c[i], u, s[i] * v);
      matrix.next[y + t] = i == j ? u : Fma.fma(c[j], v, s[j] * u);
    }
    for (int t = 0; i < j && t < k; t++) {
      float u = q[i * k + t];
      float v = q[j * k + t];
      q[i * k + t] = Fma.fma(c[i], u, s[i] * v);
      q[j * k + t] = Fma.fma(c[j], v, s[j] * u);
    }
  }
}
