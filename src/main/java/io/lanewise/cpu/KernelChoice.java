package io.lanewise.cpu;

import io.lanewise.kernel.Kernels;

/**
 * The kernels of an engine and why they were chosen.
 *
 * @param f32 for F32
 * @param f64 for F64
 * @param why the reason, for people
 */
public record KernelChoice(Kernels f32, Kernels f64, String why) {
  /**
   * Chooses.
   *
   * @param wanted AUTO, SCALAR or SIMD
   * @return the choice
   */
  public static KernelChoice choose(String wanted) {
    throw new AssertionError(wanted);
  }
}
