package io.lanewise.kernel.simd;

import io.lanewise.kernel.JacobiKernel;
import io.lanewise.kernel.SmallMatrix;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Steps of Jacobi's method on small f32 matrices, a vector at a time.
 *
 * <p>The angles of a step are computed for as many pairs at once as a vector has doubles: divisions
 * and roots cost as much for a vector as for one number. Then two rows are taken through both
 * rotations while they are in registers: first each against its own elements in descending order
 * (columns), then the one against the other (rows). So a step reads and writes the matrix once.
 */
public final class JacobiF32 implements JacobiKernel<float[]> {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final VectorShuffle<Float> REVERSE =
      VectorShuffle.fromOp(SPECIES, lane -> LANES - 1 - lane);
  private static final int PAD = SmallMatrix.PAD;
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
    if (k < PAD || k % (2 * LANES) != 0) {
      return SCALAR.step(matrix, r, threshold);
    }
    double[] angles = matrix.angles;
    gather(matrix, r, angles);
    if (!Angles.compute(k, angles, threshold)) {
      return false;
    }
    scatter(matrix, r, angles);
    float[] a = matrix.a;
    float[] next = matrix.next;
    float[] c = matrix.c;
    float[] s = matrix.s;
    float[] q = matrix.q;
    for (int i = 0; i < k; i++) {
      int j = r - i < 0 ? r - i + k : r - i;
      if (i < j) {
        int x = i * (k + PAD) + PAD;
        int y = j * (k + PAD) + PAD;
        for (int t = 0; t < k; t += 2 * LANES) {
          pair(k, r, t, x, y, c[i], s[i], a, next, c, s);
          product(i * k + t, j * k + t, c[i], s[i], q);
        }
      } else if (i == j) {
        alone(k, r, i, a, next, c, s);
      }
    }
    settle(matrix, r);
    matrix.swap();
    return true;
  }

  /** Diagonal elements and the element between them, for each pair; zeros for none. */
  private static void gather(SmallMatrix<float[]> matrix, int r, double[] angles) {
    int k = matrix.k;
    float[] a = matrix.a;
    float[] diagonal = matrix.diagonal;
    int p = 0;
    for (int i = 0; i < k; i++) {
      int j = r - i < 0 ? r - i + k : r - i;
      if (i < j) {
        angles[p] = diagonal[i];
        angles[k + p] = diagonal[j];
        angles[2 * k + p] = a[i * (k + PAD) + PAD + j];
        p++;
      }
    }
    for (; p < k; p++) {
      angles[2 * k + p] = 0;
    }
  }

  private static void scatter(SmallMatrix<float[]> matrix, int r, double[] angles) {
    int k = matrix.k;
    float[] c = matrix.c;
    float[] s = matrix.s;
    float[] diagonal = matrix.diagonal;
    int p = 0;
    for (int i = 0; i < k; i++) {
      int j = r - i < 0 ? r - i + k : r - i;
      if (i < j) {
        float cosine = (float) angles[3 * k + p];
        float sine = (float) angles[4 * k + p];
        c[i] = cosine;
        c[j] = cosine;
        s[i] = -sine;
        s[j] = sine;
        diagonal[i] = (float) angles[p];
        diagonal[j] = (float) angles[k + p];
        p++;
      } else if (i == j) {
        c[i] = 1;
        s[i] = 0;
      }
    }
  }

  private static void pair(
      int k,
      int r,
      int t,
      int x,
      int y,
      float ci,
      float si,
      float[] a,
      float[] next,
      float[] c,
      float[] s) {
    int facing = (r < t ? r + k : r) - t - (LANES - 1);
    FloatVector ct = FloatVector.fromArray(SPECIES, c, t);
    FloatVector st = FloatVector.fromArray(SPECIES, s, t);
    FloatVector u = FloatVector.fromArray(SPECIES, a, x + t);
    FloatVector v = FloatVector.fromArray(SPECIES, a, y + t);
    FloatVector up = FloatVector.fromArray(SPECIES, a, x + facing).rearrange(REVERSE);
    FloatVector vp = FloatVector.fromArray(SPECIES, a, y + facing).rearrange(REVERSE);
    u = ct.fma(u, st.mul(up));
    v = ct.fma(v, st.mul(vp));

    int t2 = t + LANES;
    int facing2 = (r < t2 ? r + k : r) - t2 - (LANES - 1);
    FloatVector ct2 = FloatVector.fromArray(SPECIES, c, t2);
    FloatVector st2 = FloatVector.fromArray(SPECIES, s, t2);
    FloatVector u2 = FloatVector.fromArray(SPECIES, a, x + t2);
    FloatVector v2 = FloatVector.fromArray(SPECIES, a, y + t2);
    FloatVector up2 = FloatVector.fromArray(SPECIES, a, x + facing2).rearrange(REVERSE);
    FloatVector vp2 = FloatVector.fromArray(SPECIES, a, y + facing2).rearrange(REVERSE);
    u2 = ct2.fma(u2, st2.mul(up2));
    v2 = ct2.fma(v2, st2.mul(vp2));

    FloatVector cosine = FloatVector.broadcast(SPECIES, ci);
    FloatVector first = FloatVector.broadcast(SPECIES, si);
    FloatVector second = FloatVector.broadcast(SPECIES, -si);
    FloatVector newU = cosine.fma(u, first.mul(v));
    FloatVector newV = cosine.fma(v, second.mul(u));
    FloatVector newU2 = cosine.fma(u2, first.mul(v2));
    FloatVector newV2 = cosine.fma(v2, second.mul(u2));
    newU.intoArray(next, x + t);
    newV.intoArray(next, y + t);
    newU2.intoArray(next, x + t2);
    newV2.intoArray(next, y + t2);
    if (t >= k - PAD) {
      newU.intoArray(next, x + t - k);
      newV.intoArray(next, y + t - k);
    }
    if (t2 >= k - PAD) {
      newU2.intoArray(next, x + t2 - k);
      newV2.intoArray(next, y + t2 - k);
    }
  }

  private static void product(int x, int y, float ci, float si, float[] q) {
    FloatVector cosine = FloatVector.broadcast(SPECIES, ci);
    FloatVector first = FloatVector.broadcast(SPECIES, si);
    FloatVector second = FloatVector.broadcast(SPECIES, -si);
    FloatVector u = FloatVector.fromArray(SPECIES, q, x);
    FloatVector v = FloatVector.fromArray(SPECIES, q, y);
    FloatVector u2 = FloatVector.fromArray(SPECIES, q, x + LANES);
    FloatVector v2 = FloatVector.fromArray(SPECIES, q, y + LANES);
    cosine.fma(u, first.mul(v)).intoArray(q, x);
    cosine.fma(v, second.mul(u)).intoArray(q, y);
    cosine.fma(u2, first.mul(v2)).intoArray(q, x + LANES);
    cosine.fma(v2, second.mul(u2)).intoArray(q, y + LANES);
  }

  /** A row without a partner: columns only. */
  private static void alone(
      int k, int r, int i, float[] a, float[] next, float[] c, float[] s) {
    int x = i * (k + PAD) + PAD;
    for (int t = 0; t < k; t += LANES) {
      int facing = (r < t ? r + k : r) - t - (LANES - 1);
      FloatVector u = FloatVector.fromArray(SPECIES, a, x + t);
      FloatVector up = FloatVector.fromArray(SPECIES, a, x + facing).rearrange(REVERSE);
      FloatVector ct = FloatVector.fromArray(SPECIES, c, t);
      FloatVector st = FloatVector.fromArray(SPECIES, s, t);
      u = ct.fma(u, st.mul(up));
      u.intoArray(next, x + t);
      if (t >= k - PAD) {
        u.intoArray(next, x + t - k);
      }
    }
  }

  /** The elements that were annihilated, and their copies in front of the rows. */
  private static void settle(SmallMatrix<float[]> matrix, int r) {
    int k = matrix.k;
    float[] next = matrix.next;
    float[] s = matrix.s;
    for (int i = 0; i < k; i++) {
      if (s[i] != 0) {
        int j = r - i < 0 ? r - i + k : r - i;
        int at = i * (k + PAD) + PAD + j;
        next[at] = 0;
        if (j >= k - PAD) {
          next[at - k] = 0;
        }
      }
    }
  }
}
