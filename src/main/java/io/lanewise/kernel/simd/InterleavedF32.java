package io.lanewise.kernel.simd;

import io.lanewise.kernel.InterleavedKernel;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Many small f32 matrices at once, one in each lane.
 *
 * <p>Every method is written out without helpers around vectors: what C2 does not inline boxes
 * them.
 */
public final class InterleavedF32 implements InterleavedKernel<float[]> {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();

  /** The kernel has no state. */
  public InterleavedF32() {}

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public float[] array(int length) {
    return new float[length];
  }

  @Override
  public void identity(float[] a, int stride, int n) {
    for (int j = 0; j < n; j++) {
      int column = j * stride;
      Arrays.fill(a, column, column + n * LANES, 0);
      Arrays.fill(a, column + j * LANES, column + (j + 1) * LANES, 1);
    }
  }

  @Override
  public void largest(float[] a, int stride, int columns, int rows, float[] result) {
    for (int r = 0; r < rows * LANES; r += LANES) {
      FloatVector most = FloatVector.zero(SPECIES);
      for (int c = 0; c < columns; c++) {
        most = most.max(FloatVector.fromArray(SPECIES, a, c * stride + r).abs());
      }
      most.intoArray(result, r);
    }
  }

  @Override
  public void scale(float[] a, int count, float[] factors, int at) {
    FloatVector factor = FloatVector.fromArray(SPECIES, factors, at);
    for (int r = 0; r < count * LANES; r += LANES) {
      FloatVector.fromArray(SPECIES, a, r).mul(factor).intoArray(a, r);
    }
  }

  @Override
  public void squares(
      float[] a, int at, int stride, int columns, int rows, float[] sums, int sumsAt) {
    int end = rows * LANES;
    for (int c = 0; c < columns; c++) {
      int column = at + c * stride;
      FloatVector s0 = FloatVector.zero(SPECIES);
      FloatVector s1 = FloatVector.zero(SPECIES);
      int r = 0;
      for (; r < end - LANES; r += 2 * LANES) {
        FloatVector u = FloatVector.fromArray(SPECIES, a, column + r);
        FloatVector v = FloatVector.fromArray(SPECIES, a, column + r + LANES);
        s0 = u.fma(u, s0);
        s1 = v.fma(v, s1);
      }
      if (r < end) {
        FloatVector u = FloatVector.fromArray(SPECIES, a, column + r);
        s0 = u.fma(u, s0);
      }
      s0.add(s1).intoArray(sums, sumsAt + c * LANES);
    }
  }

  @Override
  public void reflector(
      float[] a, int at, int rows, double floor, float[] factors, float[] heads, int scalarsAt) {
    squares(a, at, 0, 1, rows, factors, scalarsAt);
    FloatVector square = FloatVector.fromArray(SPECIES, factors, scalarsAt);
    FloatVector head = FloatVector.fromArray(SPECIES, a, at);
    VectorMask<Float> reflects = square.compare(VectorOperators.GE, (float) floor);
    FloatVector norm = square.sqrt();
    FloatVector factor = FloatVector.broadcast(SPECIES, 1).div(norm.mul(norm.add(head.abs())));
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector left = norm.blend(norm.neg(), head.compare(VectorOperators.GE, 0));
    zero.blend(factor, reflects).intoArray(factors, scalarsAt);
    head.blend(left, reflects).intoArray(heads, scalarsAt);
    head.blend(head.sub(left), reflects).intoArray(a, at);
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
    int j = 0;
    for (; j < columns - 1; j += 2) {
      reflectTwo(v, at, factors, factorsAt, c, cAt + j * stride, cAt + (j + 1) * stride, rows);
    }
    if (j < columns) {
      reflectOne(v, at, factors, factorsAt, c, cAt + j * stride, rows);
    }
  }

  private static void reflectOne(
      float[] v, int at, float[] factors, int factorsAt, float[] c, int column, int rows) {
    int end = rows * LANES;
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    int r = 0;
    for (; r < end - LANES; r += 2 * LANES) {
      FloatVector v0 = FloatVector.fromArray(SPECIES, v, at + r);
      FloatVector v1 = FloatVector.fromArray(SPECIES, v, at + r + LANES);
      s0 = v0.fma(FloatVector.fromArray(SPECIES, c, column + r), s0);
      s1 = v1.fma(FloatVector.fromArray(SPECIES, c, column + r + LANES), s1);
    }
    if (r < end) {
      FloatVector v0 = FloatVector.fromArray(SPECIES, v, at + r);
      s0 = v0.fma(FloatVector.fromArray(SPECIES, c, column + r), s0);
    }
    FloatVector factor = FloatVector.fromArray(SPECIES, factors, factorsAt).neg();
    FloatVector weight = s0.add(s1).mul(factor);
    for (r = 0; r < end; r += LANES) {
      FloatVector v0 = FloatVector.fromArray(SPECIES, v, at + r);
      v0.fma(weight, FloatVector.fromArray(SPECIES, c, column + r)).intoArray(c, column + r);
    }
  }

  /** Two columns: the vector is loaded once for both, and neither waits for its sums. */
  private static void reflectTwo(
      float[] v, int at, float[] factors, int factorsAt, float[] c, int x, int y, int rows) {
    int end = rows * LANES;
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector t0 = FloatVector.zero(SPECIES);
    FloatVector t1 = FloatVector.zero(SPECIES);
    int r = 0;
    for (; r < end - LANES; r += 2 * LANES) {
      FloatVector v0 = FloatVector.fromArray(SPECIES, v, at + r);
      FloatVector v1 = FloatVector.fromArray(SPECIES, v, at + r + LANES);
      s0 = v0.fma(FloatVector.fromArray(SPECIES, c, x + r), s0);
      s1 = v1.fma(FloatVector.fromArray(SPECIES, c, x + r + LANES), s1);
      t0 = v0.fma(FloatVector.fromArray(SPECIES, c, y + r), t0);
      t1 = v1.fma(FloatVector.fromArray(SPECIES, c, y + r + LANES), t1);
    }
    if (r < end) {
      FloatVector v0 = FloatVector.fromArray(SPECIES, v, at + r);
      s0 = v0.fma(FloatVector.fromArray(SPECIES, c, x + r), s0);
      t0 = v0.fma(FloatVector.fromArray(SPECIES, c, y + r), t0);
    }
    FloatVector factor = FloatVector.fromArray(SPECIES, factors, factorsAt).neg();
    FloatVector first = s0.add(s1).mul(factor);
    FloatVector second = t0.add(t1).mul(factor);
    for (r = 0; r < end; r += LANES) {
      FloatVector v0 = FloatVector.fromArray(SPECIES, v, at + r);
      v0.fma(first, FloatVector.fromArray(SPECIES, c, x + r)).intoArray(c, x + r);
      v0.fma(second, FloatVector.fromArray(SPECIES, c, y + r)).intoArray(c, y + r);
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
    InterleavedRotationsF32.orthogonalise(x, stride, length, rows, pairs, squares, sweep);
  }

  @Override
  public void annihilate(
      float[] a, int stride, float @Nullable [] v, int n, int[] pairs, Sweep<float[]> sweep) {
    InterleavedRotationsF32.annihilate(a, stride, v, n, pairs, sweep);
  }

  @Override
  public void solveLower(float[] l, float[] x, int n) {
    int stride = n * LANES;
    for (int c = 0; c < n; c++) {
      int column = c * stride;
      for (int j = 0; j < n; j++) {
        int at = j * stride;
        FloatVector value =
            FloatVector.fromArray(SPECIES, x, column + j * LANES)
                .div(FloatVector.fromArray(SPECIES, l, at + j * LANES));
        value.intoArray(x, column + j * LANES);
        value = value.neg();
        for (int r = (j + 1) * LANES; r < stride; r += LANES) {
          FloatVector.fromArray(SPECIES, l, at + r)
              .fma(value, FloatVector.fromArray(SPECIES, x, column + r))
              .intoArray(x, column + r);
        }
      }
    }
  }

  @Override
  public void defect(float[] v, int n, float[] result) {
    int stride = n * LANES;
    FloatVector total = FloatVector.zero(SPECIES);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        int x = i * stride;
        int y = j * stride;
        int r = 0;
        for (; r < stride - LANES; r += 2 * LANES) {
          s0 =
              FloatVector.fromArray(SPECIES, v, x + r)
                  .fma(FloatVector.fromArray(SPECIES, v, y + r), s0);
          s1 =
              FloatVector.fromArray(SPECIES, v, x + r + LANES)
                  .fma(FloatVector.fromArray(SPECIES, v, y + r + LANES), s1);
        }
        if (r < stride) {
          s0 =
              FloatVector.fromArray(SPECIES, v, x + r)
                  .fma(FloatVector.fromArray(SPECIES, v, y + r), s0);
        }
        FloatVector error = s0.add(s1).sub(i == j ? 1 : 0);
        total = error.mul(i == j ? 1 : 2).fma(error, total);
      }
    }
    total.intoArray(result, 0);
  }

  @Override
  public void normalise(float[] x, int stride, int columns, int rows, float[] squares) {
    for (int c = 0; c < columns; c++) {
      FloatVector norm = FloatVector.fromArray(SPECIES, squares, c * LANES).sqrt();
      norm.intoArray(squares, c * LANES);
      int column = c * stride;
      for (int r = 0; r < rows * LANES; r += LANES) {
        FloatVector.fromArray(SPECIES, x, column + r).div(norm).intoArray(x, column + r);
      }
    }
  }

  @Override
  public void signs(float[] x, int stride, int columns, int rows, float[] signs) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    for (int c = 0; c < columns; c++) {
      int column = c * stride;
      FloatVector most = FloatVector.zero(SPECIES);
      FloatVector least = FloatVector.zero(SPECIES);
      for (int r = 0; r < rows * LANES; r += LANES) {
        FloatVector u = FloatVector.fromArray(SPECIES, x, column + r);
        most = most.max(u);
        least = least.min(u);
      }
      one.blend(one.neg(), least.neg().compare(VectorOperators.GT, most))
          .intoArray(signs, c * LANES);
    }
  }
}
