package io.lanewise.kernel.simd;

import io.lanewise.kernel.JacobiKernel;
import io.lanewise.kernel.SmallMatrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Steps of Jacobi's method on small f32 matrices, a vector at a time.
 *
 * <p>A step goes in three rounds, so that nothing waits: the inner products of all its pairs, which
 * are disjoint; their angles, for as many pairs at once as a vector has doubles, since divisions
 * and roots cost as much for a vector as for one number; then the rotations.
 */
public final class JacobiF32 implements JacobiKernel<float[]> {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final int WIDTH = 128 / Float.BYTES;
  private static final VectorShuffle<Float> DOWN_8 = VectorShuffle.iota(SPECIES, 8, 1, true);
  private static final VectorShuffle<Float> DOWN_4 = VectorShuffle.iota(SPECIES, 4, 1, true);
  private static final VectorShuffle<Float> DOWN_2 = VectorShuffle.iota(SPECIES, 2, 1, true);
  private static final VectorShuffle<Float> DOWN_1 = VectorShuffle.iota(SPECIES, 1, 1, true);
  private static final JacobiKernel<float[]> SCALAR = new io.lanewise.kernel.scalar.JacobiF32();

  /** The kernel has no state. */
  public JacobiF32() {}

  @Override
  public SmallMatrix<float[]> matrix(int k) {
    return SCALAR.matrix(k);
  }

  @Override
  public boolean step(SmallMatrix<float[]> matrix, int r, Threshold threshold) {
    int k = matrix.k;
    if (k % WIDTH != 0 || LANES * 4 < WIDTH) {
      return SCALAR.step(matrix, r, threshold);
    }
    double[] angles = matrix.angles;
    products(matrix, r, angles);
    if (!Angles.compute(k, angles, threshold)) {
      return false;
    }
    rotate(matrix, r, angles);
    return true;
  }

  /** Diagonal elements and the element between them, for each pair; zeros for none. */
  private static void products(SmallMatrix<float[]> matrix, int r, double[] angles) {
    int k = matrix.k;
    float[] w = matrix.w;
    float[] q = matrix.q;
    float[] diagonal = matrix.diagonal;
    int p = 0;
    for (int i = 0; i < k; i++) {
      int j = r - i < 0 ? r - i + k : r - i;
      if (i < j) {
        double aii = diagonal[i];
        double ajj = diagonal[j];
        boolean descending = Math.abs(aii) >= Math.abs(ajj);
        int x = (descending ? j : i) * k;
        int y = (descending ? i : j) * k;
        angles[p] = aii;
        angles[k + p] = ajj;
        angles[2 * k + p] = LANES * 2 == WIDTH ? dot2(k, w, x, q, y) : dot4(k, w, x, q, y);
        p++;
      }
    }
    for (; p < k; p++) {
      angles[2 * k + p] = 0;
    }
  }

  /** Where two vectors are 128 bytes. */
  private static float dot2(int k, float[] w, int x, float[] q, int y) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    for (int t = 0; t < k; t += 2 * LANES) {
      FloatVector w0 = FloatVector.fromArray(SPECIES, w, x + t);
      s0 = w0.fma(FloatVector.fromArray(SPECIES, q, y + t), s0);
      FloatVector w1 = FloatVector.fromArray(SPECIES, w, x + t + LANES);
      s1 = w1.fma(FloatVector.fromArray(SPECIES, q, y + t + LANES), s1);
    }
    FloatVector sum = s0.add(s1);
    sum = LANES > 8 ? sum.add(sum.rearrange(DOWN_8)) : sum;
    sum = sum.add(sum.rearrange(DOWN_4));
    sum = sum.add(sum.rearrange(DOWN_2));
    return sum.add(sum.rearrange(DOWN_1)).lane(0);
  }

  /** Where four vectors are 128 bytes. */
  private static float dot4(int k, float[] w, int x, float[] q, int y) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    for (int t = 0; t < k; t += 4 * LANES) {
      FloatVector w0 = FloatVector.fromArray(SPECIES, w, x + t);
      s0 = w0.fma(FloatVector.fromArray(SPECIES, q, y + t), s0);
      FloatVector w1 = FloatVector.fromArray(SPECIES, w, x + t + LANES);
      s1 = w1.fma(FloatVector.fromArray(SPECIES, q, y + t + LANES), s1);
      FloatVector w2 = FloatVector.fromArray(SPECIES, w, x + t + 2 * LANES);
      s2 = w2.fma(FloatVector.fromArray(SPECIES, q, y + t + 2 * LANES), s2);
      FloatVector w3 = FloatVector.fromArray(SPECIES, w, x + t + 3 * LANES);
      s3 = w3.fma(FloatVector.fromArray(SPECIES, q, y + t + 3 * LANES), s3);
    }
    FloatVector sum = s0.add(s2).add(s1.add(s3));
    sum = LANES > 4 ? sum.add(sum.rearrange(DOWN_4)) : sum;
    sum = sum.add(sum.rearrange(DOWN_2));
    return sum.add(sum.rearrange(DOWN_1)).lane(0);
  }

  private static void rotate(SmallMatrix<float[]> matrix, int r, double[] angles) {
    int k = matrix.k;
    float[] w = matrix.w;
    float[] q = matrix.q;
    float[] diagonal = matrix.diagonal;
    int p = 0;
    for (int i = 0; i < k; i++) {
      int j = r - i < 0 ? r - i + k : r - i;
      if (i < j) {
        float c = (float) angles[3 * k + p];
        float s = (float) angles[4 * k + p];
        if (s != 0) {
          diagonal[i] = (float) angles[p];
          diagonal[j] = (float) angles[k + p];
          for (int t = 0; t < k; t += 2 * LANES) {
            pair(w, i * k + t, j * k + t, c, s);
            pair(q, i * k + t, j * k + t, c, s);
          }
        }
        p++;
      }
    }
  }

  private static void pair(float[] rows, int x, int y, float c, float s) {
    FloatVector cosine = FloatVector.broadcast(SPECIES, c);
    FloatVector sine = FloatVector.broadcast(SPECIES, s);
    FloatVector minus = FloatVector.broadcast(SPECIES, -s);
    FloatVector u = FloatVector.fromArray(SPECIES, rows, x);
    FloatVector v = FloatVector.fromArray(SPECIES, rows, y);
    FloatVector u2 = FloatVector.fromArray(SPECIES, rows, x + LANES);
    FloatVector v2 = FloatVector.fromArray(SPECIES, rows, y + LANES);
    cosine.fma(u, minus.mul(v)).intoArray(rows, x);
    cosine.fma(v, sine.mul(u)).intoArray(rows, y);
    cosine.fma(u2, minus.mul(v2)).intoArray(rows, x + LANES);
    cosine.fma(v2, sine.mul(u2)).intoArray(rows, y + LANES);
  }
}
