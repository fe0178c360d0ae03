package io.lanewise.jmh.peers;

import static io.lanewise.jmh.peers.OpenBlasArrays.COLUMNS;
import static io.lanewise.jmh.peers.OpenBlasArrays.GENERAL;
import static io.lanewise.jmh.peers.OpenBlasArrays.LEFT;
import static io.lanewise.jmh.peers.OpenBlasArrays.LOWER;
import static io.lanewise.jmh.peers.OpenBlasArrays.PLAIN;
import static io.lanewise.jmh.peers.OpenBlasArrays.RIGHT;
import static io.lanewise.jmh.peers.OpenBlasArrays.TRANSPOSED;

import io.lanewise.jmh.library.BlasOperandsF32;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.peers.OpenBlasArrays.Call;
import io.lanewise.jmh.problem.BlasProblem;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** OpenBLAS on arrays of Java, where they lie. */
final class OpenBlasArraysF32 {
  private OpenBlasArraysF32() {}

  static Work of(BlasProblem problem) {
    BlasOperandsF32 operands = BlasOperandsF32.of(problem);
    return operands.work(OpenBlasArrays.checked(call(problem, operands)));
  }

  private static Call call(BlasProblem problem, BlasOperandsF32 operands) {
    int n = problem.n();
    float[] z = operands.c();
    MemorySegment a = MemorySegment.ofArray(operands.a());
    MemorySegment b = MemorySegment.ofArray(operands.b());
    MemorySegment c = MemorySegment.ofArray(z);
    MethodHandle f = OpenBlasArrays.function(problem);
    float one = 1;
    float zero = 0;
    float minus = -1;
    return switch (problem.routine()) {
      case DOT -> () -> z[0] = (float) f.invokeExact(n, b, 1, b, 1);
      case NRM2, ASUM -> () -> z[0] = (float) f.invokeExact(n, b, 1);
      case IAMAX -> () -> z[0] = (long) f.invokeExact(n, b, 1);
      case AXPY ->
          () -> {
            f.invokeExact(n, one, b, 1, c, 1);
          };
      case SCAL ->
          () -> {
            f.invokeExact(n, minus, c, 1);
          };
      case GEMV ->
          () -> {
            f.invokeExact(COLUMNS, PLAIN, n, n, one, a, n, b, 1, zero, c, 1);
          };
      case GEMV_T ->
          () -> {
            f.invokeExact(COLUMNS, TRANSPOSED, n, n, one, a, n, b, 1, zero, c, 1);
          };
      case SYMV ->
          () -> {
            f.invokeExact(COLUMNS, LOWER, n, one, a, n, b, 1, zero, c, 1);
          };
      case TRMV, TRSV ->
          () -> {
            f.invokeExact(COLUMNS, LOWER, PLAIN, GENERAL, n, a, n, c, 1);
          };
      case GEMM ->
          () -> {
            f.invokeExact(COLUMNS, PLAIN, PLAIN, n, n, n, one, a, n, b, n, zero, c, n);
          };
      case SYMM ->
          () -> {
            f.invokeExact(COLUMNS, LEFT, LOWER, n, n, one, a, n, b, n, zero, c, n);
          };
      case SYRK ->
          () -> {
            f.invokeExact(COLUMNS, LOWER, PLAIN, n, n, one, a, n, zero, c, n);
          };
      case SYR2K ->
          () -> {
            f.invokeExact(COLUMNS, LOWER, PLAIN, n, n, one, a, n, b, n, zero, c, n);
          };
      case TRMM, TRSM ->
          () -> {
            f.invokeExact(COLUMNS, LEFT, LOWER, PLAIN, GENERAL, n, n, one, a, n, c, n);
          };
      case TRMM_RIGHT, TRSM_RIGHT ->
          () -> {
            f.invokeExact(COLUMNS, RIGHT, LOWER, TRANSPOSED, GENERAL, n, n, one, a, n, c, n);
          };
    };
  }
}
