package io.lanewise.jmh.peers;

import static org.bytedeco.openblas.global.openblas.*;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.jmh.library.Operands;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.problem.BlasProblem;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** OpenBLAS, for what Lanewise does on arrays; in native memory, where it needs no copies. */
final class OpenBlasArrays {
  private static final int COLUMNS = 102;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;
  private static final int LOWER = 122;
  private static final int GENERAL = 131;
  private static final int LEFT = 141;
  private static final int RIGHT = 142;

  private OpenBlasArrays() {}

  static Work of(BlasProblem problem) {
    DType dtype = problem.dtype();
    Tensor a = tensor(problem.a(), dtype);
    Tensor b = tensor(problem.b(), dtype);
    Tensor c = tensor(problem.c(), dtype);
    Runnable call =
        dtype == DType.F32
            ? call(problem, floats(a), floats(b), floats(c))
            : call(problem, doubles(a), doubles(b), doubles(c));
    return Work.of(call, c::toDoubleArray);
  }

  /** With at least one element, so that it has a place. */
  private static Tensor tensor(double[] values, DType dtype) {
    return values.length == 0
        ? Tensor.zeros(dtype, 1)
        : Operands.tensor(values, dtype, values.length);
  }

  private static FloatPointer floats(Tensor tensor) {
    return new FloatPointer(Operands.buffer(tensor).asFloatBuffer());
  }

  private static DoublePointer doubles(Tensor tensor) {
    return new DoublePointer(Operands.buffer(tensor).asDoubleBuffer());
  }

  private static Runnable call(
      BlasProblem problem, FloatPointer a, FloatPointer b, FloatPointer c) {
    int n = problem.n();
    return switch (problem.routine()) {
      case DOT -> () -> c.put(0, cblas_sdot(n, b, 1, b, 1));
      case NRM2 -> () -> c.put(0, cblas_snrm2(n, b, 1));
      case ASUM -> () -> c.put(0, cblas_sasum(n, b, 1));
      case IAMAX -> () -> c.put(0, cblas_isamax(n, b, 1));
      case AXPY -> () -> cblas_saxpy(n, 1, b, 1, c, 1);
      case SCAL -> () -> cblas_sscal(n, -1, c, 1);
      case GEMV -> () -> cblas_sgemv(COLUMNS, PLAIN, n, n, 1, a, n, b, 1, 0, c, 1);
      case GEMV_T -> () -> cblas_sgemv(COLUMNS, TRANSPOSED, n, n, 1, a, n, b, 1, 0, c, 1);
      case SYMV -> () -> cblas_ssymv(COLUMNS, LOWER, n, 1, a, n, b, 1, 0, c, 1);
      case TRMV -> after(b, c, () -> cblas_strmv(COLUMNS, LOWER, PLAIN, GENERAL, n, a, n, c, 1));
      case TRSV -> after(b, c, () -> cblas_strsv(COLUMNS, LOWER, PLAIN, GENERAL, n, a, n, c, 1));
      case GEMM -> () -> cblas_sgemm(COLUMNS, PLAIN, PLAIN, n, n, n, 1, a, n, b, n, 0, c, n);
      case SYMM -> () -> cblas_ssymm(COLUMNS, LEFT, LOWER, n, n, 1, a, n, b, n, 0, c, n);
      case SYRK -> () -> cblas_ssyrk(COLUMNS, LOWER, PLAIN, n, n, 1, a, n, 0, c, n);
      case SYR2K -> () -> cblas_ssyr2k(COLUMNS, LOWER, PLAIN, n, n, 1, a, n, b, n, 0, c, n);
      case TRMM ->
          after(b, c, () -> cblas_strmm(COLUMNS, LEFT, LOWER, PLAIN, GENERAL, n, n, 1, a, n, c, n));
      case TRMM_RIGHT ->
          after(
              b,
              c,
              () -> cblas_strmm(COLUMNS, RIGHT, LOWER, TRANSPOSED, GENERAL, n, n, 1, a, n, c, n));
      case TRSM ->
          after(b, c, () -> cblas_strsm(COLUMNS, LEFT, LOWER, PLAIN, GENERAL, n, n, 1, a, n, c, n));
      case TRSM_RIGHT ->
          after(
              b,
              c,
              () -> cblas_strsm(COLUMNS, RIGHT, LOWER, TRANSPOSED, GENERAL, n, n, 1, a, n, c, n));
    };
  }

  private static Runnable call(
      BlasProblem problem, DoublePointer a, DoublePointer b, DoublePointer c) {
    int n = problem.n();
    return switch (problem.routine()) {
      case DOT -> () -> c.put(0, cblas_ddot(n, b, 1, b, 1));
      case NRM2 -> () -> c.put(0, cblas_dnrm2(n, b, 1));
      case ASUM -> () -> c.put(0, cblas_dasum(n, b, 1));
      case IAMAX -> () -> c.put(0, cblas_idamax(n, b, 1));
      case AXPY -> () -> cblas_daxpy(n, 1, b, 1, c, 1);
      case SCAL -> () -> cblas_dscal(n, -1, c, 1);
      case GEMV -> () -> cblas_dgemv(COLUMNS, PLAIN, n, n, 1, a, n, b, 1, 0, c, 1);
      case GEMV_T -> () -> cblas_dgemv(COLUMNS, TRANSPOSED, n, n, 1, a, n, b, 1, 0, c, 1);
      case SYMV -> () -> cblas_dsymv(COLUMNS, LOWER, n, 1, a, n, b, 1, 0, c, 1);
      case TRMV -> after(b, c, () -> cblas_dtrmv(COLUMNS, LOWER, PLAIN, GENERAL, n, a, n, c, 1));
      case TRSV -> after(b, c, () -> cblas_dtrsv(COLUMNS, LOWER, PLAIN, GENERAL, n, a, n, c, 1));
      case GEMM -> () -> cblas_dgemm(COLUMNS, PLAIN, PLAIN, n, n, n, 1, a, n, b, n, 0, c, n);
      case SYMM -> () -> cblas_dsymm(COLUMNS, LEFT, LOWER, n, n, 1, a, n, b, n, 0, c, n);
      case SYRK -> () -> cblas_dsyrk(COLUMNS, LOWER, PLAIN, n, n, 1, a, n, 0, c, n);
      case SYR2K -> () -> cblas_dsyr2k(COLUMNS, LOWER, PLAIN, n, n, 1, a, n, b, n, 0, c, n);
      case TRMM ->
          after(b, c, () -> cblas_dtrmm(COLUMNS, LEFT, LOWER, PLAIN, GENERAL, n, n, 1, a, n, c, n));
      case TRMM_RIGHT ->
          after(
              b,
              c,
              () -> cblas_dtrmm(COLUMNS, RIGHT, LOWER, TRANSPOSED, GENERAL, n, n, 1, a, n, c, n));
      case TRSM ->
          after(b, c, () -> cblas_dtrsm(COLUMNS, LEFT, LOWER, PLAIN, GENERAL, n, n, 1, a, n, c, n));
      case TRSM_RIGHT ->
          after(
              b,
              c,
              () -> cblas_dtrsm(COLUMNS, RIGHT, LOWER, TRANSPOSED, GENERAL, n, n, 1, a, n, c, n));
    };
  }

  /** What a routine overwrites is copied to its place before. */
  private static Runnable after(Pointer from, Pointer to, Runnable routine) {
    long bytes = from.limit() * from.sizeof();
    return () -> {
      Pointer.memcpy(to, from, bytes);
      routine.run();
    };
  }
}
