package io.lanewise.jmh.library;

import io.lanewise.Blas;
import io.lanewise.jmh.problem.BlasProblem;

/** The BLAS of Lanewise, on arrays. */
final class LanewiseArraysF32 {
  private LanewiseArraysF32() {}

  static Work of(BlasProblem problem) {
    BlasOperandsF32 operands = BlasOperandsF32.of(problem);
    float[] a = operands.a();
    float[] b = operands.b();
    float[] c = operands.c();
    int n = problem.n();
    return operands.work(
        switch (problem.routine()) {
          case DOT -> () -> c[0] = Blas.sdot(n, b, 1, b, 1);
          case NRM2 -> () -> c[0] = Blas.snrm2(n, b, 1);
          case ASUM -> () -> c[0] = Blas.sasum(n, b, 1);
          case IAMAX -> () -> c[0] = Blas.isamax(n, b, 1);
          case AXPY -> () -> Blas.saxpy(n, 1, b, 1, c, 1);
          case SCAL -> () -> Blas.sscal(n, -1, c, 1);
          case GEMV -> () -> Blas.sgemv("N", n, n, 1, a, n, b, 1, 0, c, 1);
          case GEMV_T -> () -> Blas.sgemv("T", n, n, 1, a, n, b, 1, 0, c, 1);
          case SYMV -> () -> Blas.ssymv("L", n, 1, a, n, b, 1, 0, c, 1);
          case TRMV -> () -> Blas.strmv("L", "N", "N", n, a, n, c, 1);
          case TRSV -> () -> Blas.strsv("L", "N", "N", n, a, n, c, 1);
          case GEMM -> () -> Blas.sgemm("N", "N", n, n, n, 1, a, n, b, n, 0, c, n);
          case SYMM -> () -> Blas.ssymm("L", "L", n, n, 1, a, n, b, n, 0, c, n);
          case SYRK -> () -> Blas.ssyrk("L", "N", n, n, 1, a, n, 0, c, n);
          case SYR2K -> () -> Blas.ssyr2k("L", "N", n, n, 1, a, n, b, n, 0, c, n);
          case TRMM -> () -> Blas.strmm("L", "L", "N", "N", n, n, 1, a, n, c, n);
          case TRMM_RIGHT -> () -> Blas.strmm("R", "L", "T", "N", n, n, 1, a, n, c, n);
          case TRSM -> () -> Blas.strsm("L", "L", "N", "N", n, n, 1, a, n, c, n);
          case TRSM_RIGHT -> () -> Blas.strsm("R", "L", "T", "N", n, n, 1, a, n, c, n);
        });
  }
}
