package io.lanewise.linalg;

import io.lanewise.Slice;
import io.lanewise.Tensor;

/**
 * Fills up a set of orthonormal rows: what the singular vectors that belong to zeros need.
 *
 * <p>Each new row starts as the unit vector that the present rows capture least: of the m
 * coordinates one has at least {@code 1 - r/m} of its length outside of their span. Projecting that
 * span out twice leaves it orthogonal to working accuracy ("twice is enough": Giraud, Langou and
 * Rozloznik, 2005).
 *
 * <p>Cost: 8 r m flops for each new row.
 */
final class Completion {
  private Completion() {}

  /**
   * Fills the rows that are missing.
   *
   * @param rows shape (r, m) with r at most m: orthonormal, but for the missing ones, which must be
   *     zero
   * @param missing which ones
   */
  static void fill(Tensor rows, boolean[] missing) {
    double[] captured = null;
    for (int i = 0; i < missing.length; i++) {
      if (missing[i]) {
        if (captured == null) {
          captured = rows.mul(rows).sum(0).toDoubleArray();
        }
        Tensor row = outside(rows, captured);
        rows.slice(Slice.at(i)).copyFrom(row);
        double[] values = row.toDoubleArray();
        for (int k = 0; k < values.length; k++) {
          captured[k] += values[k] * values[k];
        }
      }
    }
  }

  private static Tensor outside(Tensor rows, double[] captured) {
    int least = 0;
    for (int k = 1; k < captured.length; k++) {
      least = captured[k] < captured[least] ? k : least;
    }
    Tensor row = Tensor.zeros(rows.dtype(), 1, captured.length);
    row.set(1, 0, least);
    for (int pass = 0; pass < 2; pass++) {
      Tensor inside = row.matmul(rows.transpose());
      Tensor.gemm(-1, inside, rows, 1, row);
      row.divInPlace(row.norm());
    }
    return row.squeeze(0);
  }
}
