package io.lanewise.kernel.scalar;

import io.lanewise.kernel.Fma;
import io.lanewise.kernel.InterleavedKernel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Small f32 matrices one after the other: groups of one. */
public final class InterleavedF32 implements InterleavedKernel<float[]> {

  /** The kernel has no state. */
  public InterleavedF32() {}

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public float[] array(int length) {
    return new float[length];
  }

  @Override
  public void identity(float[] a, int stride, int n) {
    for (int j = 0; j < n; j++) {
      int column = j * stride;
      Arrays.fill(a, column, column + n, 0);
      Arrays.fill(a, column + j, column + j + 1, 1);
    }
  }

  @Override
  public void largest(float[] a, int stride, int columns, int rows, float[] result) {
    for (int r = 0; r < rows; r++) {
      float most = 0;
      for (int c = 0; c < columns; c++) {
        most = Math.max(most, Math.abs(a[c * stride + r]));
      }
      result[r] = most;
    }
  }

  @Override
  public void scale(float[] a, int count, float[] factors, int at) {
    for (int r = 0; r < count; r++) {
      a[r] *= factors[at];
    }
  }

  @Override
  public void squares(
      float[] a, int at, int stride, int columns, int rows, float[] sums, int sumsAt) {
    for (int c = 0; c < columns; c++) {
      int column = at + c * stride;
      sums[sumsAt + c] = dot(a, column, a, column, rows);
    }
  }

  /** Even and odd rows apart, as the vectors of a machine like it. */
  private static float dot(float[] x, int xAt, float[] y, int yAt, int rows) {
    float s0 = 0;
    float s1 = 0;
    int r = 0;
    for (; r < rows - 1; r += 2) {
      s0 = Fma.fma(x[xAt + r], y[yAt + r], s0);
      s1 = Fma.fma(x[xAt + r + 1], y[yAt + r + 1], s1);
    }
    if (r < rows) {
      s0 = Fma.fma(x[xAt + r], y[yAt + r], s0);
    }
    return s0 + s1;
  }

  @Override
  public void reflector(
      float[] a, int at, int rows, double floor, float[] factors, float[] heads, int scalarsAt) {
    float square = dot(a, at, a, at, rows);
    float head = a[at];
    if (!(square >= (float) floor)) {
      factors[scalarsAt] = 0;
      heads[scalarsAt] = head;
      return;
    }
    float norm = (float) Math.sqrt(square);
    factors[scalarsAt] = 1 / (norm * (norm + Math.abs(head)));
    float left = head >= 0 ? -norm : norm;
    heads[scalarsAt] = left;
    a[at] = head - left;
  }

  @Override
  public void reflect(
      float[] v,
      int at,
      float[] factors,
      int factorsAt,
      float[] c,
      int cAt,
      int stride,
      int columns,
      int rows) {
    for (int j = 0; j < columns; j++) {
      int column = cAt + j * stride;
      float weight = dot(v, at, c, column, rows) * -factors[factorsAt];
      for (int r = 0; r < rows; r++) {
        c[column + r] = Fma.fma(v[at + r], weight, c[column + r]);
      }
    }
  }

  @Override
  public void orthogonalise(
      float[] x,
      int stride,
      int length,
      int rows,
      int[] pairs,
      float[] squares,
      Sweep<float[]> sweep) {
    for (int p = 0; p < pairs.length; p += 2) {
      orthogonalise(x, stride, length, rows, pairs[p], pairs[p + 1], squares, sweep);
    }
  }

  private static void orthogonalise(
      float[] x,
      int stride,
      int length,
      int rows,
      int i,
      int j,
      float[] squares,
      Sweep<float[]> sweep) {
    int first = i * stride;
    int second = j * stride;
    float product = dot(x, first, x, second, length);
    float xx = squares[i];
    float yy = squares[j];
    boolean turn = xx < yy;
    float most = turn ? yy : xx;
    float least = turn ? xx : yy;
    float unit = 1 / most;
    float p = product * unit;
    float q = least * unit;
    float size = p * (float) sweep.inverse();
    float square = size * size;
    if (!(square > q && least >= (float) sweep.floor() && sweep.active()[0] != 0)) {
      return;
    }
    if (square > q * 4) {
      sweep.unfinished()[0] = 1;
    }
    float t = tangent(1 - q, p);
    float c = cosine(t);
    float s = t * c;
    rotate(x, first, second, length, turn, c, s);
    squares[i] = Fma.fma(t, product, most);
    if (turn || s != 0) {
      squares[j] = dot(x, second, x, second, length);
    }
    rotate(x, first + length, second + length, rows - length, turn, c, s);
  }

  private static float tangent(float distance, float p) {
    float twice = p + p;
    return twice / ((float) Math.sqrt(Fma.fma(distance, distance, twice * twice)) + distance);
  }

  private static float cosine(float t) {
    float tt = t * t;
    float c = Fma.fma((float) C5, tt, (float) C4);
    c = Fma.fma(c, tt, (float) C3);
    c = Fma.fma(c, tt, (float) C2);
    c = Fma.fma(c, tt, (float) C1);
    c = Fma.fma(c, tt, (float) C0);
    for (int i = 0; i < 2; i++) {
      float defect = Fma.fma(-(c * tt), c, Fma.fma(-c, c, 1));
      c = Fma.fma(c * 0.5f, defect, c);
    }
    return c;
  }

  private static void rotate(
      float[] x, int first, int second, int rows, boolean turn, float c, float s) {
    for (int r = 0; r < rows; r++) {
      pair(x, first + r, second + r, turn, c, s);
    }
  }

  private static void pair(float[] x, int first, int second, boolean turn, float c, float s) {
    float u = x[first];
    float v = x[second];
    x[first] = turn ? Fma.fma(u, s, v * c) : Fma.fma(u, c, v * s);
    x[second] = turn ? Fma.fma(u, c, v * -s) : Fma.fma(u, -s, v * c);
  }

  @Override
  public void annihilate(
      float[] a, int stride, float @Nullable [] v, int n, int[] pairs, Sweep<float[]> sweep) {
    for (int p = 0; p < pairs.length; p += 2) {
      annihilate(a, stride, v, n, pairs[p], pairs[p + 1], sweep);
    }
  }

  private static void annihilate(
      float[] a, int stride, float @Nullable [] v, int n, int i, int j, Sweep<float[]> sweep) {
    float aii = a[i * stride + i];
    float ajj = a[j * stride + j];
    float element = a[j * stride + i];
    float size = Math.abs(element);
    float unit = 1 / Math.max(Math.max(Math.abs(aii), Math.abs(ajj)), size);
    float p = element * unit;
    float qi = aii * unit;
    float qj = ajj * unit;
    float relative = p * (float) sweep.inverse();
    if (!(relative * relative > Math.abs(qi * qj)
        && size > (float) sweep.floor()
        && sweep.active()[0] != 0)) {
      return;
    }
    sweep.unfinished()[0] = 1;
    float t = tangent(Math.abs(qi - qj), p);
    float c = cosine(t);
    float s = t * c;
    boolean turn = aii < ajj;
    float shift = t * element;
    a[i * stride + i] = (turn ? ajj : aii) + shift;
    a[j * stride + j] = (turn ? aii : ajj) - shift;
    a[j * stride + i] = 0;
    rotate(a, i * stride, j * stride, i, turn, c, s);
    for (int k = i + 1; k < j; k++) {
      pair(a, k * stride + i, j * stride + k, turn, c, s);
    }
    for (int k = j + 1; k < n; k++) {
      pair(a, k * stride + i, k * stride + j, turn, c, s);
    }
    if (v != null) {
      rotate(v, i * n, j * n, n, turn, c, s);
    }
  }

  @Override
  public void solveLower(float[] l, float[] x, int n) {
    for (int column = 0; column < n * n; column += n) {
      for (int j = 0; j < n; j++) {
        float value = x[column + j] / l[j * n + j];
        x[column + j] = value;
        for (int r = j + 1; r < n; r++) {
          x[column + r] = Fma.fma(l[j * n + r], -value, x[column + r]);
        }
      }
    }
  }

  @Override
  public void defect(float[] v, int n, float[] result) {
    float total = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        float error = dot(v, i * n, v, j * n, n) - (i == j ? 1 : 0);
        total = Fma.fma(error * (i == j ? 1 : 2), error, total);
      }
    }
    result[0] = total;
  }

  @Override
  public void normalise(float[] x, int stride, int columns, int rows, float[] squares) {
    for (int c = 0; c < columns; c++) {
      float norm = (float) Math.sqrt(squares[c]);
      squares[c] = norm;
      for (int r = 0; r < rows; r++) {
        x[c * stride + r] /= norm;
      }
    }
  }

  @Override
  public void signs(float[] x, int stride, int columns, int rows, float[] signs) {
    for (int c = 0; c < columns; c++) {
      float most = 0;
      float least = 0;
      for (int r = 0; r < rows; r++) {
        most = Math.max(most, x[c * stride + r]);
        least = Math.min(least, x[c * stride + r]);
      }
      signs[c] = -least > most ? -1 : 1;
    }
  }
}
