package io.lanewise;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * How a CPU engine computes. Start from {@link #auto()} and change what you need.
 *
 * @param threads how many threads may work on one operation, the caller included; results do not
 *     depend on it
 * @param executor where helpers run, or null for daemon threads of the engine's own
 * @param kernels which kernels; {@link Kernels#AUTO} takes SIMD where it is available and worth
 *     using
 */
@SuppressWarnings("exports") // @Nullable is for tools; users of the library need no JSpecify
public record EngineOptions(int threads, @Nullable Executor executor, Kernels kernels) {

  /** Which set of inner loops an engine uses. */
  public enum Kernels {
    /**
     * SIMD if it is there and worth using, otherwise scalar; {@code -Dlanewise.kernels=scalar|simd}
     * decides first.
     */
    AUTO,
    /** Plain Java. */
    SCALAR,
    /** The Vector API; an error where it is missing. */
    SIMD
  }

  /** Checks the number of threads. */
  public EngineOptions {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "EngineOptions: threads is " + threads + ", but at least 1 (the caller) is needed");
    }
  }

  /**
   * The defaults: as many threads as processors, workers of the engine's own, SIMD where possible.
   *
   * @return the options
   */
  public static EngineOptions auto() {
    return new EngineOptions(Runtime.getRuntime().availableProcessors(), null, Kernels.AUTO);
  }

  /**
   * With another number of threads.
   *
   * @param count at least 1
   * @return new options
   */
  public EngineOptions withThreads(int count) {
    return new EngineOptions(count, executor, kernels);
  }

  /**
   * With an executor for the helpers. The caller always takes part, and never waits for a task that
   * has not begun.
   *
   * @param pool the executor
   * @return new options
   */
  public EngineOptions withExecutor(Executor pool) {
    return new EngineOptions(threads, pool, kernels);
  }

  /**
   * With given kernels.
   *
   * @param set which
   * @return new options
   */
  public EngineOptions withKernels(Kernels set) {
    return new EngineOptions(threads, executor, set);
  }
}
