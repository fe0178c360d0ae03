package io.lanewise.netlib;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ludovic.netlib.blas.BLAS;
import io.lanewise.netlib.BlasSampleF32.Vector;
import java.util.Random;
import org.netlib.util.floatW;

/** Vectors of f32 beside the reference. */
final class BlasLevel1F32 {
  private BlasLevel1F32() {}

  static void check(Random random) {
    int n = random.nextInt(20) > 0 ? BlasSampleF32.large(random) : 4000 + random.nextInt(20_000);
    Vector x = Vector.of(random, n, true);
    Vector y = Vector.of(random, n, true);
    float alpha = BlasSampleF32.factor(random);
    String with = " n=" + n + " incx=" + x.inc() + " incy=" + y.inc() + " alpha=" + alpha;
    sums(random, with, n, x, y);
    BlasSampleF32.compare(
        "axpy" + with,
        1,
        y.data(),
        (blas, r, abs) -> {
          float factor = abs ? Math.abs(alpha) : alpha;
          blas.saxpy(n, factor, x.data(abs), x.offset(), x.inc(), r, y.offset(), y.inc());
        });
    BlasSampleF32.compare(
        "scal" + with,
        1,
        x.data(),
        (blas, r, abs) -> blas.sscal(n, abs ? Math.abs(alpha) : alpha, r, x.offset(), x.inc()));
    BlasSampleF32.compare(
        "copy" + with,
        0,
        y.data(),
        (blas, r, abs) -> blas.scopy(n, x.data(abs), x.offset(), x.inc(), r, y.offset(), y.inc()));
    pairs(random, with, n, x, y);
  }

  private static void sums(Random random, String with, int n, Vector x, Vector y) {
    Vector repeated = Vector.of(random, n, n > 0, 0, 1, -2);
    BlasSampleF32.compare(
        "dot" + with,
        n,
        new float[1],
        (blas, r, abs) ->
            r[0] =
                blas.sdot(n, x.data(abs), x.offset(), x.inc(), y.data(abs), y.offset(), y.inc()));
    if (n > 0) {
      BlasSampleF32.compare(
          "dot" + with + " incx=" + repeated.inc(),
          n,
          new float[1],
          (blas, r, abs) ->
              r[0] =
                  blas.sdot(
                      n,
                      repeated.data(abs),
                      repeated.offset(),
                      repeated.inc(),
                      y.data(abs),
                      y.offset(),
                      y.inc()));
    }
    BlasSampleF32.compare(
        "nrm2" + with, n, new float[1], (blas, r, abs) -> r[0] = norm(blas, n, x.data(), x));
    BlasSampleF32.compare(
        "asum" + with,
        n,
        new float[1],
        (blas, r, abs) -> r[0] = blas.sasum(n, x.data(), x.offset(), x.inc()));
    assertEquals(
        BlasSampleF32.REFERENCE.isamax(n, x.data(), x.offset(), x.inc()),
        BlasSampleF32.ours(random).isamax(n, x.data(), x.offset(), x.inc()),
        "iamax" + with);
  }

  private static float norm(BLAS blas, int n, float[] data, Vector x) {
    return blas.snrm2(n, data, x.offset(), x.inc());
  }

  private static void pairs(Random random, String with, int n, Vector x, Vector y) {
    float c = BlasSampleF32.number(random);
    float s = BlasSampleF32.number(random);
    float flag = random.nextInt(4) - 2;
    float[] param = {flag, c, s, c - s, c + s};
    BlasSampleF32.compare(
        "swap" + with,
        0,
        x.data(),
        (blas, r, abs) ->
            blas.sswap(n, r, x.offset(), x.inc(), y.data(abs).clone(), y.offset(), y.inc()));
    BlasSampleF32.compare(
        "swap" + with,
        0,
        y.data(),
        (blas, r, abs) ->
            blas.sswap(n, x.data(abs).clone(), x.offset(), x.inc(), r, y.offset(), y.inc()));
    for (int changed = 0; changed < 2; changed++) {
      boolean first = changed == 0;
      BlasSampleF32.compare(
          "rot" + with,
          2,
          first ? x.data() : y.data(),
          (blas, r, abs) -> {
            float[] u = first ? r : x.data(abs).clone();
            float[] v = first ? y.data(abs).clone() : r;
            // The second row subtracts, so its scale needs a negative sine.
            float sine = !abs ? s : first ? Math.abs(s) : -Math.abs(s);
            float cosine = abs ? Math.abs(c) : c;
            blas.srot(n, u, x.offset(), x.inc(), v, y.offset(), y.inc(), cosine, sine);
          });
      BlasSampleF32.compare(
          "rotm" + with + " flag=" + flag,
          2,
          first ? x.data() : y.data(),
          (blas, r, abs) -> {
            float[] u = first ? r : x.data(abs).clone();
            float[] v = first ? y.data(abs).clone() : r;
            float[] h = param.clone();
            for (int i = 1; abs && i < 5; i++) {
              h[i] = Math.abs(h[i]);
            }
            if (abs && flag == 1 && !first) {
              h[0] = -1; // the implied -1 is +1 in the scale
              h[2] = 1;
            }
            blas.srotm(n, u, x.offset(), x.inc(), v, y.offset(), y.inc(), h, 0);
          });
    }
  }

  /** The numbers of rotations. */
  static void rotations(Random random) {
    float a = random.nextInt(5) == 0 ? 0 : BlasSampleF32.number(random);
    float b = random.nextInt(5) == 0 ? 0 : BlasSampleF32.number(random);
    float[] ours = rotg(BlasSampleF32.OURS, a, b);
    float[] expected = rotg(BlasSampleF32.REFERENCE, a, b);
    for (int i = 0; i < 4; i++) {
      String what = "rotg " + a + " " + b + " number " + i;
      assertEquals(expected[i], ours[i], 8 * Math.ulp(expected[i]), what);
    }
    float d1 = (float) Math.scalb(random.nextDouble(), random.nextInt(80) - 40);
    float d2 = (float) Math.scalb(random.nextDouble() - 0.2, random.nextInt(80) - 40);
    ours = rotmg(BlasSampleF32.OURS, d1, d2, a, b);
    expected = rotmg(BlasSampleF32.REFERENCE, d1, d2, a, b);
    for (int i = 0; i < 8; i++) {
      String what = "rotmg " + d1 + " " + d2 + " " + a + " " + b + " number " + i;
      assertEquals(
          expected[i], ours[i], (d2 < 0 ? 4096 : 16) * Math.ulp(expected[i]), what); // cancellation
    }
  }

  private static float[] rotg(BLAS blas, float a, float b) {
    floatW r = new floatW(a);
    floatW z = new floatW(b);
    floatW c = new floatW(0);
    floatW s = new floatW(0);
    blas.srotg(r, z, c, s);
    return new float[] {r.val, z.val, c.val, s.val};
  }

  private static float[] rotmg(BLAS blas, float d1, float d2, float x1, float y1) {
    floatW first = new floatW(d1);
    floatW second = new floatW(d2);
    floatW x = new floatW(x1);
    float[] param = {7, 7, 7, 7, 7};
    blas.srotmg(first, second, x, y1, param, 0);
    return new float[] {
      first.val, second.val, x.val, param[0], param[1], param[2], param[3], param[4]
    };
  }
}
