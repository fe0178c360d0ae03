package io.lanewise.kernel;

import java.util.Arrays;

/** Elementwise work on arrays in plain Java, with any increment. */
public abstract class ArrayLoopsF32 implements ArrayKernel<float[]> {
  private static final int PARTIAL = LANES / Float.BYTES;

  /** Columns of a triangle that are added to the rows beyond them together. */
  private static final int TOGETHER = 4;

  /** For subclasses. */
  protected ArrayLoopsF32() {}

  @Override
  public final float[] array(int elements) {
    return new float[elements];
  }

  @Override
  public final int length(float[] array) {
    return array.length;
  }

  @Override
  public final double get(float[] x, int at) {
    return x[at];
  }

  @Override
  public final void set(float[] x, int at, double value) {
    x[at] = (float) value;
  }

  @Override
  public final void fill(float[] x, int from, int to, double value) {
    Arrays.fill(x, from, to, (float) value);
  }

  @Override
  public final void copy(int n, float[] x, int xAt, int xStep, float[] y, int yAt, int yStep) {
    if (xStep == 1 && yStep == 1) {
      System.arraycopy(x, xAt, y, yAt, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      y[yAt + i * yStep] = x[xAt + i * xStep];
    }
  }

  @Override
  public final void addSums(int count, double alpha, double[] sums, float[] y, int at) {
    for (int i = 0; i < count; i++) {
      y[at + i] = (float) Fma.fma(alpha, (double) (float) sums[i], (double) y[at + i]);
    }
  }

  @Override
  public void absolute(int n, float[] x, int xAt, int xStep, float[] y, int yAt) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = Math.abs(x[xAt + i * xStep]);
    }
  }

  @Override
  public void scale(int n, double alpha, float[] x, int at, int step) {
    float factor = (float) alpha;
    for (int i = 0; i < n; i++) {
      x[at + i * step] *= factor;
    }
  }

  @Override
  public void swap(int n, float[] x, int xAt, int xStep, float[] y, int yAt, int yStep) {
    for (int i = 0; i < n; i++) {
      float kept = x[xAt + i * xStep];
      x[xAt + i * xStep] = y[yAt + i * yStep];
      y[yAt + i * yStep] = kept;
    }
  }

  @Override
  public void axpy(
      int n, double alpha, float[] x, int xAt, int xStep, float[] y, int yAt, int yStep) {
    float factor = (float) alpha;
    for (int i = 0; i < n; i++) {
      y[yAt + i * yStep] = Fma.fma(factor, x[xAt + i * xStep], y[yAt + i * yStep]);
    }
  }

  @Override
  public void axpys(
      int count,
      double[] alphas,
      int from,
      float[] x,
      int xAt,
      int stride,
      float[] y,
      int yAt,
      int n) {
    for (int r = 0; r < count; r++) {
      axpy(n, alphas[from + r], x, xAt + r * stride, 1, y, yAt, 1);
    }
  }

  @Override
  public void reflect(
      boolean upper,
      int n,
      float[] a,
      int aAt,
      int lda,
      float[] x,
      int xAt,
      float[] f,
      float[] y,
      int yAt,
      float[] z,
      float[] scratch) {
    for (int j = 0; j < n; j++) {
      int column = aAt + j * lda;
      int end = upper ? j + 1 : n;
      Arrays.fill(scratch, 0, PARTIAL, 0);
      for (int i = upper ? 0 : j; i < end; i++) {
        float element = a[column + i];
        int lane = i % PARTIAL;
        scratch[lane] = Fma.fma(element, x[xAt + i], scratch[lane]);
        if (i != j) {
          y[yAt + i] = Fma.fma(element, f[j], y[yAt + i]);
        }
      }
      for (int w = PARTIAL / 2; w > 0; w /= 2) {
        for (int lane = 0; lane < w; lane++) {
          scratch[lane] += scratch[lane + w];
        }
      }
      z[j] = scratch[0];
    }
  }

  @Override
  public final void triangle(
      boolean solve,
      boolean upper,
      boolean unit,
      int n,
      float[] a,
      int aAt,
      int lda,
      float[] x,
      int xAt,
      double[] factors) {
    int way = solve == upper ? -1 : 1;
    for (int done = 0; done < n; done += TOGETHER) {
      int count = Math.min(TOGETHER, n - done);
      int first = way > 0 ? done : n - 1 - done;
      for (int q = 0; q < count; q++) {
        int j = first + way * q;
        int column = aAt + j * lda;
        float value = x[xAt + j];
        if (solve) {
          value = unit ? value : value / a[column + j];
          x[xAt + j] = value;
        }
        float factor = solve ? -value : value;
        factors[q] = factor;
        // A solution still has to meet the group's other columns, a product has met them.
        for (int r = solve ? q + 1 : 0; r < (solve ? count : q); r++) {
          int i = first + way * r;
          x[xAt + i] = Fma.fma(factor, a[column + i], x[xAt + i]);
        }
        if (!solve && !unit) {
          x[xAt + j] = value * a[column + j];
        }
      }
      int last = first + way * (count - 1);
      int from = upper ? 0 : Math.max(first, last) + 1;
      int to = upper ? Math.min(first, last) : n;
      int at = aAt + first * lda + from;
      axpys(count, factors, 0, a, at, way * lda, x, xAt + from, to - from);
    }
  }

  @Override
  public final void transposedTriangle(
      boolean solve,
      boolean upper,
      boolean unit,
      int n,
      float[] a,
      int aAt,
      int lda,
      float[] x,
      int xAt,
      double[] sums,
      float[] scratch) {
    int way = solve == upper ? 1 : -1;
    for (int done = 0; done < n; done += TOGETHER) {
      int count = Math.min(TOGETHER, n - done);
      int first = way > 0 ? done : n - 1 - done;
      int last = first + way * (count - 1);
      int from = upper ? 0 : Math.max(first, last) + 1;
      int to = upper ? Math.min(first, last) : n;
      Arrays.fill(sums, 0, count, 0);
      int at = aAt + first * lda + from;
      dots(count, a, at, way * lda, x, xAt + from, to - from, sums, scratch);
      for (int q = 0; q < count; q++) {
        int j = first + way * q;
        int column = aAt + j * lda;
        float value = x[xAt + j];
        float sum = (float) sums[q];
        value = solve ? value - sum : (unit ? value : value * a[column + j]) + sum;
        // A solution needs the group's elements that are ready, a product those that are not.
        for (int r = solve ? 0 : q + 1; r < (solve ? q : count); r++) {
          int i = first + way * r;
          value = Fma.fma(solve ? -a[column + i] : a[column + i], x[xAt + i], value);
        }
        x[xAt + j] = solve && !unit ? value / a[column + j] : value;
      }
    }
  }

  @Override
  public void transform(
      int n,
      float[] x,
      int xAt,
      int xStep,
      float[] y,
      int yAt,
      int yStep,
      double h11,
      double h12,
      double h21,
      double h22) {
    float a = (float) h11;
    float b = (float) h12;
    float c = (float) h21;
    float d = (float) h22;
    for (int i = 0; i < n; i++) {
      float u = x[xAt + i * xStep];
      float v = y[yAt + i * yStep];
      x[xAt + i * xStep] = Fma.fma(a, u, b * v);
      y[yAt + i * yStep] = Fma.fma(c, u, d * v);
    }
  }

  @Override
  public int indexOfLargest(int n, float[] x, int at, int step) {
    float most = Math.abs(x[at]);
    int index = 0;
    for (int i = 1; i < n; i++) {
      float value = Math.abs(x[at + i * step]);
      if (value > most) {
        most = value;
        index = i;
      }
    }
    return index;
  }

  @Override
  public void unpack(
      float[] panel,
      int from,
      int width,
      int vectors,
      int k,
      float[] x,
      int at,
      int stride,
      int step) {
    if (stride == 1) {
      for (int p = 0; p < k; p++) {
        System.arraycopy(panel, from + p * width, x, at + p * step, vectors);
      }
      return;
    }
    int v = 0;
    for (; v + 4 <= vectors; v += 4) {
      unpackFour(panel, from + v, width, k, x, at + v * stride, stride, step);
    }
    for (; v < vectors; v++) {
      for (int p = 0; p < k; p++) {
        x[at + v * stride + p * step] = panel[from + p * width + v];
      }
    }
  }

  private static void unpackFour(
      float[] panel, int from, int width, int k, float[] x, int at, int stride, int step) {
    int at1 = at + stride;
    int at2 = at1 + stride;
    int at3 = at2 + stride;
    for (int p = 0; p < k; p++) {
      int in = from + p * width;
      x[at + p * step] = panel[in];
      x[at1 + p * step] = panel[in + 1];
      x[at2 + p * step] = panel[in + 2];
      x[at3 + p * step] = panel[in + 3];
    }
  }

  @Override
  public void solve(int rows, float[] l, int lAt, boolean unit, float[] panel, int at, int width) {
    for (int r = 0; r < rows; r++) {
      int row = at + r * width;
      for (int q = 0; q < r; q++) {
        axpy(width, -l[lAt + r * rows + q], panel, at + q * width, 1, panel, row, 1);
      }
      if (!unit) {
        float pivot = l[lAt + r * rows + r];
        for (int j = 0; j < width; j++) {
          panel[row + j] /= pivot;
        }
      }
    }
  }
}
