package io.lanewise.cpu.gemm;

import io.lanewise.backend.*;
import io.lanewise.cpu.Driver;
import io.lanewise.cpu.Threads;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.View;

/** Matrix products. */
public final class Gemm extends Driver {
  /**
   * A driver.
   *
   * @param threads the engine's threads
   * @param f32 kernels for F32
   * @param f64 kernels for F64
   */
  public Gemm(Threads threads, Kernels f32, Kernels f64) {
    super(threads, f32, f64);
  }
  public void gemm(double alpha, View a, View b, double beta, View c, Epilogue epilogue) { throw new AssertionError(); }
}
