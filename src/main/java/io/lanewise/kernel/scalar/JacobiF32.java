package io.lanewise.kernel.scalar;

import io.lanewise.kernel.Fma;
import io.lanewise.kernel.JacobiKernel;

/** Steps of Jacobi's method on small f32 matrices, one element at a time. */
public final class JacobiF32 implements JacobiKernel<float[]> {
  /** The kernel has no state. */
  public JacobiF32() {}

  @Override
  public void step(int k, int r, float[] a, float[] target, float[] q, float[] c, float[] s) {
    for (int i = 0; i < k; i++) {
      int j = (r - i + k) % k;
      if (i > j) {
        continue;
      }
      int x = JacobiKernel.index(k, i, 0);
      int y = JacobiKernel.index(k, j, 0);
      for (int t = 0; t < k; t++) {
        int partner = (r - t + k) % k;
        float u = Fma.fma(c[t], a[x + t], s[t] * a[x + partner]);
        float v = Fma.fma(c[t], a[y + t], s[t] * a[y + partner]);
        target[x + t] = i == j ? u : Fma.fma(c[i], u, s[i] * v);
        target[y + t] = i == j ? u : Fma.fma(c[j], v, s[j] * u);
      }
      for (int t = 0; i < j && t < k; t++) {
        float u = q[i * k + t];
        float v = q[j * k + t];
        q[i * k + t] = Fma.fma(c[i], u, s[i] * v);
        q[j * k + t] = Fma.fma(c[j], v, s[j] * u);
      }
      if (k >= PAD) {
        System.arraycopy(target, x + k - PAD, target, x - PAD, PAD);
        System.arraycopy(target, y + k - PAD, target, y - PAD, PAD);
      }
    }
  }
}
