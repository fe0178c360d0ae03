package io.lanewise.kernel.simd;

import io.lanewise.kernel.JacobiKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Steps of Jacobi's method on small f32 matrices, a vector at a time.
 *
 * <p>Two rows are taken through both rotations while they are in registers: first each against its
 * own elements in descending order (columns), then the one against the other (rows). So a step reads
 * and writes the matrix once.
 */
public final class JacobiF32 implements JacobiKernel<float[]> {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final VectorShuffle<Float> REVERSE =
      VectorShuffle.fromOp(SPECIES, lane -> LANES - 1 - lane);
  private static final JacobiKernel<float[]> SCALAR =
      new io.lanewise.kernel.scalar.JacobiF32();

  /** The kernel has no state. */
  public JacobiF32() {}

  @Override
  public void step(int k, int r, float[] a, float[] target, float[] q, float[] c, float[] s) {
    if (k < PAD || k % (2 * LANES) != 0) {
      SCALAR.step(k, r, a, target, q, c, s);
      return;
    }
    for (int i = 0; i < k; i++) {
      int j = r - i < 0 ? r - i + k : r - i;
      if (i < j) {
        pair(k, r, i, j, a, target, c, s);
        product(k, i * k, j * k, q, c[i], s[i], s[j]);
      } else if (i == j) {
        alone(k, r, i, a, target, c, s);
      }
    }
  }

  private static void pair(
      int k, int r, int i, int j, float[] a, float[] target, float[] c, float[] s) {
    int x = i * (k + PAD) + PAD;
    int y = j * (k + PAD) + PAD;
    FloatVector ci = FloatVector.broadcast(SPECIES, c[i]);
    FloatVector si = FloatVector.broadcast(SPECIES, s[i]);
    FloatVector sj = FloatVector.broadcast(SPECIES, s[j]);
    for (int t = 0; t < k; t += 2 * LANES) {
      int facing = (r < t ? r + k : r) - t - (LANES - 1);
      FloatVector ct = FloatVector.fromArray(SPECIES, c, t);
      FloatVector st = FloatVector.fromArray(SPECIES, s, t);
      FloatVector u = FloatVector.fromArray(SPECIES, a, x + t);
      FloatVector v = FloatVector.fromArray(SPECIES, a, y + t);
      FloatVector up = FloatVector.fromArray(SPECIES, a, x + facing).rearrange(REVERSE);
      FloatVector vp = FloatVector.fromArray(SPECIES, a, y + facing).rearrange(REVERSE);
      u = ct.fma(u, st.mul(up));
      v = ct.fma(v, st.mul(vp));
      ci.fma(u, si.mul(v)).intoArray(target, x + t);
      ci.fma(v, sj.mul(u)).intoArray(target, y + t);

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
      ci.fma(u2, si.mul(v2)).intoArray(target, x + t2);
      ci.fma(v2, sj.mul(u2)).intoArray(target, y + t2);
    }
    for (int t = 0; t < PAD; t += LANES) {
      FloatVector.fromArray(SPECIES, target, x + k - PAD + t).intoArray(target, x - PAD + t);
      FloatVector.fromArray(SPECIES, target, y + k - PAD + t).intoArray(target, y - PAD + t);
    }
  }

  private static void product(int k, int x, int y, float[] q, float c, float sx, float sy) {
    FloatVector cosine = FloatVector.broadcast(SPECIES, c);
    FloatVector si = FloatVector.broadcast(SPECIES, sx);
    FloatVector sj = FloatVector.broadcast(SPECIES, sy);
    for (int t = 0; t < k; t += 2 * LANES) {
      FloatVector u = FloatVector.fromArray(SPECIES, q, x + t);
      FloatVector v = FloatVector.fromArray(SPECIES, q, y + t);
      FloatVector u2 = FloatVector.fromArray(SPECIES, q, x + t + LANES);
      FloatVector v2 = FloatVector.fromArray(SPECIES, q, y + t + LANES);
      cosine.fma(u, si.mul(v)).intoArray(q, x + t);
      cosine.fma(v, sj.mul(u)).intoArray(q, y + t);
      cosine.fma(u2, si.mul(v2)).intoArray(q, x + t + LANES);
      cosine.fma(v2, sj.mul(u2)).intoArray(q, y + t + LANES);
    }
  }

  /** A row without a partner: columns only. */
  private static void alone(
      int k, int r, int i, float[] a, float[] target, float[] c, float[] s) {
    int x = i * (k + PAD) + PAD;
    for (int t = 0; t < k; t += LANES) {
      int facing = (r < t ? r + k : r) - t - (LANES - 1);
      FloatVector u = FloatVector.fromArray(SPECIES, a, x + t);
      FloatVector up = FloatVector.fromArray(SPECIES, a, x + facing).rearrange(REVERSE);
      FloatVector ct = FloatVector.fromArray(SPECIES, c, t);
      FloatVector st = FloatVector.fromArray(SPECIES, s, t);
      ct.fma(u, st.mul(up)).intoArray(target, x + t);
    }
    for (int t = 0; t < PAD; t += LANES) {
      FloatVector.fromArray(SPECIES, target, x + k - PAD + t).intoArray(target, x - PAD + t);
    }
  }
}
