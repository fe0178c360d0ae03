package io.lanewise.testing;

import io.lanewise.cpu.CpuBackend;
import io.lanewise.cpu.KernelChoice;
import java.util.ArrayList;
import java.util.List;

/**
 * The backends that contract tests run over: scalar kernels, and SIMD kernels where the JVM has
 * them.
 */
public final class Kits {
  private Kits() {}

  /**
   * Backends.
   *
   * @return one for each kernel set, with one and with several threads
   */
  public static List<CpuBackend> backends() {
    List<CpuBackend> backends = new ArrayList<>();
    for (String kernels : kernelSets()) {
      for (int threads : new int[] {1, 3}) {
        backends.add(CpuBackend.create(KernelChoice.choose(kernels), threads, null));
      }
    }
    return backends;
  }

  /**
   * Names of the kernel sets that this JVM has.
   *
   * @return SCALAR, and SIMD if the vector module is there
   */
  public static List<String> kernelSets() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        ? List.of("SCALAR", "SIMD")
        : List.of("SCALAR");
  }
}
