package io.lanewise.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the JVM tells of the processor. Nothing in Java gives registers or FMA; HotSpot's own flags
 * do.
 */
public final class Hardware {
  private static final boolean FMA = "true".equals(option("UseFMA", "true"));

  private Hardware() {}

  /**
   * Whether {@code Math.fma} is one instruction. Where it is not it takes hundreds of nanoseconds,
   * and {@code a * b + c} is used instead.
   *
   * @return true if so, or if unknown
   */
  public static boolean hasFma() {
    return FMA;
  }

  /**
   * Vector registers that C2 can allocate.
   *
   * @return 32 with AVX-512 and on AArch64, otherwise 16
   */
  public static int vectorRegisters() {
    return "3".equals(option("UseAVX", "0")) || "aarch64".equals(System.getProperty("os.arch"))
        ? 32
        : 16;
  }

  /**
   * Whether this JVM compiles vector operations: HotSpot with C2 in use.
   *
   * @return an empty text if so, otherwise the reason why not
   */
  public static String whyNoVectorCompiler() {
    String name = System.getProperty("java.vm.name", "");
    if (option("TieredStopAtLevel", "").isEmpty()) {
      return "the JVM is " + name + ", not HotSpot";
    }
    if (System.getProperty("java.vm.info", "").contains("interpreted")) {
      return "the JVM only interprets (-Xint)";
    }
    if (!"4".equals(option("TieredStopAtLevel", "4"))
        && !"false".equals(option("TieredCompilation", "true"))) {
      return "the C2 compiler is switched off (-XX:TieredStopAtLevel)";
    }
    return "";
  }

  /**
   * A flag of the JVM.
   *
   * @param name its name
   * @param otherwise what to return if there is no such flag
   * @return its value
   */
  static String option(String name, String otherwise) {
    try {
      HotSpotDiagnosticMXBean bean =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return bean == null ? otherwise : bean.getVMOption(name).getValue();
    } catch (IllegalArgumentException | LinkageError unknown) {
      return otherwise;
    }
  }
}
