package io.lanewise.cpu.reduce;

import io.lanewise.backend.*;
import io.lanewise.cpu.Driver;
import io.lanewise.cpu.Threads;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.View;

/** Reductions. */
public final class Reduce extends Driver {
  /**
   * A driver.
   *
   * @param threads the engine's threads
   * @param f32 kernels for F32
   * @param f64 kernels for F64
   */
  public Reduce(Threads threads, Kernels f32, Kernels f64) {
    super(threads, f32, f64);
  }
  public void reduce(Reduction reduction, View x, View target) { throw new AssertionError(); }
  public double reduceAll(Reduction reduction, View x) { throw new AssertionError(); }
  public double dot(View a, View b) { throw new AssertionError(); }
}
