package io.lanewise;

import io.lanewise.backend.Backend;
import io.lanewise.cpu.CpuBackend;
import io.lanewise.cpu.KernelChoice;
import java.util.Optional;

/**
 * What computes: a CPU with its kernels and threads, later a GPU. Every operation takes the engine
 * that is current for the calling code, once, when it begins.
 *
 * <p>{@link #run} and {@link #call} make an engine current for a block of code, by a {@link
 * ScopedValue}: it does not reach threads that the block hands work to; {@link #bind} carries it
 * there. Engines are safe for use by many threads, and have nothing to close: idle worker threads
 * end by themselves.
 */
public final class Engine {
  private static final ScopedValue<Engine> CURRENT = ScopedValue.newInstance();

  private final Backend backend;

  private Engine(Backend backend) {
    this.backend = backend;
  }

  private static final class Default {
    static final Engine CPU = cpu(EngineOptions.auto());
  }

  /**
   * The engine of the calling code: that of the innermost {@link #run}, otherwise {@link #cpu()}.
   *
   * @return the current engine
   */
  public static Engine current() {
    return CURRENT.isBound() ? CURRENT.get() : Default.CPU;
  }

  /**
   * The default CPU engine.
   *
   * @return one engine for the whole process
   */
  public static Engine cpu() {
    return Default.CPU;
  }

  /**
   * A CPU engine with options of its own.
   *
   * @param options threads, executor, kernels
   * @return a new engine
   * @throws EngineUnavailableException if SIMD kernels are demanded and cannot be had; the text
   *     says why
   */
  public static Engine cpu(EngineOptions options) {
    return new Engine(
        CpuBackend.create(
            KernelChoice.choose(options.kernels().name()), options.threads(), options.executor()));
  }

  /**
   * The GPU engine.
   *
   * @return the engine
   * @throws EngineUnavailableException always in this version, which has CPU engines only
   */
  public static Engine gpu() {
    throw new EngineUnavailableException(
        "GPU engine: this version of Lanewise has none; use Engine.cpu(), or leave the engine out");
  }

  /**
   * The GPU engine if there is one.
   *
   * @return empty in this version, which has CPU engines only
   */
  public static Optional<Engine> findGpu() {
    return Optional.empty();
  }

  /**
   * Runs code with this engine current.
   *
   * @param code what to run, on the calling thread
   */
  public void run(Runnable code) {
    ScopedValue.where(CURRENT, this).run(code);
  }

  /**
   * Runs code with this engine current and returns its result.
   *
   * @param code what to run, on the calling thread
   * @param <T> type of the result
   * @param <X> type of the exception that it may throw
   * @return what it returns
   * @throws X what it throws
   */
  public <T, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> code) throws X {
    return ScopedValue.where(CURRENT, this).call(code);
  }

  /**
   * Code that makes this engine current wherever it is run later: for threads and executors of your
   * own.
   *
   * @param code what to run
   * @return the same with this engine current
   */
  public Runnable bind(Runnable code) {
    return () -> run(code);
  }

  /**
   * What this engine uses and why: kernels, lanes, tile, threads, memory, huge pages.
   *
   * @return a table, one fact a line
   */
  public String describe() {
    return backend.describe().toString();
  }

  Backend backend() {
    return backend;
  }

  /** What computes on the caller's arrays: a CPU, whatever the engine. */
  CpuBackend host() {
    return backend instanceof CpuBackend cpu ? cpu : Default.CPU.host();
  }

  @Override
  public String toString() {
    return "Engine[cpu]";
  }
}
