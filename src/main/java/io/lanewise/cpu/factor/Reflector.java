package io.lanewise.cpu.factor;

import io.lanewise.DType;
import io.lanewise.backend.BinaryOp;

/**
 * A Householder reflection {@code H = I - tau v v'} with {@code v_0 = 1} that maps a run x to
 * {@code beta e_0}. Beta has the sign that avoids cancellation; if all but {@code x_0} is zero
 * already, H is the identity.
 */
final class Reflector {
  private final double least;
  private final double lift;
  private double tau;
  private double beta;

  /**
   * For runs of a type.
   *
   * @param dtype F32 or F64
   */
  Reflector(DType dtype) {
    // The reciprocal of a run's norm must be a number of the type.
    this.least = dtype == DType.F32 ? 0x1p-100 : 0x1p-960;
    this.lift = 1 / least;
  }

  double tau() {
    return tau;
  }

  double beta() {
    return beta;
  }

  /**
   * Replaces a row, from a column on, by v.
   *
   * @param rows where it is
   * @param row its number
   * @param from first column
   */
  void make(Rows rows, long row, long from) {
    double first = rows.get(row, from);
    double rest = rows.norm(row, from + 1);
    if (rest == 0) {
      tau = 0;
      beta = first;
    } else {
      double size = StrictMath.hypot(first, rest);
      if (size < least) {
        rows.scale(BinaryOp.MUL, lift, row, from, rows.length());
        make(rows, row, from);
        beta *= least;
        return;
      }
      beta = -Math.copySign(size, first);
      tau = (beta - first) / beta;
      rows.scale(BinaryOp.MUL, 1 / (first - beta), row, from + 1, rows.length());
    }
    rows.set(row, from, 1);
  }
}
