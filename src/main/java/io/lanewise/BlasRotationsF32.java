package io.lanewise;

import static io.lanewise.BlasArguments.vector;

/** Rotations for pairs of f32; see {@link Blas}. */
abstract class BlasRotationsF32 extends FloatRoutines {

  BlasRotationsF32() {}

  /**
   * The rotation that takes (a, b) to (r, 0), without overflow on the way.
   *
   * @param abcs four numbers: a, b, and two more; becomes r, z, c, s, where z encodes the rotation
   *     as in the reference
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void srotg(float[] abcs) {
    srotg(abcs, 0);
  }

  /**
   * The rotation that takes (a, b) to (r, 0), without overflow on the way.
   *
   * @param abcs four numbers: a, b, and two more; becomes r, z, c, s, where z encodes the rotation
   *     as in the reference
   * @param offsetabcs index of the first element of abcs
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void srotg(float[] abcs, int offsetabcs) {
    vector("srotg", "abcs", abcs.length, offsetabcs, 4, 1);
    double[] rotation = Rotations.of(abcs[offsetabcs], abcs[offsetabcs + 1]);
    for (int i = 0; i < 4; i++) {
      abcs[offsetabcs + i] = (float) rotation[i];
    }
  }

  /**
   * Makes a modified rotation, which takes the second component of (sqrt(d1) x1, sqrt(d2) y1) to
   * zero.
   *
   * @param d1d2x1 d1, d2 and x1; replaced by what they are afterwards
   * @param y1 second component
   * @param param the flag and the elements of H that are not implied by it, for {@code rotm}
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void srotmg(float[] d1d2x1, float y1, float[] param) {
    srotmg(d1d2x1, 0, y1, param, 0);
  }

  /**
   * Makes a modified rotation, which takes the second component of (sqrt(d1) x1, sqrt(d2) y1) to
   * zero.
   *
   * @param d1d2x1 d1, d2 and x1; replaced by what they are afterwards
   * @param offsetd1d2x1 index of the first element of d1d2x1
   * @param y1 second component
   * @param param the flag and the elements of H that are not implied by it, for {@code rotm}
   * @param offsetparam index of the first element of param
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void srotmg(
      float[] d1d2x1, int offsetd1d2x1, float y1, float[] param, int offsetparam) {
    vector("srotmg", "d1d2x1", d1d2x1.length, offsetd1d2x1, 3, 1);
    vector("srotmg", "param", param.length, offsetparam, 5, 1);
    double[] r =
        Rotations.modified(
            d1d2x1[offsetd1d2x1], d1d2x1[offsetd1d2x1 + 1], d1d2x1[offsetd1d2x1 + 2], y1);
    for (int i = 0; i < 3; i++) {
      d1d2x1[offsetd1d2x1 + i] = (float) r[i];
    }
    param[offsetparam] = (float) r[3];
    for (int i = 1; i < 5; i++) {
      boolean offDiagonal = i == 2 || i == 3;
      if (r[3] == -1 || (r[3] == 0 && offDiagonal) || (r[3] == 1 && !offDiagonal)) {
        param[offsetparam + i] = (float) r[3 + i];
      }
    }
  }
}
