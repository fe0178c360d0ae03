package io.lanewise.cpu.reduce;

import io.lanewise.backend.*;
import io.lanewise.cpu.Driver;
import io.lanewise.cpu.Threads;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.View;

/** Softmax. */
public final class Softmax extends Driver {
  /**
   * A driver.
   *
   * @param threads the engine's threads
   * @param f32 kernels for F32
   * @param f64 kernels for F64
   */
  public Softmax(Threads threads, Kernels f32, Kernels f64) {
    super(threads, f32, f64);
  }
  public void softmax(View x, View target) { throw new AssertionError(); }
}
