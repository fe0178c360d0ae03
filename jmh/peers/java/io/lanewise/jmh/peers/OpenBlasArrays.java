package io.lanewise.jmh.peers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.lanewise.DType;
import io.lanewise.jmh.library.Convert;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.problem.BlasProblem;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.stream.IntStream;

/** OpenBLAS on arrays of Java, where they lie: calls that lock them for the collector. */
final class OpenBlasArrays {
  private static final int COLUMNS = 102;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;
  private static final int LOWER = 122;
  private static final int GENERAL = 131;
  private static final int LEFT = 141;
  private static final int RIGHT = 142;

  private OpenBlasArrays() {}

  /** A call of native code. */
  private interface Call {
    void run() throws Throwable;
  }

  static Work of(BlasProblem problem) {
    if (problem.dtype() == DType.F32) {
      float[] c = Convert.floats(problem.c());
      float[] a = Convert.floats(problem.a());
      Call call = call(problem, a, Convert.floats(problem.b()), c);
      return Work.of(checked(call), () -> Convert.widened(c));
    }
    double[] c = Convert.doubles(problem.c());
    double[] a = Convert.doubles(problem.a());
    Call call = call(problem, a, Convert.doubles(problem.b()), c);
    return Work.of(checked(call), () -> Convert.widened(c));
  }

  private static Runnable checked(Call call) {
    return () -> {
      try {
        call.run();
      } catch (Throwable failed) {
        throw new IllegalStateException(failed);
      }
    };
  }

  private static MethodHandle function(BlasProblem problem) {
    String letter = problem.dtype() == DType.F32 ? "s" : "d";
    String base = problem.routine().name().toLowerCase(Locale.ROOT).replaceAll("_.*", "");
    String name = "cblas_" + (base.equals("iamax") ? "i" + letter + "amax" : letter + base);
    // The answer, then the arguments: number of the type, array, int, long or nothing.
    String signature =
        switch (problem.routine()) {
          case DOT -> "riaiai";
          case NRM2, ASUM -> "riai";
          case IAMAX -> "liai";
          case AXPY -> "viraiai";
          case SCAL -> "virai";
          case GEMV, GEMV_T -> "viiiiraiairai";
          case SYMV -> "viiiraiairai";
          case TRMV, TRSV -> "viiiiiaiai";
          case GEMM -> "viiiiiiraiairai";
          case SYMM -> "viiiiiraiairai";
          case SYRK -> "viiiiirairai";
          case SYR2K -> "viiiiiraiairai";
          case TRMM, TRMM_RIGHT, TRSM, TRSM_RIGHT -> "viiiiiiiraiai";
        };
    MemoryLayout[] arguments =
        IntStream.range(1, signature.length())
            .mapToObj(i -> layout(signature.charAt(i), problem.dtype()))
            .toArray(MemoryLayout[]::new);
    FunctionDescriptor descriptor =
        signature.charAt(0) == 'v'
            ? FunctionDescriptor.ofVoid(arguments)
            : FunctionDescriptor.of(layout(signature.charAt(0), problem.dtype()), arguments);
    MemorySegment address = SymbolLookup.loaderLookup().find(name).orElseThrow();
    Linker.Option inPlace = Linker.Option.critical(true);
    return Linker.nativeLinker().downcallHandle(address, descriptor, inPlace);
  }

  private static MemoryLayout layout(char kind, DType dtype) {
    return switch (kind) {
      case 'r' -> dtype == DType.F32 ? JAVA_FLOAT : JAVA_DOUBLE;
      case 'a' -> ADDRESS;
      case 'l' -> JAVA_LONG;
      default -> JAVA_INT;
    };
  }

  private static Call call(BlasProblem problem, float[] x, float[] y, float[] z) {
    int n = problem.n();
    MemorySegment a = MemorySegment.ofArray(x);
    MemorySegment b = MemorySegment.ofArray(y);
    MemorySegment c = MemorySegment.ofArray(z);
    MethodHandle f = function(problem);
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
          after(
              y,
              z,
              () -> {
                f.invokeExact(COLUMNS, LOWER, PLAIN, GENERAL, n, a, n, c, 1);
              });
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
          after(
              y,
              z,
              () -> {
                f.invokeExact(COLUMNS, LEFT, LOWER, PLAIN, GENERAL, n, n, one, a, n, c, n);
              });
      case TRMM_RIGHT, TRSM_RIGHT ->
          after(
              y,
              z,
              () -> {
                f.invokeExact(COLUMNS, RIGHT, LOWER, TRANSPOSED, GENERAL, n, n, one, a, n, c, n);
              });
    };
  }

  private static Call call(BlasProblem problem, double[] x, double[] y, double[] z) {
    int n = problem.n();
    MemorySegment a = MemorySegment.ofArray(x);
    MemorySegment b = MemorySegment.ofArray(y);
    MemorySegment c = MemorySegment.ofArray(z);
    MethodHandle f = function(problem);
    double one = 1;
    double zero = 0;
    double minus = -1;
    return switch (problem.routine()) {
      case DOT -> () -> z[0] = (double) f.invokeExact(n, b, 1, b, 1);
      case NRM2, ASUM -> () -> z[0] = (double) f.invokeExact(n, b, 1);
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
          after(
              y,
              z,
              () -> {
                f.invokeExact(COLUMNS, LOWER, PLAIN, GENERAL, n, a, n, c, 1);
              });
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
          after(
              y,
              z,
              () -> {
                f.invokeExact(COLUMNS, LEFT, LOWER, PLAIN, GENERAL, n, n, one, a, n, c, n);
              });
      case TRMM_RIGHT, TRSM_RIGHT ->
          after(
              y,
              z,
              () -> {
                f.invokeExact(COLUMNS, RIGHT, LOWER, TRANSPOSED, GENERAL, n, n, one, a, n, c, n);
              });
    };
  }

  /** What a routine overwrites is copied to its place before. */
  private static Call after(Object from, Object to, Call routine) {
    int length = java.lang.reflect.Array.getLength(from);
    return () -> {
      System.arraycopy(from, 0, to, 0, length);
      routine.run();
    };
  }
}
