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
    // each round over all pairs, so that none waits for the chain of operations of another
    float[] angles = sweep.angles();
    for (int p = 0; p < pairs.length; p += 2) {
      product(x, pairs[p] * stride, pairs[p + 1] * stride, length, angles, p * 2 * LANES);
    }
    int rotating = 0;
    for (int p = 0; p < pairs.length; p += 2) {
      int i = pairs[p] * LANES;
      rotating |= angle(squares, i, pairs[p + 1] * LANES, sweep, p * 2 * LANES) ? 1 << p : 0;
    }
    for (int p = 0; p < pairs.length; p += 2) {
      if ((rotating & 1 << p) != 0) {
        int i = pairs[p];
        int j = pairs[p + 1];
        int at = p * 2 * LANES;
        rotate(x, i * stride, j * stride, length, squares, j * LANES, sweep, at);
        if (rows > length) {
          rotate(x, i * stride, j * stride, length, rows, angles, at);
        }
      }
    }
  }

  /** Inner product of two columns. */
  private static void product(
      float[] x, int first, int second, int length, float[] result, int at) {
    int end = length * LANES;
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    int r = 0;
    for (; r < end - LANES; r += 2 * LANES) {
      s0 =
          FloatVector.fromArray(SPECIES, x, first + r)
              .fma(FloatVector.fromArray(SPECIES, x, second + r), s0);
      s1 =
          FloatVector.fromArray(SPECIES, x, first + r + LANES)
              .fma(FloatVector.fromArray(SPECIES, x, second + r + LANES), s1);
    }
    if (r < end) {
      s0 =
          FloatVector.fromArray(SPECIES, x, first + r)
              .fma(FloatVector.fromArray(SPECIES, x, second + r), s0);
    }
    s0.add(s1).intoArray(result, at);
  }

  /** The rotation of two columns, in the place of their inner product. */
  private static boolean angle(float[] squares, int i, int j, Sweep<float[]> sweep, int at) {
    float[] angles = sweep.angles();
    FloatVector product = FloatVector.fromArray(SPECIES, angles, at);
    FloatVector xx = FloatVector.fromArray(SPECIES, squares, i);
    FloatVector yy = FloatVector.fromArray(SPECIES, squares, j);
    VectorMask<Float> turn = xx.compare(VectorOperators.LT, yy);
    FloatVector most = xx.blend(yy, turn);
    FloatVector least = yy.blend(xx, turn);
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    FloatVector unit = one.div(most);
    FloatVector p = product.mul(unit);
    FloatVector q = least.mul(unit);
    FloatVector size = p.mul((float) sweep.inverse());
    FloatVector square = size.mul(size);
    VectorMask<Float> rotates =
        square
            .compare(VectorOperators.GT, q)
            .and(least.compare(VectorOperators.GE, (float) sweep.floor()))
            .and(FloatVector.fromArray(SPECIES, sweep.active(), 0).compare(VectorOperators.NE, 0));
    if (!rotates.anyTrue()) {
      return false;
    }
    FloatVector.fromArray(SPECIES, sweep.unfinished(), 0)
        .blend(one, rotates.and(square.compare(VectorOperators.GT, q.mul(4))))
        .intoArray(sweep.unfinished(), 0);
    FloatVector distance = one.sub(q);
    FloatVector twice = p.add(p);
    FloatVector t = twice.div(distance.fma(distance, twice.mul(twice)).sqrt().add(distance));
    FloatVector tt = t.mul(t);
    FloatVector c =
        FloatVector.broadcast(SPECIES, (float) C5)
            .fma(tt, FloatVector.broadcast(SPECIES, (float) C4));
    c = c.fma(tt, FloatVector.broadcast(SPECIES, (float) C3));
    c = c.fma(tt, FloatVector.broadcast(SPECIES, (float) C2));
    c = c.fma(tt, FloatVector.broadcast(SPECIES, (float) C1));
    c = c.fma(tt, FloatVector.broadcast(SPECIES, (float) C0));
    FloatVector defect = c.mul(tt).neg().fma(c, c.neg().fma(c, one));
    c = c.mul(0.5f).fma(defect, c);
    defect = c.mul(tt).neg().fma(c, c.neg().fma(c, one));
    c = c.mul(0.5f).fma(defect, c);
    FloatVector s = t.mul(c);
    FloatVector zero = FloatVector.zero(SPECIES);
    one.blend(c.blend(s, turn), rotates).intoArray(angles, at);
    zero.blend(s.blend(c, turn), rotates).intoArray(angles, at + LANES);
    zero.blend(s.neg().blend(c, turn), rotates).intoArray(angles, at + 2 * LANES);
    one.blend(c.blend(s.neg(), turn), rotates).intoArray(angles, at + 3 * LANES);
    xx.blend(t.fma(product, most), rotates).intoArray(squares, i);
    return true;
  }

  /** Rotates two columns, and sums up the square of the second anew where that changed it. */
  private static void rotate(
      float[] x,
      int first,
      int second,
      int length,
      float[] squares,
      int j,
      Sweep<float[]> sweep,
      int at) {
    float[] angles = sweep.angles();
    FloatVector a11 = FloatVector.fromArray(SPECIES, angles, at);
    FloatVector a12 = FloatVector.fromArray(SPECIES, angles, at + LANES);
    FloatVector a21 = FloatVector.fromArray(SPECIES, angles, at + 2 * LANES);
    FloatVector a22 = FloatVector.fromArray(SPECIES, angles, at + 3 * LANES);
    int end = length * LANES;
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    int r;
    for (r = 0; r < end - LANES; r += 2 * LANES) {
      FloatVector u = FloatVector.fromArray(SPECIES, x, first + r);
      FloatVector v = FloatVector.fromArray(SPECIES, x, second + r);
      u.fma(a11, v.mul(a12)).intoArray(x, first + r);
      v = u.fma(a21, v.mul(a22));
      v.intoArray(x, second + r);
      s0 = v.fma(v, s0);
      u = FloatVector.fromArray(SPECIES, x, first + r + LANES);
      v = FloatVector.fromArray(SPECIES, x, second + r + LANES);
      u.fma(a11, v.mul(a12)).intoArray(x, first + r + LANES);
      v = u.fma(a21, v.mul(a22));
      v.intoArray(x, second + r + LANES);
      s1 = v.fma(v, s1);
    }
    if (r < end) {
      FloatVector u = FloatVector.fromArray(SPECIES, x, first + r);
      FloatVector v = FloatVector.fromArray(SPECIES, x, second + r);
      u.fma(a11, v.mul(a12)).intoArray(x, first + r);
      v = u.fma(a21, v.mul(a22));
      v.intoArray(x, second + r);
      s0 = v.fma(v, s0);
    }
    VectorMask<Float> rotates = a12.compare(VectorOperators.NE, 0);
    FloatVector.fromArray(SPECIES, squares, j).blend(s0.add(s1), rotates).intoArray(squares, j);
  }

  /** Rotates what accumulates. */
  private static void rotate(
      float[] x, int first, int second, int from, int to, float[] angles, int at) {
    FloatVector a11 = FloatVector.fromArray(SPECIES, angles, at);
    FloatVector a12 = FloatVector.fromArray(SPECIES, angles, at + LANES);
    FloatVector a21 = FloatVector.fromArray(SPECIES, angles, at + 2 * LANES);
    FloatVector a22 = FloatVector.fromArray(SPECIES, angles, at + 3 * LANES);
    for (int r = from * LANES; r < to * LANES; r += LANES) {
      FloatVector u = FloatVector.fromArray(SPECIES, x, first + r);
      FloatVector v = FloatVector.fromArray(SPECIES, x, second + r);
      u.fma(a11, v.mul(a12)).intoArray(x, first + r);
      u.fma(a21, v.mul(a22)).intoArray(x, second + r);
    }
  }

  @Override
  public void annihilate(
      float[] a, int stride, float @Nullable [] v, int n, int[] pairs, Sweep<float[]> sweep) {
    float[] angles = sweep.angles();
    int rotating = 0;
    for (int p = 0; p < pairs.length; p += 2) {
      rotating |= angle(a, stride, pairs[p], pairs[p + 1], sweep, p * 2 * LANES) ? 1 << p : 0;
    }
    for (int p = 0; p < pairs.length; p += 2) {
      if ((rotating & 1 << p) != 0) {
        int i = pairs[p];
        int j = pairs[p + 1];
        rotateSymmetric(a, stride, n, i, j, angles, p * 2 * LANES);
        if (v != null) {
          int row = n * LANES;
          rotate(v, i * row, j * row, 0, n, angles, p * 2 * LANES);
        }
      }
    }
  }

  /** The rotation that annihilates an element; sets what it makes of it and its diagonal. */
  private static boolean angle(float[] a, int stride, int i, int j, Sweep<float[]> sweep, int at) {
    float[] angles = sweep.angles();
    int atII = i * stride + i * LANES;
    int atJJ = j * stride + j * LANES;
    int atJI = j * stride + i * LANES;
    FloatVector aii = FloatVector.fromArray(SPECIES, a, atII);
    FloatVector ajj = FloatVector.fromArray(SPECIES, a, atJJ);
    FloatVector element = FloatVector.fromArray(SPECIES, a, atJI);
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    FloatVector size = element.abs();
    FloatVector most = aii.abs();
    most = most.blend(ajj.abs(), most.compare(VectorOperators.LT, ajj.abs()));
    most = most.blend(size, most.compare(VectorOperators.LT, size));
    FloatVector unit = one.div(most);
    FloatVector p = element.mul(unit);
    FloatVector qi = aii.mul(unit);
    FloatVector qj = ajj.mul(unit);
    FloatVector relative = p.mul((float) sweep.inverse());
    VectorMask<Float> rotates =
        relative
            .mul(relative)
            .compare(VectorOperators.GT, qi.mul(qj).abs())
            .and(size.compare(VectorOperators.GT, (float) sweep.floor()))
            .and(FloatVector.fromArray(SPECIES, sweep.active(), 0).compare(VectorOperators.NE, 0));
    if (!rotates.anyTrue()) {
      return false;
    }
    FloatVector.fromArray(SPECIES, sweep.unfinished(), 0)
        .blend(one, rotates)
        .intoArray(sweep.unfinished(), 0);
    FloatVector distance = qi.sub(qj).abs();
    FloatVector twice = p.add(p);
    FloatVector t = twice.div(distance.fma(distance, twice.mul(twice)).sqrt().add(distance));
    FloatVector tt = t.mul(t);
    FloatVector c =
        FloatVector.broadcast(SPECIES, (float) C5)
            .fma(tt, FloatVector.broadcast(SPECIES, (float) C4));
    c = c.fma(tt, FloatVector.broadcast(SPECIES, (float) C3));
    c = c.fma(tt, FloatVector.broadcast(SPECIES, (float) C2));
    c = c.fma(tt, FloatVector.broadcast(SPECIES, (float) C1));
    c = c.fma(tt, FloatVector.broadcast(SPECIES, (float) C0));
    FloatVector defect = c.mul(tt).neg().fma(c, c.neg().fma(c, one));
    c = c.mul(0.5f).fma(defect, c);
    defect = c.mul(tt).neg().fma(c, c.neg().fma(c, one));
    c = c.mul(0.5f).fma(defect, c);
    FloatVector s = t.mul(c);
    VectorMask<Float> turn = aii.compare(VectorOperators.LT, ajj);
    FloatVector zero = FloatVector.zero(SPECIES);
    one.blend(c.blend(s, turn), rotates).intoArray(angles, at);
    zero.blend(s.blend(c, turn), rotates).intoArray(angles, at + LANES);
    zero.blend(s.neg().blend(c, turn), rotates).intoArray(angles, at + 2 * LANES);
    one.blend(c.blend(s.neg(), turn), rotates).intoArray(angles, at + 3 * LANES);
    FloatVector shift = t.mul(element);
    aii.blend(aii.blend(ajj, turn).add(shift), rotates).intoArray(a, atII);
    ajj.blend(ajj.blend(aii, turn).sub(shift), rotates).intoArray(a, atJJ);
    element.blend(zero, rotates).intoArray(a, atJI);
    return true;
  }

  /** Rows and columns i and j of the lower triangle, but for what the angle has set. */
  private static void rotateSymmetric(
      float[] a, int stride, int n, int i, int j, float[] angles, int at) {
    int rowI = i * stride;
    int rowJ = j * stride;
    int columnI = i * LANES;
    int columnJ = j * LANES;
    FloatVector a11 = FloatVector.fromArray(SPECIES, angles, at);
    FloatVector a12 = FloatVector.fromArray(SPECIES, angles, at + LANES);
    FloatVector a21 = FloatVector.fromArray(SPECIES, angles, at + 2 * LANES);
    FloatVector a22 = FloatVector.fromArray(SPECIES, angles, at + 3 * LANES);
    for (int k = 0; k < columnI; k += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, a, rowI + k);
      FloatVector y = FloatVector.fromArray(SPECIES, a, rowJ + k);
      x.fma(a11, y.mul(a12)).intoArray(a, rowI + k);
      x.fma(a21, y.mul(a22)).intoArray(a, rowJ + k);
    }
    for (int k = i + 1; k < j; k++) {
      int atX = k * stride + columnI;
      int atY = rowJ + k * LANES;
      FloatVector x = FloatVector.fromArray(SPECIES, a, atX);
      FloatVector y = FloatVector.fromArray(SPECIES, a, atY);
      x.fma(a11, y.mul(a12)).intoArray(a, atX);
      x.fma(a21, y.mul(a22)).intoArray(a, atY);
    }
    for (int k = j + 1; k < n; k++) {
      int atX = k * stride + columnI;
      int atY = k * stride + columnJ;
      FloatVector x = FloatVector.fromArray(SPECIES, a, atX);
      FloatVector y = FloatVector.fromArray(SPECIES, a, atY);
      x.fma(a11, y.mul(a12)).intoArray(a, atX);
      x.fma(a21, y.mul(a22)).intoArray(a, atY);
    }
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
