package io.lanewise.netlib;

import io.lanewise.netlib.BlasSampleF32.Matrix;
import io.lanewise.netlib.BlasSampleF32.Vector;
import java.util.Random;

/** Matrices and vectors of f32 beside the reference. */
final class BlasLevel2F32 {
  private BlasLevel2F32() {}

  private static float sign(boolean abs, float value) {
    return abs ? Math.abs(value) : value;
  }

  static void general(Random random) {
    int m = BlasSampleF32.large(random);
    int n = BlasSampleF32.large(random);
    String trans = BlasSampleF32.either(random, "N", "T", "C");
    boolean transposed = !BlasSampleF32.is(trans, "N");
    float alpha = BlasSampleF32.factor(random);
    float beta = BlasSampleF32.factor(random);
    char part = alpha == 0 ? '-' : 'A';
    Matrix a = Matrix.of(random, m, n, part);
    Vector x = Vector.of(random, transposed ? m : n, alpha != 0);
    Vector y = Vector.of(random, transposed ? n : m, beta != 0);
    String what = trans + " m=" + m + " n=" + n + " " + alpha + " " + beta;
    what += " incs " + x.inc() + " " + y.inc();
    BlasSampleF32.compare(
        "gemv " + what,
        transposed ? m : n,
        y.data(),
        (blas, r, abs) ->
            blas.sgemv(
                trans,
                m,
                n,
                sign(abs, alpha),
                a.data(abs),
                a.offset(),
                a.ld(),
                x.data(abs),
                x.offset(),
                x.inc(),
                sign(abs, beta),
                r,
                y.offset(),
                y.inc()));
    Matrix c = Matrix.of(random, m, n, 'A');
    Vector u = Vector.of(random, m, alpha != 0);
    Vector v = Vector.of(random, n, alpha != 0);
    BlasSampleF32.compare(
        "ger " + what,
        1,
        c.data(),
        (blas, r, abs) ->
            blas.sger(
                m,
                n,
                sign(abs, alpha),
                u.data(abs),
                u.offset(),
                u.inc(),
                v.data(abs),
                v.offset(),
                v.inc(),
                r,
                c.offset(),
                c.ld()));
  }

  static void symmetric(Random random) {
    int n = BlasSampleF32.large(random);
    String uplo = BlasSampleF32.either(random, "U", "L");
    char part = BlasSampleF32.is(uplo, "U") ? 'U' : 'L';
    float alpha = BlasSampleF32.factor(random);
    float beta = BlasSampleF32.factor(random);
    Matrix a = Matrix.of(random, n, n, alpha == 0 ? '-' : part);
    Vector x = Vector.of(random, n, alpha != 0);
    Vector z = Vector.of(random, n, alpha != 0);
    Vector y = Vector.of(random, n, beta != 0);
    String what = uplo + " n=" + n + " " + alpha + " " + beta + " incs " + x.inc() + " " + y.inc();
    BlasSampleF32.compare(
        "symv " + what,
        n,
        y.data(),
        (blas, r, abs) ->
            blas.ssymv(
                uplo,
                n,
                sign(abs, alpha),
                a.data(abs),
                a.offset(),
                a.ld(),
                x.data(abs),
                x.offset(),
                x.inc(),
                sign(abs, beta),
                r,
                y.offset(),
                y.inc()));
    Matrix c = Matrix.of(random, n, n, part);
    BlasSampleF32.compare(
        "syr " + what,
        1,
        c.data(),
        (blas, r, abs) ->
            blas.ssyr(
                uplo,
                n,
                sign(abs, alpha),
                x.data(abs),
                x.offset(),
                x.inc(),
                r,
                c.offset(),
                c.ld()));
    BlasSampleF32.compare(
        "syr2 " + what,
        2,
        c.data(),
        (blas, r, abs) ->
            blas.ssyr2(
                uplo,
                n,
                sign(abs, alpha),
                x.data(abs),
                x.offset(),
                x.inc(),
                z.data(abs),
                z.offset(),
                z.inc(),
                r,
                c.offset(),
                c.ld()));
  }

  static void triangular(Random random) {
    int n = BlasSampleF32.large(random);
    String uplo = BlasSampleF32.either(random, "U", "L");
    String trans = BlasSampleF32.either(random, "N", "T", "C");
    String diag = BlasSampleF32.either(random, "U", "N");
    boolean upper = BlasSampleF32.is(uplo, "U");
    boolean transposed = !BlasSampleF32.is(trans, "N");
    boolean unit = BlasSampleF32.is(diag, "U");
    Matrix a = Matrix.triangular(random, n, upper, unit, 0);
    Vector x = Vector.of(random, n, true);
    String what = uplo + trans + diag + " n=" + n + " inc " + x.inc();
    BlasSampleF32.compare(
        "trmv " + what,
        n,
        x.data(),
        (blas, r, abs) -> {
          int at = a.offset();
          blas.strmv(uplo, trans, diag, n, a.data(abs), at, a.ld(), r, x.offset(), x.inc());
        });
    Matrix t = Matrix.triangular(random, n, upper, unit, n);
    scale(t, n);
    float[] solution = x.data().clone();
    BlasSampleF32.ours(random)
        .strsv(uplo, trans, diag, n, t.data(), t.offset(), t.ld(), solution, x.offset(), x.inc());
    BlasSampleF32.residual(
        "trsv " + what,
        n,
        1,
        entry(t, upper, transposed, unit),
        (i, j) -> solution[index(x, n, i)],
        (i, j) -> x.data()[index(x, n, i)]);
    for (int i = 0; i < solution.length; i++) {
      if (Float.isNaN(x.data()[i]) != Float.isNaN(solution[i])) {
        throw new AssertionError("trsv " + what + ": element " + i + " is " + solution[i]);
      }
    }
  }

  /** Makes off-diagonal elements so small that solutions do not grow beyond all bounds. */
  static void scale(Matrix t, int n) {
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        if (i != j) {
          t.data()[t.offset() + i + j * t.ld()] /= (float) Math.sqrt(n);
        }
      }
    }
  }

  private static int index(Vector x, int n, int i) {
    return x.offset() + (x.inc() < 0 ? (i - n + 1) * x.inc() : i * x.inc());
  }

  /** Elements of op(A). */
  static BlasSampleF32.Entry entry(Matrix a, boolean upper, boolean transposed, boolean unit) {
    return (i, j) -> {
      int row = transposed ? j : i;
      int column = transposed ? i : j;
      if (row == column && unit) {
        return 1;
      }
      boolean stored = upper ? row <= column : row >= column;
      return stored ? a.data()[a.offset() + row + column * a.ld()] : 0;
    };
  }
}
