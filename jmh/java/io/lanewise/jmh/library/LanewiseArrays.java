package io.lanewise.jmh.library;

import io.lanewise.Blas;
import io.lanewise.DType;
import io.lanewise.jmh.problem.BlasProblem;

/** The BLAS of Lanewise, on arrays. */
final class LanewiseArrays {
  private LanewiseArrays() {}

  static Work of(BlasProblem problem) {
    if (problem.dtype() == DType.F32) {
      float[] c = Convert.floats(problem.c());
      Runnable call = call(problem, Convert.floats(problem.a()), Convert.floats(problem.b()), c);
      return Work.of(call, () -> Convert.widened(c));
    }
    double[] c = Convert.doubles(problem.c());
    Runnable call = call(problem, Convert.doubles(problem.a()), Convert.doubles(problem.b()), c);
    return Work.of(call, () -> Convert.widened(c));
  }

  private static Runnable call(BlasProblem problem, float[] a, float[] b, float[] c) {
    int n = problem.n();
    return switch (problem.routine()) {
      case DOT -> () -> c[0] = Blas.sdot(n, b, 1, b, 1);
      case NRM2 -> () -> c[0] = Blas.snrm2(n, b, 1);
      case ASUM -> () -> c[0] = Blas.sasum(n, b, 1);
      case IAMAX -> () -> c[0] = Blas.isamax(n, b, 1);
      case AXPY -> () -> Blas.saxpy(n, 1, b, 1, c, 1);
      case SCAL -> () -> Blas.sscal(n, -1, c, 1);
      case GEMV -> () -> Blas.sgemv("N", n, n, 1, a, n, b, 1, 0, c, 1);
      case GEMV_T -> () -> Blas.sgemv("T", n, n, 1, a, n, b, 1, 0, c, 1);
      case SYMV -> () -> Blas.ssymv("L", n, 1, a, n, b, 1, 0, c, 1);
      case TRMV -> after(b, c, () -> Blas.strmv("L", "N", "N", n, a, n, c, 1));
      case TRSV -> after(b, c, () -> Blas.strsv("L", "N", "N", n, a, n, c, 1));
      case GEMM -> () -> Blas.sgemm("N", "N", n, n, n, 1, a, n, b, n, 0, c, n);
      case SYMM -> () -> Blas.ssymm("L", "L", n, n, 1, a, n, b, n, 0, c, n);
      case SYRK -> () -> Blas.ssyrk("L", "N", n, n, 1, a, n, 0, c, n);
      case SYR2K -> () -> Blas.ssyr2k("L", "N", n, n, 1, a, n, b, n, 0, c, n);
      case TRMM -> after(b, c, () -> Blas.strmm("L", "L", "N", "N", n, n, 1, a, n, c, n));
      case TRMM_RIGHT -> after(b, c, () -> Blas.strmm("R", "L", "T", "N", n, n, 1, a, n, c, n));
      case TRSM -> after(b, c, () -> Blas.strsm("L", "L", "N", "N", n, n, 1, a, n, c, n));
      case TRSM_RIGHT -> after(b, c, () -> Blas.strsm("R", "L", "T", "N", n, n, 1, a, n, c, n));
    };
  }

  private static Runnable call(BlasProblem problem, double[] a, double[] b, double[] c) {
    int n = problem.n();
    return switch (problem.routine()) {
      case DOT -> () -> c[0] = Blas.ddot(n, b, 1, b, 1);
      case NRM2 -> () -> c[0] = Blas.dnrm2(n, b, 1);
      case ASUM -> () -> c[0] = Blas.dasum(n, b, 1);
      case IAMAX -> () -> c[0] = Blas.idamax(n, b, 1);
      case AXPY -> () -> Blas.daxpy(n, 1, b, 1, c, 1);
      case SCAL -> () -> Blas.dscal(n, -1, c, 1);
      case GEMV -> () -> Blas.dgemv("N", n, n, 1, a, n, b, 1, 0, c, 1);
      case GEMV_T -> () -> Blas.dgemv("T", n, n, 1, a, n, b, 1, 0, c, 1);
      case SYMV -> () -> Blas.dsymv("L", n, 1, a, n, b, 1, 0, c, 1);
      case TRMV -> after(b, c, () -> Blas.dtrmv("L", "N", "N", n, a, n, c, 1));
      case TRSV -> after(b, c, () -> Blas.dtrsv("L", "N", "N", n, a, n, c, 1));
      case GEMM -> () -> Blas.dgemm("N", "N", n, n, n, 1, a, n, b, n, 0, c, n);
      case SYMM -> () -> Blas.dsymm("L", "L", n, n, 1, a, n, b, n, 0, c, n);
      case SYRK -> () -> Blas.dsyrk("L", "N", n, n, 1, a, n, 0, c, n);
      case SYR2K -> () -> Blas.dsyr2k("L", "N", n, n, 1, a, n, b, n, 0, c, n);
      case TRMM -> after(b, c, () -> Blas.dtrmm("L", "L", "N", "N", n, n, 1, a, n, c, n));
      case TRMM_RIGHT -> after(b, c, () -> Blas.dtrmm("R", "L", "T", "N", n, n, 1, a, n, c, n));
      case TRSM -> after(b, c, () -> Blas.dtrsm("L", "L", "N", "N", n, n, 1, a, n, c, n));
      case TRSM_RIGHT -> after(b, c, () -> Blas.dtrsm("R", "L", "T", "N", n, n, 1, a, n, c, n));
    };
  }

  /** What a routine overwrites is copied to its place before. */
  private static Runnable after(Object from, Object to, Runnable routine) {
    int length = java.lang.reflect.Array.getLength(from);
    return () -> {
      System.arraycopy(from, 0, to, 0, length);
      routine.run();
    };
  }
}
