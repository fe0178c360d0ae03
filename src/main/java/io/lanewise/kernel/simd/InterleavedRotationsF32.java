package io.lanewise.kernel.simd;

import static io.lanewise.kernel.InterleavedKernel.C0;
import static io.lanewise.kernel.InterleavedKernel.C1;
import static io.lanewise.kernel.InterleavedKernel.C2;
import static io.lanewise.kernel.InterleavedKernel.C3;
import static io.lanewise.kernel.InterleavedKernel.C4;
import static io.lanewise.kernel.InterleavedKernel.C5;

import io.lanewise.kernel.InterleavedKernel.Sweep;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Rotations of many small f32 matrices at once, one matrix in each lane. Written out like {@link
 * InterleavedF32}, whose methods these are.
 */
final class InterleavedRotationsF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();

  private InterleavedRotationsF32() {}

  /** See {@link io.lanewise.kernel.InterleavedKernel#orthogonalise}. */
  static void orthogonalise(
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

  /** See {@link io.lanewise.kernel.InterleavedKernel#annihilate}. */
  static void annihilate(
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
}
