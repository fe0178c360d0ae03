package io.lanewise.cpu;

import io.lanewise.EngineUnavailableException;
import io.lanewise.kernel.Hardware;
import io.lanewise.kernel.Kernels;
import io.lanewise.kernel.scalar.ScalarKernels;
import io.lanewise.kernel.simd.SimdKernels;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The kernels of an engine and why they were chosen.
 *
 * @param f32 for F32
 * @param f64 for F64
 * @param why the reason, for people
 */
public record KernelChoice(Kernels f32, Kernels f64, String why) {
  private static final String PROPERTY = "lanewise.kernels";
  private static final String FLAG = "--add-modules jdk.incubator.vector";

  /** Logged at most once: a JVM has one reason for having no SIMD. */
  private static final class Log {
    static final System.Logger LOGGER = System.getLogger("io.lanewise");
    static boolean done;

    static synchronized void once(String line) {
      if (!done) {
        done = true;
        LOGGER.log(System.Logger.Level.INFO, line);
      }
    }
  }

  /**
   * Chooses kernels for this JVM. Where SIMD was neither asked for nor forbidden and cannot be had,
   * one line is logged that says why and which flag turns it on.
   *
   * @param wanted AUTO, SCALAR or SIMD
   * @return the choice
   * @throws EngineUnavailableException if SIMD is wanted and cannot be had
   * @throws IllegalArgumentException if {@code -Dlanewise.kernels} is neither scalar nor simd
   */
  public static KernelChoice choose(String wanted) {
    return choose(wanted, System.getProperty(PROPERTY), whyNoSimd(), KernelChoice::simd);
  }

  /**
   * The decision, apart from the machine that it is made on.
   *
   * @param wanted AUTO, SCALAR or SIMD
   * @param property value of {@code -Dlanewise.kernels}, or null
   * @param obstacle why there is no SIMD, or an empty text
   * @param simd makes the SIMD kernels; may fail with a LinkageError
   * @return the choice
   */
  static KernelChoice choose(
      String wanted, @Nullable String property, String obstacle, Supplier<KernelChoice> simd) {
    String asked = wanted;
    String by = "by the engine's options";
    if (wanted.equals("AUTO") && property != null) {
      asked = property.toUpperCase(Locale.ROOT);
      by = "by -D" + PROPERTY + "=" + property;
      if (!asked.equals("SCALAR") && !asked.equals("SIMD")) {
        throw new IllegalArgumentException(
            "-D" + PROPERTY + "=" + property + ": kernels are scalar or simd");
      }
    }
    if (asked.equals("SCALAR")) {
      return scalar("asked for " + by);
    }
    String reason = obstacle;
    if (reason.isEmpty()) {
      ScalarStart.begin();
      try {
        return simd.get();
      } catch (LinkageError changed) {
        reason =
            "the Vector API of this JDK is not the one this version of Lanewise knows ("
                + changed
                + "); use JDK 25 or a newer Lanewise";
      }
    }
    if (asked.equals("SIMD")) {
      throw new EngineUnavailableException("SIMD kernels, asked for " + by + ": " + reason);
    }
    Log.once("scalar kernels, several times slower than SIMD: " + reason);
    return scalar(reason);
  }

  private static String whyNoSimd() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return "the vector module is not loaded; start java with " + FLAG;
    }
    String compiler = Hardware.whyNoVectorCompiler();
    if (!compiler.isEmpty()) {
      return compiler;
    }
    return Hardware.hasFma()
        ? ""
        : "there is no fused multiply-add (the processor has none, or -XX:-UseFMA)";
  }

  private static KernelChoice scalar(String why) {
    return new KernelChoice(ScalarKernels.F32, ScalarKernels.F64, why);
  }

  private static KernelChoice simd() {
    return new KernelChoice(
        SimdKernels.F32,
        SimdKernels.F64,
        "the vector module is loaded, C2 compiles it, "
            + Hardware.vectorRegisters()
            + " vector registers of "
            + SimdKernels.F32.lanes() * Float.SIZE
            + " bits");
  }
}
