package io.lanewise.jmh.steps;

/** Worklog page 8: twelve sums in local variables, so that seven loads serve twelve operations. */
final class ScalarTile {
  private ScalarTile() {}

  /** C = A B; n is a multiple of 12. */
  static void product(int n, float[] a, float[] b, float[] c) {
    for (int top = 0; top < n; top += 4) {
      for (int left = 0; left < n; left += 3) {
        float c00 = 0;
        float c01 = 0;
        float c02 = 0;
        float c10 = 0;
        float c11 = 0;
        float c12 = 0;
        float c20 = 0;
        float c21 = 0;
        float c22 = 0;
        float c30 = 0;
        float c31 = 0;
        float c32 = 0;
        for (int p = 0; p < n; p++) {
          float b0 = b[p * n + left + 0];
          float b1 = b[p * n + left + 1];
          float b2 = b[p * n + left + 2];
          float a0 = a[(top + 0) * n + p];
          c00 = Math.fma(a0, b0, c00);
          c01 = Math.fma(a0, b1, c01);
          c02 = Math.fma(a0, b2, c02);
          float a1 = a[(top + 1) * n + p];
          c10 = Math.fma(a1, b0, c10);
          c11 = Math.fma(a1, b1, c11);
          c12 = Math.fma(a1, b2, c12);
          float a2 = a[(top + 2) * n + p];
          c20 = Math.fma(a2, b0, c20);
          c21 = Math.fma(a2, b1, c21);
          c22 = Math.fma(a2, b2, c22);
          float a3 = a[(top + 3) * n + p];
          c30 = Math.fma(a3, b0, c30);
          c31 = Math.fma(a3, b1, c31);
          c32 = Math.fma(a3, b2, c32);
        }
        c[(top + 0) * n + left + 0] = c00;
        c[(top + 0) * n + left + 1] = c01;
        c[(top + 0) * n + left + 2] = c02;
        c[(top + 1) * n + left + 0] = c10;
        c[(top + 1) * n + left + 1] = c11;
        c[(top + 1) * n + left + 2] = c12;
        c[(top + 2) * n + left + 0] = c20;
        c[(top + 2) * n + left + 1] = c21;
        c[(top + 2) * n + left + 2] = c22;
        c[(top + 3) * n + left + 0] = c30;
        c[(top + 3) * n + left + 1] = c31;
        c[(top + 3) * n + left + 2] = c32;
      }
    }
  }
}
