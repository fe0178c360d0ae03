package io.lanewise.netlib;

import io.lanewise.netlib.BlasSampleF32.Matrix;
import java.util.Random;

/** Matrices of f32 beside the reference. */
final class BlasLevel3F32 {
  private BlasLevel3F32() {}

  private static float sign(boolean abs, float value) {
    return abs ? Math.abs(value) : value;
  }

  static void gemm(Random random) {
    int m = BlasSampleF32.large(random);
    int n = BlasSampleF32.size(random);
    // The reference's checks refuse sums of length 0, which the errors' test looks at.
    int k = Math.max(1, BlasSampleF32.large(random));
    String transa = BlasSampleF32.either(random, "N", "T", "C");
    String transb = BlasSampleF32.either(random, "N", "T", "C");
    float alpha = BlasSampleF32.factor(random);
    float beta = BlasSampleF32.factor(random);
    char part = alpha == 0 ? '-' : 'A';
    boolean ta = !BlasSampleF32.is(transa, "N");
    boolean tb = !BlasSampleF32.is(transb, "N");
    Matrix a = Matrix.of(random, ta ? k : m, ta ? m : k, part);
    Matrix b = Matrix.of(random, tb ? n : k, tb ? k : n, part);
    Matrix c = Matrix.of(random, m, n, beta == 0 ? '-' : 'A');
    String what = transa + transb + " " + m + " " + n + " " + k + " " + alpha + " " + beta;
    BlasSampleF32.compare(
        "gemm " + what,
        k,
        c.data(),
        (blas, r, abs) ->
            blas.sgemm(
                transa,
                transb,
                m,
                n,
                k,
                sign(abs, alpha),
                a.data(abs),
                a.offset(),
                a.ld(),
                b.data(abs),
                b.offset(),
                b.ld(),
                sign(abs, beta),
                r,
                c.offset(),
                c.ld()));
  }

  static void symm(Random random) {
    int m = BlasSampleF32.large(random);
    int n = BlasSampleF32.size(random);
    String side = BlasSampleF32.either(random, "L", "R");
    if (BlasSampleF32.is(side, "R")) {
      int swapped = m;
      m = n;
      n = swapped;
    }
    symm(random, side, m, n);
  }

  private static void symm(Random random, String side, int m, int n) {
    String uplo = BlasSampleF32.either(random, "U", "L");
    float alpha = BlasSampleF32.factor(random);
    float beta = BlasSampleF32.factor(random);
    char part = BlasSampleF32.is(uplo, "U") ? 'U' : 'L';
    int order = BlasSampleF32.is(side, "L") ? m : n;
    Matrix a = Matrix.of(random, order, order, alpha == 0 ? '-' : part);
    Matrix b = Matrix.of(random, m, n, alpha == 0 ? '-' : 'A');
    Matrix c = Matrix.of(random, m, n, beta == 0 ? '-' : 'A');
    String what = side + uplo + " " + m + " " + n + " " + alpha + " " + beta;
    BlasSampleF32.compare(
        "symm " + what,
        order,
        c.data(),
        (blas, r, abs) ->
            blas.ssymm(
                side,
                uplo,
                m,
                n,
                sign(abs, alpha),
                a.data(abs),
                a.offset(),
                a.ld(),
                b.data(abs),
                b.offset(),
                b.ld(),
                sign(abs, beta),
                r,
                c.offset(),
                c.ld()));
  }

  static void rank(Random random) {
    int n = BlasSampleF32.large(random);
    int k = Math.max(1, BlasSampleF32.size(random));
    if (random.nextInt(8) == 0) {
      k = 250 + random.nextInt(20);
    }
    rank(random, n, k);
  }

  private static void rank(Random random, int n, int k) {
    String uplo = BlasSampleF32.either(random, "U", "L");
    String trans = BlasSampleF32.either(random, "N", "T", "C");
    float alpha = BlasSampleF32.factor(random);
    float beta = BlasSampleF32.factor(random);
    char part = alpha == 0 ? '-' : 'A';
    boolean transposed = !BlasSampleF32.is(trans, "N");
    Matrix a = Matrix.of(random, transposed ? k : n, transposed ? n : k, part);
    Matrix b = Matrix.of(random, transposed ? k : n, transposed ? n : k, part);
    char triangle = BlasSampleF32.is(uplo, "U") ? 'U' : 'L';
    Matrix c = Matrix.of(random, n, n, beta == 0 ? '-' : triangle);
    String what = uplo + trans + " " + n + " " + k + " " + alpha + " " + beta;
    BlasSampleF32.compare(
        "syrk " + what,
        k,
        c.data(),
        (blas, r, abs) ->
            blas.ssyrk(
                uplo,
                trans,
                n,
                k,
                sign(abs, alpha),
                a.data(abs),
                a.offset(),
                a.ld(),
                sign(abs, beta),
                r,
                c.offset(),
                c.ld()));
    BlasSampleF32.compare(
        "syr2k " + what,
        2 * k,
        c.data(),
        (blas, r, abs) ->
            blas.ssyr2k(
                uplo,
                trans,
                n,
                k,
                sign(abs, alpha),
                a.data(abs),
                a.offset(),
                a.ld(),
                b.data(abs),
                b.offset(),
                b.ld(),
                sign(abs, beta),
                r,
                c.offset(),
                c.ld()));
  }

  static void triangular(Random random) {
    // The reference's checks refuse empty matrices.
    int order = Math.max(1, BlasSampleF32.large(random));
    int other = Math.max(1, BlasSampleF32.size(random));
    String side = BlasSampleF32.either(random, "L", "R");
    boolean left = BlasSampleF32.is(side, "L");
    int m = left ? order : other;
    int n = left ? other : order;
    String uplo = BlasSampleF32.either(random, "U", "L");
    String trans = BlasSampleF32.either(random, "N", "T", "C");
    String diag = BlasSampleF32.either(random, "U", "N");
    boolean upper = BlasSampleF32.is(uplo, "U");
    boolean transposed = !BlasSampleF32.is(trans, "N");
    boolean unit = BlasSampleF32.is(diag, "U");
    float alpha = BlasSampleF32.factor(random);
    Matrix a = Matrix.triangular(random, order, upper, unit, 0);
    Matrix b = Matrix.of(random, m, n, alpha == 0 ? '-' : 'A');
    String what = side + uplo + trans + diag + " " + m + " " + n + " " + alpha;
    BlasSampleF32.compare(
        "trmm " + what,
        order + 1,
        b.data(),
        (blas, r, abs) ->
            blas.strmm(
                side,
                uplo,
                trans,
                diag,
                m,
                n,
                sign(abs, alpha),
                a.data(abs),
                a.offset(),
                a.ld(),
                r,
                b.offset(),
                b.ld()));
    Matrix t = Matrix.triangular(random, order, upper, unit, order);
    BlasLevel2F32.scale(t, order);
    float[] x = b.data().clone();
    BlasSampleF32.ours(random)
        .strsm(
            side,
            uplo,
            trans,
            diag,
            m,
            n,
            alpha,
            t.data(),
            t.offset(),
            t.ld(),
            x,
            b.offset(),
            b.ld());
    int at = b.offset();
    int ld = b.ld();
    // From the right, the transposed system is looked at.
    BlasSampleF32.residual(
        "trsm " + what,
        order,
        other,
        BlasLevel2F32.entry(t, upper, transposed == left, unit),
        (i, j) -> left ? x[at + i + j * ld] : x[at + j + i * ld],
        (i, j) ->
            alpha == 0
                ? 0
                : alpha * (left ? b.data()[at + i + j * ld] : b.data()[at + j + i * ld]));
    for (int i = 0; i < x.length; i++) {
      boolean inside = i >= at && (i - at) % ld < m && (i - at) / ld < n;
      if (Float.isNaN(x[i]) == inside) {
        throw new AssertionError("trsm " + what + ": element " + i + " is " + x[i]);
      }
    }
  }
}
