package io.lanewise.cpu.gemm;

import io.lanewise.kernel.GemmKernel;
import io.lanewise.kernel.HeapGemmKernel;
import io.lanewise.kernel.TileKernel;
import io.lanewise.kernel.scalar.ScalarKernels;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * The kernel of a matrix product that is fastest at the moment. Vector code that the JVM has not
 * compiled yet is a hundred times slower than plain code: so the plain kernel, which forms the same
 * sums and so gives the same bits, serves while a thread in the background runs the vector kernel
 * until it is compiled, its common tile first.
 *
 * <p>{@code -Dlanewise.warmup=false} turns that off: then the vector kernel serves from the start.
 *
 * @param <K> {@link GemmKernel} or {@link HeapGemmKernel}
 */
public final class WarmKernel<K extends TileKernel<?>> {
  private static final boolean ENABLED =
      !"false".equals(System.getProperty("lanewise.warmup", "true"));

  /** One for each kernel of the JVM, whatever engines there are. */
  private static final ConcurrentMap<TileKernel<?>, WarmKernel<?>> ALL = new ConcurrentHashMap<>();

  /** A shape that is not compiled after that long is left to the JVM. */
  private static final long PATIENCE_NANOS = 3_000_000_000L;

  private static final int TILES = 8;

  /** Runs in a row that must be fast; enough for the JVM to begin to compile both kernels. [TP] */
  private static final int RUNS = 100;

  /** What is compiled: nothing yet, the whole tile, all of them. */
  private static final int COLD = 0;

  private static final int WHOLE_TILES = 1;
  private static final int WARM = 2;

  private final K kernel;
  private final K plain;
  private final Supplier<Trial<K>> trials;
  private volatile int state;

  /** The state that a thread is working towards, or the present one. */
  private int wantedState; // guarded by this

  private WarmKernel(K kernel, K plain, Supplier<Trial<K>> trials) {
    this.kernel = kernel;
    this.plain = plain;
    this.trials = trials;
    this.state = ENABLED && kernel != plain ? COLD : WARM;
    this.wantedState = state;
  }

  /** Work for a kernel: all of its methods, in the kind of memory that it is for. */
  interface Trial<K> {
    /**
     * Packs from both layouts, multiplies and brings the results to C in both ways.
     *
     * @param kernel one of the two
     * @param rows of the tile
     * @param columns of the tile
     * @param tiles how many tiles
     */
    void run(K kernel, int rows, int columns, int tiles);
  }

  /**
   * The one for a kernel.
   *
   * @param kernel what is wanted
   * @param elementBytes 4 or 8
   * @param <P> array type
   * @return the kernel and what serves meanwhile
   */
  @SuppressWarnings("unchecked") // kernels of one element size work on the same arrays
  public static <P> WarmKernel<GemmKernel<P>> of(GemmKernel<P> kernel, int elementBytes) {
    GemmKernel<P> plain = (GemmKernel<P>) ScalarKernels.of(elementBytes).gemm();
    return (WarmKernel<GemmKernel<P>>)
        ALL.computeIfAbsent(
            kernel,
            key ->
                new WarmKernel<>(
                    kernel, plain, () -> new SegmentTrial<>(kernel, plain, elementBytes)));
  }

  /**
   * The one for a kernel for arrays.
   *
   * @param kernel what is wanted
   * @param elementBytes 4 or 8
   * @param <P> array type
   * @return the kernel and what serves meanwhile
   */
  @SuppressWarnings("unchecked") // likewise
  public static <P> WarmKernel<HeapGemmKernel<P>> of(HeapGemmKernel<P> kernel, int elementBytes) {
    HeapGemmKernel<P> plain = (HeapGemmKernel<P>) ScalarKernels.of(elementBytes).heap().gemm();
    return (WarmKernel<HeapGemmKernel<P>>)
        ALL.computeIfAbsent(
            kernel, key -> new WarmKernel<>(kernel, plain, () -> new HeapTrial<>(kernel, plain)));
  }

  /**
   * The kernel that is wanted, whether or not it is compiled.
   *
   * @return it
   */
  public K wanted() {
    return kernel;
  }

  /**
   * The kernel to use now.
   *
   * @param whole whether nearly all tiles are whole ones
   * @return the wanted one, or the plain one
   */
  public K get(boolean whole) {
    int needed = whole ? WHOLE_TILES : WARM;
    if (state >= needed) {
      return kernel;
    }
    want(needed);
    return plain;
  }

  /** Starts a thread unless one is at work; it also does what is wanted while it runs. */
  private synchronized void want(int needed) {
    boolean idle = wantedState == state;
    wantedState = Math.max(wantedState, needed);
    if (idle && wantedState > state) {
      Thread thread = new Thread(null, this::warm, "lanewise-warmup", 0, false);
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Ends a step; whether there is another one to do. */
  private synchronized boolean reached(int done) {
    state = done;
    return wantedState > done;
  }

  private void warm() {
    boolean finished = false;
    try {
      warm(trials.get());
      finished = true;
    } finally {
      if (!finished) {
        reached(WARM); // out of memory, for one: then the JVM's own pace has to do
      }
    }
  }

  private void warm(Trial<K> trial) {
    if (state == COLD) {
      untilFast(kernel.mr(), kernel.nr(), trial);
      if (!reached(WHOLE_TILES)) {
        return;
      }
    }
    for (int rows = kernel.mr(); rows > 0; rows -= kernel.rowStep()) {
      for (int columns = kernel.nr(); columns > 0; columns -= kernel.columnStep()) {
        untilFast(rows, columns, trial);
      }
    }
    reached(WARM);
  }

  /**
   * Runs a shape until it is faster than the plain kernel, which may not be compiled yet either.
   */
  private void untilFast(int rows, int columns, Trial<K> trial) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    int fast = 0;
    while (fast < RUNS && System.nanoTime() < end) {
      double limit = time(plain, plain.mr(), plain.nr(), trial);
      fast = time(kernel, rows, columns, trial) < limit ? fast + 1 : 0;
    }
  }

  /** Nanoseconds for a number of a tile. */
  private static <K> double time(K some, int rows, int columns, Trial<K> trial) {
    long start = System.nanoTime();
    trial.run(some, rows, columns, TILES);
    return (System.nanoTime() - start) / ((double) TILES * rows * columns);
  }
}
