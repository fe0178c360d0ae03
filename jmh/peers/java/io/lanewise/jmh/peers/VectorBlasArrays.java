package io.lanewise.jmh.peers;

import dev.ludovic.netlib.blas.BLAS;
import io.lanewise.DType;
import io.lanewise.jmh.library.Convert;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.problem.BlasProblem;

/** netlib's BLAS on arrays. */
final class VectorBlasArrays {
  private VectorBlasArrays() {}

  static Work of(BLAS blas, BlasProblem problem) {
    if (problem.dtype() == DType.F32) {
      float[] c = Convert.floats(problem.c());
      float[] a = Convert.floats(problem.a());
      Runnable call = call(blas, problem, a, Convert.floats(problem.b()), c);
      return Work.of(call, () -> Convert.widened(c));
    }
    double[] c = Convert.doubles(problem.c());
    double[] a = Convert.doubles(problem.a());
    Runnable call = call(blas, problem, a, Convert.doubles(problem.b()), c);
    return Work.of(call, () -> Convert.widened(c));
  }

  private static Runnable call(BLAS blas, BlasProblem problem, float[] a, float[] b, float[] c) {
    int n = problem.n();
    return switch (problem.routine()) {
      case DOT -> () -> c[0] = blas.sdot(n, b, 1, b, 1);
      case NRM2 -> () -> c[0] = blas.snrm2(n, b, 1);
      case ASUM -> () -> c[0] = blas.sasum(n, b, 1);
      case IAMAX -> () -> c[0] = blas.isamax(n, b, 1);
      case AXPY -> () -> blas.saxpy(n, 1, b, 1, c, 1);
      case SCAL -> () -> blas.sscal(n, -1, c, 1);
      case GEMV -> () -> blas.sgemv("N", n, n, 1, a, n, b, 1, 0, c, 1);
      case GEMV_T -> () -> blas.sgemv("T", n, n, 1, a, n, b, 1, 0, c, 1);
      case SYMV -> () -> blas.ssymv("L", n, 1, a, n, b, 1, 0, c, 1);
      case TRMV -> after(b, c, () -> blas.strmv("L", "N", "N", n, a, n, c, 1));
      case TRSV -> after(b, c, () -> blas.strsv("L", "N", "N", n, a, n, c, 1));
      case GEMM -> () -> blas.sgemm("N", "N", n, n, n, 1, a, n, b, n, 0, c, n);
      case SYMM -> () -> blas.ssymm("L", "L", n, n, 1, a, n, b, n, 0, c, n);
      case SYRK -> () -> blas.ssyrk("L", "N", n, n, 1, a, n, 0, c, n);
      case SYR2K -> () -> blas.ssyr2k("L", "N", n, n, 1, a, n, b, n, 0, c, n);
      case TRMM -> after(b, c, () -> blas.strmm("L", "L", "N", "N", n, n, 1, a, n, c, n));
      case TRMM_RIGHT -> after(b, c, () -> blas.strmm("R", "L", "T", "N", n, n, 1, a, n, c, n));
      case TRSM -> after(b, c, () -> blas.strsm("L", "L", "N", "N", n, n, 1, a, n, c, n));
      case TRSM_RIGHT -> after(b, c, () -> blas.strsm("R", "L", "T", "N", n, n, 1, a, n, c, n));
    };
  }

  private static Runnable call(BLAS blas, BlasProblem problem, double[] a, double[] b, double[] c) {
    int n = problem.n();
    return switch (problem.routine()) {
      case DOT -> () -> c[0] = blas.ddot(n, b, 1, b, 1);
      case NRM2 -> () -> c[0] = blas.dnrm2(n, b, 1);
      case ASUM -> () -> c[0] = blas.dasum(n, b, 1);
      case IAMAX -> () -> c[0] = blas.idamax(n, b, 1);
      case AXPY -> () -> blas.daxpy(n, 1, b, 1, c, 1);
      case SCAL -> () -> blas.dscal(n, -1, c, 1);
      case GEMV -> () -> blas.dgemv("N", n, n, 1, a, n, b, 1, 0, c, 1);
      case GEMV_T -> () -> blas.dgemv("T", n, n, 1, a, n, b, 1, 0, c, 1);
      case SYMV -> () -> blas.dsymv("L", n, 1, a, n, b, 1, 0, c, 1);
      case TRMV -> after(b, c, () -> blas.dtrmv("L", "N", "N", n, a, n, c, 1));
      case TRSV -> after(b, c, () -> blas.dtrsv("L", "N", "N", n, a, n, c, 1));
      case GEMM -> () -> blas.dgemm("N", "N", n, n, n, 1, a, n, b, n, 0, c, n);
      case SYMM -> () -> blas.dsymm("L", "L", n, n, 1, a, n, b, n, 0, c, n);
      case SYRK -> () -> blas.dsyrk("L", "N", n, n, 1, a, n, 0, c, n);
      case SYR2K -> () -> blas.dsyr2k("L", "N", n, n, 1, a, n, b, n, 0, c, n);
      case TRMM -> after(b, c, () -> blas.dtrmm("L", "L", "N", "N", n, n, 1, a, n, c, n));
      case TRMM_RIGHT -> after(b, c, () -> blas.dtrmm("R", "L", "T", "N", n, n, 1, a, n, c, n));
      case TRSM -> after(b, c, () -> blas.dtrsm("L", "L", "N", "N", n, n, 1, a, n, c, n));
      case TRSM_RIGHT -> after(b, c, () -> blas.dtrsm("R", "L", "T", "N", n, n, 1, a, n, c, n));
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
