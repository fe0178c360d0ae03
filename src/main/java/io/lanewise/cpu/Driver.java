package io.lanewise.cpu;

import io.lanewise.DType;
import io.lanewise.kernel.Kernels;

/** What every driver is made of: threads and the kernels of both types. */
public abstract class Driver {
  /** The engine's threads. */
  protected final Threads threads;

  private final Kernels f32;
  private final Kernels f64;

  /**
   * For subclasses.
   *
   * @param threads the engine's threads
   * @param f32 kernels for F32
   * @param f64 kernels for F64
   */
  protected Driver(Threads threads, Kernels f32, Kernels f64) {
    this.threads = threads;
    this.f32 = f32;
    this.f64 = f64;
  }

  /**
   * The kernels for an element type.
   *
   * @param dtype F32 or F64
   * @return its kernels
   */
  protected final Kernels kernels(DType dtype) {
    return switch (dtype) {
      case F32 -> f32;
      case F64 -> f64;
      default -> throw new AssertionError("no kernels compute on " + dtype);
    };
  }
}
