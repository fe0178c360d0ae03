package io.lanewise.kernel.simd;

import io.lanewise.kernel.ArrayLoopsF32;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementwise work on arrays, runs by vectors; what is strided is left to plain loops.
 *
 * <p>Tails as in {@link MapF32}: the last full vector, which overlaps the one before, is computed
 * first and stored last.
 */
final class ArrayF32 extends ArrayLoopsF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final ReduceHeapF32 REDUCE = new ReduceHeapF32();

  /** Elements that are searched again for the largest of them; they fit the first-level cache. */
  private static final int RUN = 2048;

  @Override
  public void absolute(int n, float[] x, int xAt, int xStep, float[] y, int yAt) {
    if (xStep != 1 || n < LANES) {
      super.absolute(n, x, xAt, xStep, y, yAt);
      return;
    }
    int last = n - LANES;
    FloatVector tail = FloatVector.fromArray(SPECIES, x, xAt + last).abs();
    for (int i = 0; i < last; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).abs().intoArray(y, yAt + i);
    }
    tail.intoArray(y, yAt + last);
  }

  @Override
  public boolean sumsAbsolute() {
    return ArrayAbsF32.sums();
  }

  @Override
  public double sumAbsolute(int n, float[] x, int at) {
    return ArrayAbsF32.sum(x, at, n);
  }

  @Override
  public void scale(int n, double alpha, float[] x, int at, int step) {
    if (step != 1 || n < LANES) {
      super.scale(n, alpha, x, at, step);
      return;
    }
    int last = n - LANES;
    FloatVector factor = FloatVector.broadcast(SPECIES, (float) alpha);
    FloatVector tail = FloatVector.fromArray(SPECIES, x, at + last).mul(factor);
    for (int i = 0; i < last; i += LANES) {
      FloatVector.fromArray(SPECIES, x, at + i).mul(factor).intoArray(x, at + i);
    }
    tail.intoArray(x, at + last);
  }

  @Override
  public void swap(int n, float[] x, int xAt, int xStep, float[] y, int yAt, int yStep) {
    if (xStep != 1 || yStep != 1 || n < LANES) {
      super.swap(n, x, xAt, xStep, y, yAt, yStep);
      return;
    }
    int last = n - LANES;
    FloatVector endX = FloatVector.fromArray(SPECIES, x, xAt + last);
    FloatVector endY = FloatVector.fromArray(SPECIES, y, yAt + last);
    for (int i = 0; i < last; i += LANES) {
      FloatVector u = FloatVector.fromArray(SPECIES, x, xAt + i);
      FloatVector.fromArray(SPECIES, y, yAt + i).intoArray(x, xAt + i);
      u.intoArray(y, yAt + i);
    }
    endY.intoArray(x, xAt + last);
    endX.intoArray(y, yAt + last);
  }

  @Override
  public void axpy(
      int n, double alpha, float[] x, int xAt, int xStep, float[] y, int yAt, int yStep) {
    if (xStep != 1 || yStep != 1 || n < LANES) {
      super.axpy(n, alpha, x, xAt, xStep, y, yAt, yStep);
      return;
    }
    int last = n - LANES;
    FloatVector factor = FloatVector.broadcast(SPECIES, (float) alpha);
    FloatVector tail = FloatVector.fromArray(SPECIES, y, yAt + last);
    tail = FloatVector.fromArray(SPECIES, x, xAt + last).fma(factor, tail);
    for (int i = 0; i < last; i += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, y, yAt + i);
      FloatVector.fromArray(SPECIES, x, xAt + i).fma(factor, sum).intoArray(y, yAt + i);
    }
    tail.intoArray(y, yAt + last);
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
    int r = 0;
    if (n >= LANES) {
      for (; r <= count - 4; r += 4) {
        AxpysHeapF32.four(alphas, from + r, x, xAt + r * stride, stride, y, yAt, n - LANES);
      }
    }
    super.axpys(count - r, alphas, from + r, x, xAt + r * stride, stride, y, yAt, n);
  }

  @Override
  public void dots(
      int count,
      float[] a,
      int aAt,
      int stride,
      float[] b,
      int bAt,
      int n,
      double[] sums,
      float[] scratch) {
    int together = ArrayDotsF32.together();
    int r = 0;
    if (ArrayFoldF32.takesEight()) {
      for (; r <= count - 8; r += 8) {
        ArrayDotsF32.addEight(a, aAt + r * stride, stride, b, bAt, n, sums, r, scratch);
      }
    }
    for (; together > 0 && r <= count - together; r += together) {
      ArrayDotsF32.add(a, aAt + r * stride, stride, b, bAt, n, sums, r, scratch);
    }
    for (; r < count; r++) {
      sums[r] += REDUCE.dot(a, aAt + r * stride, b, bAt, n);
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
    if (ArrayReflectF32.serves()) {
      ArrayReflectF32.run(upper, n, a, aAt, lda, x, xAt, f, y, yAt, z, scratch);
    } else {
      super.reflect(upper, n, a, aAt, lda, x, xAt, f, y, yAt, z, scratch);
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
    if (xStep != 1 || yStep != 1 || n < LANES) {
      super.transform(n, x, xAt, xStep, y, yAt, yStep, h11, h12, h21, h22);
      return;
    }
    int last = n - LANES;
    FloatVector a = FloatVector.broadcast(SPECIES, (float) h11);
    FloatVector b = FloatVector.broadcast(SPECIES, (float) h12);
    FloatVector c = FloatVector.broadcast(SPECIES, (float) h21);
    FloatVector d = FloatVector.broadcast(SPECIES, (float) h22);
    FloatVector u = FloatVector.fromArray(SPECIES, x, xAt + last);
    FloatVector v = FloatVector.fromArray(SPECIES, y, yAt + last);
    FloatVector endX = u.fma(a, v.mul(b));
    FloatVector endY = u.fma(c, v.mul(d));
    for (int i = 0; i < last; i += LANES) {
      u = FloatVector.fromArray(SPECIES, x, xAt + i);
      v = FloatVector.fromArray(SPECIES, y, yAt + i);
      u.fma(a, v.mul(b)).intoArray(x, xAt + i);
      u.fma(c, v.mul(d)).intoArray(y, yAt + i);
    }
    endX.intoArray(x, xAt + last);
    endY.intoArray(y, yAt + last);
  }

  @Override
  public int indexOfLargest(int n, float[] x, int at, int step) {
    if (step != 1) {
      return super.indexOfLargest(n, x, at, step);
    }
    double most = -1;
    int run = 0;
    for (int i = 0; i < n; i += RUN) {
      double largest = REDUCE.maxAbs(x, at + i, Math.min(RUN, n - i));
      if (Double.isNaN(largest)) {
        return super.indexOfLargest(n, x, at, step);
      }
      if (largest > most) {
        most = largest;
        run = i;
      }
    }
    return run + ArrayAbsF32.find(x, at + run, Math.min(RUN, n - run), (float) most);
  }

  @Override
  public void solve(int rows, float[] l, int lAt, boolean unit, float[] panel, int at, int width) {
    if (width % LANES != 0) {
      super.solve(rows, l, lAt, unit, panel, at, width);
      return;
    }
    for (int r = 0; r < rows; r++) {
      int row = at + r * width;
      for (int j = 0; j < width; j += LANES) {
        FloatVector x = FloatVector.fromArray(SPECIES, panel, row + j);
        for (int q = 0; q < r; q++) {
          FloatVector factor = FloatVector.broadcast(SPECIES, -l[lAt + r * rows + q]);
          x = FloatVector.fromArray(SPECIES, panel, at + q * width + j).fma(factor, x);
        }
        if (!unit) {
          x = x.div(l[lAt + r * rows + r]);
        }
        x.intoArray(panel, row + j);
      }
    }
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
    if (stride != 1 || vectors % LANES != 0) {
      super.unpack(panel, from, width, vectors, k, x, at, stride, step);
      return;
    }
    for (int v = 0; v < vectors; v += LANES) {
      for (int p = 0; p < k; p++) {
        FloatVector.fromArray(SPECIES, panel, from + p * width + v).intoArray(x, at + p * step + v);
      }
    }
  }
}
