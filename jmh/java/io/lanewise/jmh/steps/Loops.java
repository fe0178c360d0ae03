package io.lanewise.jmh.steps;

import java.util.Arrays;

/** Worklog page 7: the same three loops in other orders. */
final class Loops {
  /** Rows of B in use at a time. */
  private static final int DEPTH = 48;

  /** Columns of B in use at a time; with DEPTH, 36 KiB of B. */
  private static final int WIDTH = 192;

  private Loops() {}

  /** Each sum by itself: b is read down its columns. */
  static void naive(int n, float[] a, float[] b, float[] c) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        float sum = 0;
        for (int p = 0; p < n; p++) {
          sum += a[i * n + p] * b[p * n + j];
        }
        c[i * n + j] = sum;
      }
    }
  }

  /** All sums of a row together: the inner loop runs along rows of b and c. */
  static void rows(int n, float[] a, float[] b, float[] c) {
    Arrays.fill(c, 0);
    for (int i = 0; i < n; i++) {
      for (int p = 0; p < n; p++) {
        float factor = a[i * n + p];
        for (int j = 0; j < n; j++) {
          c[i * n + j] += factor * b[p * n + j];
        }
      }
    }
  }

  /** The same, but a part of b is used by all rows while it is in cache. */
  static void blocked(int n, float[] a, float[] b, float[] c) {
    Arrays.fill(c, 0);
    for (int left = 0; left < n; left += WIDTH) {
      int right = Math.min(left + WIDTH, n);
      for (int top = 0; top < n; top += DEPTH) {
        int bottom = Math.min(top + DEPTH, n);
        for (int i = 0; i < n; i++) {
          for (int p = top; p < bottom; p++) {
            float factor = a[i * n + p];
            for (int j = left; j < right; j++) {
              c[i * n + j] += factor * b[p * n + j];
            }
          }
        }
      }
    }
  }
}
