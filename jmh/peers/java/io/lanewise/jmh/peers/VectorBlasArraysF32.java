package io.lanewise.jmh.peers;

import dev.ludovic.netlib.blas.BLAS;
import io.lanewise.jmh.library.BlasOperandsF32;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.problem.BlasProblem;

/** netlib's BLAS on arrays. */
final class VectorBlasArraysF32 {
  private VectorBlasArraysF32() {}

  static Work of(BLAS blas, BlasProblem problem) {
    BlasOperandsF32 operands = BlasOperandsF32.of(problem);
    float[] a = operands.a();
    float[] b = operands.b();
    float[] c = operands.c();
    int n = problem.n();
    return operands.work(
        switch (problem.routine()) {
          case DOT -> () -> c[0] = blas.sdot(n, b, 1, b, 1);
          case NRM2 -> () -> c[0] = blas.snrm2(n, b, 1);
          case ASUM -> () -> c[0] = blas.sasum(n, b, 1);
          case IAMAX -> () -> c[0] = blas.isamax(n, b, 1);
          case AXPY -> () -> blas.saxpy(n, 1, b, 1, c, 1);
          case SCAL -> () -> blas.sscal(n, -1, c, 1);
          case GEMV -> () -> blas.sgemv("N", n, n, 1, a, n, b, 1, 0, c, 1);
          case GEMV_T -> () -> blas.sgemv("T", n, n, 1, a, n, b, 1, 0, c, 1);
          case SYMV -> () -> blas.ssymv("L", n, 1, a, n, b, 1, 0, c, 1);
          case TRMV -> () -> blas.strmv("L", "N", "N", n, a, n, c, 1);
          case TRSV -> () -> blas.strsv("L", "N", "N", n, a, n, c, 1);
          case GEMM -> () -> blas.sgemm("N", "N", n, n, n, 1, a, n, b, n, 0, c, n);
          case SYMM -> () -> blas.ssymm("L", "L", n, n, 1, a, n, b, n, 0, c, n);
          case SYRK -> () -> blas.ssyrk("L", "N", n, n, 1, a, n, 0, c, n);
          case SYR2K -> () -> blas.ssyr2k("L", "N", n, n, 1, a, n, b, n, 0, c, n);
          case TRMM -> () -> blas.strmm("L", "L", "N", "N", n, n, 1, a, n, c, n);
          case TRMM_RIGHT -> () -> blas.strmm("R", "L", "T", "N", n, n, 1, a, n, c, n);
          case TRSM -> () -> blas.strsm("L", "L", "N", "N", n, n, 1, a, n, c, n);
          case TRSM_RIGHT -> () -> blas.strsm("R", "L", "T", "N", n, n, 1, a, n, c, n);
        });
  }
}
