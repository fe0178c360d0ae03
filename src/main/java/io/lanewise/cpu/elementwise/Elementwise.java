package io.lanewise.cpu.elementwise;

import io.lanewise.backend.*;
import io.lanewise.cpu.Driver;
import io.lanewise.cpu.Threads;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.View;

/** Elementwise functions. */
public final class Elementwise extends Driver {
  /**
   * A driver.
   *
   * @param threads the engine's threads
   * @param f32 kernels for F32
   * @param f64 kernels for F64
   */
  public Elementwise(Threads threads, Kernels f32, Kernels f64) {
    super(threads, f32, f64);
  }
  public void map(UnaryOp op, View x, View target) { throw new AssertionError(); }
  public void zip(BinaryOp op, View a, View b, View target) { throw new AssertionError(); }
  public void zip(BinaryOp op, View a, double b, View target) { throw new AssertionError(); }
  public void zip(BinaryOp op, double a, View b, View target) { throw new AssertionError(); }
  public void compare(Comparison comparison, View a, View b, View target) { throw new AssertionError(); }
  public void compare(Comparison comparison, View a, double b, View target) { throw new AssertionError(); }
  public void where(View condition, View a, View b, View target) { throw new AssertionError(); }
}
