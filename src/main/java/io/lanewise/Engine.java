package io.lanewise;

import io.lanewise.backend.Backend;
import io.lanewise.cpu.CpuBackend;
import io.lanewise.cpu.KernelChoice;
import io.lanewise.internal.Internal;
import java.util.Optional;

/**
 * What computes: a CPU with its kernels and threads, or a GPU. Every operation takes the engine
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

  Engine(Backend backend) {
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
   * The GPU engine: the same operations as TornadoVM kernels. Looked for once in a process; the
   * first operation of a kind compiles its kernel, which takes from a tenth of a second to some
   * seconds.
   *
   * @return the one engine
   * @throws EngineUnavailableException if there is no TornadoVM in this JVM, or it has no device;
   *     the text says which and what to do
   */
  public static Engine gpu() {
    return findGpu().orElseThrow(() -> new EngineUnavailableException(Gpu.find().reason()));
  }

  /**
   * The GPU engine if there is one; {@link #gpu()} says why not.
   *
   * @return the one engine, or empty
   */
  public static Optional<Engine> findGpu() {
    return Optional.ofNullable(Gpu.find().engine());
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
   * Brings tensors to this engine's device, so that the operations that follow do not have to: for
   * timing. A CPU engine has nothing to do.
   *
   * @param tensors any
   */
  public void upload(Tensor... tensors) {
    for (Tensor tensor : tensors) {
      backend.upload(Internal.view(tensor));
    }
  }

  /**
   * Gets ready now for what would otherwise be done on the way: a GPU engine makes its memory and
   * compiles all its kernels for the types, which takes a minute or so for each. A CPU engine has
   * nothing to do.
   *
   * @param dtypes types that will be computed in: F32, F64
   * @throws DTypeException if one is not of those
   * @throws EngineUnavailableException if the device does not compute in one
   */
  public void warmUp(DType... dtypes) {
    for (DType dtype : dtypes) {
      if (!dtype.computes()) {
        throw new DTypeException(
            "warmUp: nothing is computed in " + dtype + "; F32 and F64 are the types that compute");
      }
      backend.warmUp(dtype);
    }
  }

  /** Waits until everything asked for is done: for timing. A CPU engine has nothing to wait for. */
  public void await() {
    backend.await();
  }

  /**
   * What this engine uses and why: kernels, lanes, tile, threads, memory, huge pages; or the device
   * and what runs there.
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
    return backend instanceof CpuBackend ? "Engine[cpu]" : "Engine[gpu]";
  }
}
