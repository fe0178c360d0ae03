package io.lanewise.jmh.peers;

import static org.bytedeco.openblas.global.openblas.*;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;

/** LAPACK as OpenBLAS has it, under names without the letter of the type. */
final class Calls {
  private Calls() {}

  static int syevd(int n, FloatPointer a, FloatPointer values) {
    return LAPACKE_ssyevd(LAPACK_COL_MAJOR, (byte) 'V', (byte) 'L', n, a, n, values);
  }

  static int syevd(int n, DoublePointer a, DoublePointer values) {
    return LAPACKE_dsyevd(LAPACK_COL_MAJOR, (byte) 'V', (byte) 'L', n, a, n, values);
  }

  // with a workspace of the caller's

  static int syevd(
      int n,
      FloatPointer a,
      FloatPointer values,
      FloatPointer work,
      int size,
      IntPointer integers) {
    byte all = (byte) 'V';
    byte lower = (byte) 'L';
    return LAPACKE_ssyevd_work(
        LAPACK_COL_MAJOR, all, lower, n, a, n, values, work, size, integers, 5 * n + 3);
  }

  static int gesdd(
      int n,
      FloatPointer a,
      FloatPointer s,
      FloatPointer u,
      FloatPointer vt,
      FloatPointer work,
      int size,
      IntPointer integers) {
    byte thin = (byte) 'S';
    return LAPACKE_sgesdd_work(
        LAPACK_COL_MAJOR, thin, n, n, a, n, s, u, n, vt, n, work, size, integers);
  }

  static int syevd(
      int n,
      DoublePointer a,
      DoublePointer values,
      DoublePointer work,
      int size,
      IntPointer integers) {
    byte all = (byte) 'V';
    byte lower = (byte) 'L';
    return LAPACKE_dsyevd_work(
        LAPACK_COL_MAJOR, all, lower, n, a, n, values, work, size, integers, 5 * n + 3);
  }

  static int gesdd(
      int n,
      DoublePointer a,
      DoublePointer s,
      DoublePointer u,
      DoublePointer vt,
      DoublePointer work,
      int size,
      IntPointer integers) {
    byte thin = (byte) 'S';
    return LAPACKE_dgesdd_work(
        LAPACK_COL_MAJOR, thin, n, n, a, n, s, u, n, vt, n, work, size, integers);
  }

  /** Left eigenvectors only. */
  static int geev(int n, FloatPointer a, FloatPointer re, FloatPointer im, FloatPointer left) {
    byte no = (byte) 'N';
    return LAPACKE_sgeev(LAPACK_COL_MAJOR, (byte) 'V', no, n, a, n, re, im, left, n, left, n);
  }

  /** Left eigenvectors only. */
  static int geev(int n, DoublePointer a, DoublePointer re, DoublePointer im, DoublePointer left) {
    byte no = (byte) 'N';
    return LAPACKE_dgeev(LAPACK_COL_MAJOR, (byte) 'V', no, n, a, n, re, im, left, n, left, n);
  }

  static int gesdd(int n, FloatPointer a, FloatPointer s, FloatPointer u, FloatPointer vt) {
    return LAPACKE_sgesdd(LAPACK_COL_MAJOR, (byte) 'S', n, n, a, n, s, u, n, vt, n);
  }

  static int gesdd(int n, DoublePointer a, DoublePointer s, DoublePointer u, DoublePointer vt) {
    return LAPACKE_dgesdd(LAPACK_COL_MAJOR, (byte) 'S', n, n, a, n, s, u, n, vt, n);
  }

  /** With LAPACK's usual options: relative accuracy of scaled columns, no perturbation. */
  static int gejsv(
      int n,
      FloatPointer a,
      FloatPointer s,
      FloatPointer u,
      FloatPointer v,
      FloatPointer scales,
      IntPointer counts) {
    return LAPACKE_sgejsv(
        LAPACK_COL_MAJOR,
        (byte) 'C',
        (byte) 'U',
        (byte) 'V',
        (byte) 'R',
        (byte) 'N',
        (byte) 'N',
        n,
        n,
        a,
        n,
        s,
        u,
        n,
        v,
        n,
        scales,
        counts);
  }

  static int gejsv(
      int n,
      DoublePointer a,
      DoublePointer s,
      DoublePointer u,
      DoublePointer v,
      DoublePointer scales,
      IntPointer counts) {
    return LAPACKE_dgejsv(
        LAPACK_COL_MAJOR,
        (byte) 'C',
        (byte) 'U',
        (byte) 'V',
        (byte) 'R',
        (byte) 'N',
        (byte) 'N',
        n,
        n,
        a,
        n,
        s,
        u,
        n,
        v,
        n,
        scales,
        counts);
  }

  static int getrf(int n, FloatPointer a, IntPointer pivots) {
    return LAPACKE_sgetrf(LAPACK_COL_MAJOR, n, n, a, n, pivots);
  }

  static int potrf(int n, FloatPointer a) {
    return LAPACKE_spotrf(LAPACK_COL_MAJOR, (byte) 'U', n, a, n);
  }

  static int geqrf(int n, FloatPointer a, FloatPointer factors) {
    return LAPACKE_sgeqrf(LAPACK_COL_MAJOR, n, n, a, n, factors);
  }

  static int getrf(int n, DoublePointer a, IntPointer pivots) {
    return LAPACKE_dgetrf(LAPACK_COL_MAJOR, n, n, a, n, pivots);
  }

  static int potrf(int n, DoublePointer a) {
    return LAPACKE_dpotrf(LAPACK_COL_MAJOR, (byte) 'U', n, a, n);
  }

  static int geqrf(int n, DoublePointer a, DoublePointer factors) {
    return LAPACKE_dgeqrf(LAPACK_COL_MAJOR, n, n, a, n, factors);
  }

  /** Fails if LAPACK says that it did. */
  static void require(int info) {
    if (info != 0) {
      throw new IllegalStateException("LAPACK: info = " + info);
    }
  }
}
