package io.lanewise.cli.bench;

import io.lanewise.DType;
import io.lanewise.cpu.KernelChoice;
import io.lanewise.kernel.simd.PeakF32;
import io.lanewise.kernel.simd.PeakF64;

/** The rate of this core's fused multiply-adds: what every other rate is a share of. */
public final class PeakLoop {
  private static final int STEPS = 4096; // some ten microseconds
  private static final long WARM_UP_NANOS = 150_000_000; // for the compiler
  private static final int WARM_UP_RUNS = 100; // where others make the compiler wait
  private static final long NANOS = 3_000_000;

  private static boolean warm;
  private static double sink; // keeps the loop's result in use

  private PeakLoop() {}

  /**
   * Measures for some milliseconds on the calling thread; the first time longer, until the loop is
   * compiled.
   *
   * @param dtype F32 or F64
   * @return GFLOP/s, or NaN if this JVM has no SIMD kernels
   */
  public static synchronized double measure(DType dtype) {
    if (!KernelChoice.choose("AUTO").f32().name().equals("simd")) {
      return Double.NaN;
    }
    if (!warm) {
      best(DType.F32, WARM_UP_NANOS, WARM_UP_RUNS);
      best(DType.F64, WARM_UP_NANOS, WARM_UP_RUNS);
      warm = true;
    }
    double rate = best(dtype, NANOS, 1);
    return sink > 0 ? rate : Double.NaN;
  }

  private static double best(DType dtype, long nanos, int runs) {
    double operations = dtype == DType.F32 ? PeakF32.operations(STEPS) : PeakF64.operations(STEPS);
    double best = 0;
    long now = System.nanoTime();
    long end = now + nanos;
    for (int run = 0; run < runs || now < end; run++) {
      sink += dtype == DType.F32 ? PeakF32.run(0.25f, STEPS) : PeakF64.run(0.25, STEPS);
      long then = now;
      now = System.nanoTime();
      best = Math.max(best, operations / (now - then));
    }
    return best;
  }
}
