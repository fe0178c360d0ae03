package io.lanewise.jmh.peers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.lanewise.DType;
import io.lanewise.jmh.problem.BlasProblem;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How OpenBLAS is called on arrays of Java, where they lie: the collector leaves them meanwhile.
 */
final class OpenBlasArrays {
  static final int COLUMNS = 102;
  static final int PLAIN = 111;
  static final int TRANSPOSED = 112;
  static final int LOWER = 122;
  static final int GENERAL = 131;
  static final int LEFT = 141;
  static final int RIGHT = 142;

  private OpenBlasArrays() {}

  /** A call of native code. */
  interface Call {
    void run() throws Throwable;
  }

  static Runnable checked(Call call) {
    return () -> {
      try {
        call.run();
      } catch (Throwable failed) {
        throw new IllegalStateException(failed);
      }
    };
  }

  static MethodHandle function(BlasProblem problem) {
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
}
