package io.lanewise.netlib;

import io.lanewise.Blas;
import org.netlib.util.floatW;

/** The routines for f32: each calls {@link Blas}, or the reference where that has none. */
abstract class RoutinesF32 extends FloatRoutines {

  @Override
  public float sasum(int n, float[] x, int incx) {
    return Blas.sasum(n, x, incx);
  }

  @Override
  public float sasum(int n, float[] x, int offsetx, int incx) {
    return Blas.sasum(n, x, offsetx, incx);
  }

  @Override
  public void saxpy(int n, float alpha, float[] x, int incx, float[] y, int incy) {
    Blas.saxpy(n, alpha, x, incx, y, incy);
  }

  @Override
  public void saxpy(
      int n, float alpha, float[] x, int offsetx, int incx, float[] y, int offsety, int incy) {
    Blas.saxpy(n, alpha, x, offsetx, incx, y, offsety, incy);
  }

  @Override
  public void scopy(int n, float[] x, int incx, float[] y, int incy) {
    Blas.scopy(n, x, incx, y, incy);
  }

  @Override
  public void scopy(int n, float[] x, int offsetx, int incx, float[] y, int offsety, int incy) {
    Blas.scopy(n, x, offsetx, incx, y, offsety, incy);
  }

  @Override
  public float sdot(int n, float[] x, int incx, float[] y, int incy) {
    return Blas.sdot(n, x, incx, y, incy);
  }

  @Override
  public float sdot(int n, float[] x, int offsetx, int incx, float[] y, int offsety, int incy) {
    return Blas.sdot(n, x, offsetx, incx, y, offsety, incy);
  }

  @Override
  public void sgbmv(
      String trans,
      int m,
      int n,
      int kl,
      int ku,
      float alpha,
      float[] a,
      int lda,
      float[] x,
      int incx,
      float beta,
      float[] y,
      int incy) {
    sgbmv(trans, m, n, kl, ku, alpha, a, 0, lda, x, 0, incx, beta, y, 0, incy);
  }

  @Override
  public void sgbmv(
      String trans,
      int m,
      int n,
      int kl,
      int ku,
      float alpha,
      float[] a,
      int offseta,
      int lda,
      float[] x,
      int offsetx,
      int incx,
      float beta,
      float[] y,
      int offsety,
      int incy) {
    org.netlib.blas.Sgbmv.sgbmv(
        trans, m, n, kl, ku, alpha, a, offseta, lda, x, offsetx, incx, beta, y, offsety, incy);
  }

  @Override
  public void sgemm(
      String transa,
      String transb,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int lda,
      float[] b,
      int ldb,
      float beta,
      float[] c,
      int ldc) {
    Blas.sgemm(transa, transb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  }

  @Override
  public void sgemm(
      String transa,
      String transb,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int offseta,
      int lda,
      float[] b,
      int offsetb,
      int ldb,
      float beta,
      float[] c,
      int offsetc,
      int ldc) {
    Blas.sgemm(
        transa, transb, m, n, k, alpha, a, offseta, lda, b, offsetb, ldb, beta, c, offsetc, ldc);
  }

  @Override
  public void sgemv(
      String trans,
      int m,
      int n,
      float alpha,
      float[] a,
      int lda,
      float[] x,
      int incx,
      float beta,
      float[] y,
      int incy) {
    Blas.sgemv(trans, m, n, alpha, a, lda, x, incx, beta, y, incy);
  }

  @Override
  public void sgemv(
      String trans,
      int m,
      int n,
      float alpha,
      float[] a,
      int offseta,
      int lda,
      float[] x,
      int offsetx,
      int incx,
      float beta,
      float[] y,
      int offsety,
      int incy) {
    Blas.sgemv(trans, m, n, alpha, a, offseta, lda, x, offsetx, incx, beta, y, offsety, incy);
  }

  @Override
  public void sger(
      int m, int n, float alpha, float[] x, int incx, float[] y, int incy, float[] a, int lda) {
    Blas.sger(m, n, alpha, x, incx, y, incy, a, lda);
  }

  @Override
  public void sger(
      int m,
      int n,
      float alpha,
      float[] x,
      int offsetx,
      int incx,
      float[] y,
      int offsety,
      int incy,
      float[] a,
      int offseta,
      int lda) {
    Blas.sger(m, n, alpha, x, offsetx, incx, y, offsety, incy, a, offseta, lda);
  }

  @Override
  public float snrm2(int n, float[] x, int incx) {
    return Blas.snrm2(n, x, incx);
  }

  @Override
  public float snrm2(int n, float[] x, int offsetx, int incx) {
    return Blas.snrm2(n, x, offsetx, incx);
  }

  @Override
  public void srot(int n, float[] sx, int incx, float[] sy, int incy, float c, float s) {
    Blas.srot(n, sx, incx, sy, incy, c, s);
  }

  @Override
  public void srot(
      int n,
      float[] sx,
      int offsetsx,
      int incx,
      float[] sy,
      int offsetsy,
      int incy,
      float c,
      float s) {
    Blas.srot(n, sx, offsetsx, incx, sy, offsetsy, incy, c, s);
  }

  @Override
  public void srotg(floatW sa, floatW sb, floatW c, floatW s) {
    float[] abcs = {sa.val, sb.val, 0, 0};
    Blas.srotg(abcs);
    sa.val = abcs[0];
    sb.val = abcs[1];
    c.val = abcs[2];
    s.val = abcs[3];
  }

  @Override
  public void srotm(int n, float[] sx, int incx, float[] sy, int incy, float[] sparam) {
    Blas.srotm(n, sx, incx, sy, incy, sparam);
  }

  @Override
  public void srotm(
      int n,
      float[] sx,
      int offsetsx,
      int incx,
      float[] sy,
      int offsetsy,
      int incy,
      float[] sparam,
      int offsetsparam) {
    Blas.srotm(n, sx, offsetsx, incx, sy, offsetsy, incy, sparam, offsetsparam);
  }

  @Override
  public void srotmg(floatW sd1, floatW sd2, floatW sx1, float sy1, float[] sparam) {
    srotmg(sd1, sd2, sx1, sy1, sparam, 0);
  }

  @Override
  public void srotmg(
      floatW sd1, floatW sd2, floatW sx1, float sy1, float[] sparam, int offsetsparam) {
    float[] d1d2x1 = {sd1.val, sd2.val, sx1.val};
    Blas.srotmg(d1d2x1, 0, sy1, sparam, offsetsparam);
    sd1.val = d1d2x1[0];
    sd2.val = d1d2x1[1];
    sx1.val = d1d2x1[2];
  }

  @Override
  public void ssbmv(
      String uplo,
      int n,
      int k,
      float alpha,
      float[] a,
      int lda,
      float[] x,
      int incx,
      float beta,
      float[] y,
      int incy) {
    ssbmv(uplo, n, k, alpha, a, 0, lda, x, 0, incx, beta, y, 0, incy);
  }

  @Override
  public void ssbmv(
      String uplo,
      int n,
      int k,
      float alpha,
      float[] a,
      int offseta,
      int lda,
      float[] x,
      int offsetx,
      int incx,
      float beta,
      float[] y,
      int offsety,
      int incy) {
    org.netlib.blas.Ssbmv.ssbmv(
        uplo, n, k, alpha, a, offseta, lda, x, offsetx, incx, beta, y, offsety, incy);
  }

  @Override
  public void sscal(int n, float alpha, float[] x, int incx) {
    Blas.sscal(n, alpha, x, incx);
  }

  @Override
  public void sscal(int n, float alpha, float[] x, int offsetx, int incx) {
    Blas.sscal(n, alpha, x, offsetx, incx);
  }

  @Override
  public void sspmv(
      String uplo,
      int n,
      float alpha,
      float[] ap,
      float[] x,
      int incx,
      float beta,
      float[] y,
      int incy) {
    sspmv(uplo, n, alpha, ap, 0, x, 0, incx, beta, y, 0, incy);
  }

  @Override
  public void sspmv(
      String uplo,
      int n,
      float alpha,
      float[] ap,
      int offsetap,
      float[] x,
      int offsetx,
      int incx,
      float beta,
      float[] y,
      int offsety,
      int incy) {
    org.netlib.blas.Sspmv.sspmv(
        uplo, n, alpha, ap, offsetap, x, offsetx, incx, beta, y, offsety, incy);
  }

  @Override
  public void sspr(String uplo, int n, float alpha, float[] x, int incx, float[] ap) {
    sspr(uplo, n, alpha, x, 0, incx, ap, 0);
  }

  @Override
  public void sspr(
      String uplo, int n, float alpha, float[] x, int offsetx, int incx, float[] ap, int offsetap) {
    org.netlib.blas.Sspr.sspr(uplo, n, alpha, x, offsetx, incx, ap, offsetap);
  }

  @Override
  public void sspr2(
      String uplo, int n, float alpha, float[] x, int incx, float[] y, int incy, float[] ap) {
    sspr2(uplo, n, alpha, x, 0, incx, y, 0, incy, ap, 0);
  }

  @Override
  public void sspr2(
      String uplo,
      int n,
      float alpha,
      float[] x,
      int offsetx,
      int incx,
      float[] y,
      int offsety,
      int incy,
      float[] ap,
      int offsetap) {
    org.netlib.blas.Sspr2.sspr2(uplo, n, alpha, x, offsetx, incx, y, offsety, incy, ap, offsetap);
  }

  @Override
  public void sswap(int n, float[] x, int incx, float[] y, int incy) {
    Blas.sswap(n, x, incx, y, incy);
  }

  @Override
  public void sswap(int n, float[] x, int offsetx, int incx, float[] y, int offsety, int incy) {
    Blas.sswap(n, x, offsetx, incx, y, offsety, incy);
  }

  @Override
  public void ssymm(
      String side,
      String uplo,
      int m,
      int n,
      float alpha,
      float[] a,
      int lda,
      float[] b,
      int ldb,
      float beta,
      float[] c,
      int ldc) {
    Blas.ssymm(side, uplo, m, n, alpha, a, lda, b, ldb, beta, c, ldc);
  }

  @Override
  public void ssymm(
      String side,
      String uplo,
      int m,
      int n,
      float alpha,
      float[] a,
      int offseta,
      int lda,
      float[] b,
      int offsetb,
      int ldb,
      float beta,
      float[] c,
      int offsetc,
      int ldc) {
    Blas.ssymm(side, uplo, m, n, alpha, a, offseta, lda, b, offsetb, ldb, beta, c, offsetc, ldc);
  }

  @Override
  public void ssymv(
      String uplo,
      int n,
      float alpha,
      float[] a,
      int lda,
      float[] x,
      int incx,
      float beta,
      float[] y,
      int incy) {
    Blas.ssymv(uplo, n, alpha, a, lda, x, incx, beta, y, incy);
  }

  @Override
  public void ssymv(
      String uplo,
      int n,
      float alpha,
      float[] a,
      int offseta,
      int lda,
      float[] x,
      int offsetx,
      int incx,
      float beta,
      float[] y,
      int offsety,
      int incy) {
    Blas.ssymv(uplo, n, alpha, a, offseta, lda, x, offsetx, incx, beta, y, offsety, incy);
  }

  @Override
  public void ssyr(String uplo, int n, float alpha, float[] x, int incx, float[] a, int lda) {
    Blas.ssyr(uplo, n, alpha, x, incx, a, lda);
  }

  @Override
  public void ssyr(
      String uplo,
      int n,
      float alpha,
      float[] x,
      int offsetx,
      int incx,
      float[] a,
      int offseta,
      int lda) {
    Blas.ssyr(uplo, n, alpha, x, offsetx, incx, a, offseta, lda);
  }

  @Override
  public void ssyr2(
      String uplo,
      int n,
      float alpha,
      float[] x,
      int incx,
      float[] y,
      int incy,
      float[] a,
      int lda) {
    Blas.ssyr2(uplo, n, alpha, x, incx, y, incy, a, lda);
  }

  @Override
  public void ssyr2(
      String uplo,
      int n,
      float alpha,
      float[] x,
      int offsetx,
      int incx,
      float[] y,
      int offsety,
      int incy,
      float[] a,
      int offseta,
      int lda) {
    Blas.ssyr2(uplo, n, alpha, x, offsetx, incx, y, offsety, incy, a, offseta, lda);
  }

  @Override
  public void ssyr2k(
      String uplo,
      String trans,
      int n,
      int k,
      float alpha,
      float[] a,
      int lda,
      float[] b,
      int ldb,
      float beta,
      float[] c,
      int ldc) {
    Blas.ssyr2k(uplo, trans, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  }

  @Override
  public void ssyr2k(
      String uplo,
      String trans,
      int n,
      int k,
      float alpha,
      float[] a,
      int offseta,
      int lda,
      float[] b,
      int offsetb,
      int ldb,
      float beta,
      float[] c,
      int offsetc,
      int ldc) {
    Blas.ssyr2k(uplo, trans, n, k, alpha, a, offseta, lda, b, offsetb, ldb, beta, c, offsetc, ldc);
  }

  @Override
  public void ssyrk(
      String uplo,
      String trans,
      int n,
      int k,
      float alpha,
      float[] a,
      int lda,
      float beta,
      float[] c,
      int ldc) {
    Blas.ssyrk(uplo, trans, n, k, alpha, a, lda, beta, c, ldc);
  }

  @Override
  public void ssyrk(
      String uplo,
      String trans,
      int n,
      int k,
      float alpha,
      float[] a,
      int offseta,
      int lda,
      float beta,
      float[] c,
      int offsetc,
      int ldc) {
    Blas.ssyrk(uplo, trans, n, k, alpha, a, offseta, lda, beta, c, offsetc, ldc);
  }

  @Override
  public void stbmv(
      String uplo,
      String trans,
      String diag,
      int n,
      int k,
      float[] a,
      int lda,
      float[] x,
      int incx) {
    stbmv(uplo, trans, diag, n, k, a, 0, lda, x, 0, incx);
  }

  @Override
  public void stbmv(
      String uplo,
      String trans,
      String diag,
      int n,
      int k,
      float[] a,
      int offseta,
      int lda,
      float[] x,
      int offsetx,
      int incx) {
    org.netlib.blas.Stbmv.stbmv(uplo, trans, diag, n, k, a, offseta, lda, x, offsetx, incx);
  }

  @Override
  public void stbsv(
      String uplo,
      String trans,
      String diag,
      int n,
      int k,
      float[] a,
      int lda,
      float[] x,
      int incx) {
    stbsv(uplo, trans, diag, n, k, a, 0, lda, x, 0, incx);
  }

  @Override
  public void stbsv(
      String uplo,
      String trans,
      String diag,
      int n,
      int k,
      float[] a,
      int offseta,
      int lda,
      float[] x,
      int offsetx,
      int incx) {
    org.netlib.blas.Stbsv.stbsv(uplo, trans, diag, n, k, a, offseta, lda, x, offsetx, incx);
  }

  @Override
  public void stpmv(
      String uplo, String trans, String diag, int n, float[] ap, float[] x, int incx) {
    stpmv(uplo, trans, diag, n, ap, 0, x, 0, incx);
  }

  @Override
  public void stpmv(
      String uplo,
      String trans,
      String diag,
      int n,
      float[] ap,
      int offsetap,
      float[] x,
      int offsetx,
      int incx) {
    org.netlib.blas.Stpmv.stpmv(uplo, trans, diag, n, ap, offsetap, x, offsetx, incx);
  }

  @Override
  public void stpsv(
      String uplo, String trans, String diag, int n, float[] ap, float[] x, int incx) {
    stpsv(uplo, trans, diag, n, ap, 0, x, 0, incx);
  }

  @Override
  public void stpsv(
      String uplo,
      String trans,
      String diag,
      int n,
      float[] ap,
      int offsetap,
      float[] x,
      int offsetx,
      int incx) {
    org.netlib.blas.Stpsv.stpsv(uplo, trans, diag, n, ap, offsetap, x, offsetx, incx);
  }

  @Override
  public void strmm(
      String side,
      String uplo,
      String transa,
      String diag,
      int m,
      int n,
      float alpha,
      float[] a,
      int lda,
      float[] b,
      int ldb) {
    Blas.strmm(side, uplo, transa, diag, m, n, alpha, a, lda, b, ldb);
  }

  @Override
  public void strmm(
      String side,
      String uplo,
      String transa,
      String diag,
      int m,
      int n,
      float alpha,
      float[] a,
      int offseta,
      int lda,
      float[] b,
      int offsetb,
      int ldb) {
    Blas.strmm(side, uplo, transa, diag, m, n, alpha, a, offseta, lda, b, offsetb, ldb);
  }

  @Override
  public void strmv(
      String uplo, String trans, String diag, int n, float[] a, int lda, float[] x, int incx) {
    Blas.strmv(uplo, trans, diag, n, a, lda, x, incx);
  }

  @Override
  public void strmv(
      String uplo,
      String trans,
      String diag,
      int n,
      float[] a,
      int offseta,
      int lda,
      float[] x,
      int offsetx,
      int incx) {
    Blas.strmv(uplo, trans, diag, n, a, offseta, lda, x, offsetx, incx);
  }

  @Override
  public void strsm(
      String side,
      String uplo,
      String transa,
      String diag,
      int m,
      int n,
      float alpha,
      float[] a,
      int lda,
      float[] b,
      int ldb) {
    Blas.strsm(side, uplo, transa, diag, m, n, alpha, a, lda, b, ldb);
  }

  @Override
  public void strsm(
      String side,
      String uplo,
      String transa,
      String diag,
      int m,
      int n,
      float alpha,
      float[] a,
      int offseta,
      int lda,
      float[] b,
      int offsetb,
      int ldb) {
    Blas.strsm(side, uplo, transa, diag, m, n, alpha, a, offseta, lda, b, offsetb, ldb);
  }

  @Override
  public void strsv(
      String uplo, String trans, String diag, int n, float[] a, int lda, float[] x, int incx) {
    Blas.strsv(uplo, trans, diag, n, a, lda, x, incx);
  }

  @Override
  public void strsv(
      String uplo,
      String trans,
      String diag,
      int n,
      float[] a,
      int offseta,
      int lda,
      float[] x,
      int offsetx,
      int incx) {
    Blas.strsv(uplo, trans, diag, n, a, offseta, lda, x, offsetx, incx);
  }

  @Override
  public int isamax(int n, float[] sx, int incx) {
    return Blas.isamax(n, sx, incx);
  }

  @Override
  public int isamax(int n, float[] sx, int offsetsx, int incx) {
    return Blas.isamax(n, sx, offsetsx, incx);
  }
}
