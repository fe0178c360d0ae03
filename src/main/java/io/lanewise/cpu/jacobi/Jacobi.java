package io.lanewise.cpu.jacobi;

import io.lanewise.backend.*;
import io.lanewise.cpu.Driver;
import io.lanewise.cpu.Threads;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.View;

/** Primitives of Jacobi methods. */
public final class Jacobi extends Driver {
  /**
   * A driver.
   *
   * @param threads the engine's threads
   * @param f32 kernels for F32
   * @param f64 kernels for F64
   */
  public Jacobi(Threads threads, Kernels f32, Kernels f64) {
    super(threads, f32, f64);
  }
  public void gram(View a, View pairs, View grams) { throw new AssertionError(); }
  public void selectBlocks(View a, View pairs, View blocks) { throw new AssertionError(); }
  public void smallJacobi(View symmetric, boolean relative, double tolerance, View rotations, View measure) { throw new AssertionError(); }
  public void rotateRows(View a, View pairs, View rotations) { throw new AssertionError(); }
}
