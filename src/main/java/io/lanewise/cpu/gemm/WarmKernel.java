package io.lanewise.cpu.gemm;

import io.lanewise.kernel.GemmKernel;
import io.lanewise.kernel.HeapGemmKernel;
import io.lanewise.kernel.TileKernel;
import io.lanewise.kernel.scalar.ScalarKernels;
import java.util.List;
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
  /** Whether anything is compiled in the background. */
  public static final boolean ENABLED =
      !"false".equals(System.getProperty("lanewise.warmup", "true"));

  /** One for each kernel of the JVM, whatever engines there are. */
  private static final ConcurrentMap<TileKernel<?>, WarmKernel<?>> ALL = new ConcurrentHashMap<>();

  /** A shape that is not compiled after that long is left to the JVM. */
  private static final long PATIENCE_NANOS = 3_000_000_000L;

  private static final int TILES = 8;

  /** Runs in a row that must be fast; enough for the JVM to begin to compile both kernels. [TP] */
  private static final int RUNS = 100;

  /** What may be compiled, as a set of bits. */
  private static final int WHOLE_TILES = 1;

  private static final int EDGES = 2;
  private static final int DIRECT = 4;
  private static final int ALL_KINDS = WHOLE_TILES | EDGES | DIRECT;

  private final K kernel;
  private final K plain;
  private final Supplier<Trial<K>> trials;

  /** What is compiled. */
  private volatile int compiled;

  /** What a thread is working on, or has compiled. */
  private int wanted; // guarded by this

  private WarmKernel(K kernel, K plain, Supplier<Trial<K>> trials, boolean enabled) {
    this.kernel = kernel;
    this.plain = plain;
    this.trials = trials;
    this.compiled = enabled && kernel != plain ? 0 : ALL_KINDS;
    this.wanted = compiled;
  }

  /** A shape of tiles. */
  record Shape(int rows, int columns) {}

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

    /** Shapes of tiles whose operands are not packed. */
    default List<Shape> directTiles() {
      return List.of();
    }

    /**
     * Multiplies without packing, and brings the results to C in both ways.
     *
     * @param shape of the tile
     * @param tiles how many tiles
     */
    default void runDirect(Shape shape, int tiles) {
      throw new UnsupportedOperationException();
    }
  }

  /**
   * The one for a kernel.
   *
   * @param kernel what is wanted
   * @param elementBytes 4 or 8
   * @param <P> array type
   * @return the kernel and what serves meanwhile
   */
  @SuppressWarnings("unchecked") // a kernel is its own key
  public static <P> WarmKernel<GemmKernel<P>> of(GemmKernel<P> kernel, int elementBytes) {
    return (WarmKernel<GemmKernel<P>>)
        ALL.computeIfAbsent(kernel, key -> create(kernel, elementBytes, ENABLED));
  }

  /**
   * One more.
   *
   * @param kernel what is wanted
   * @param elementBytes 4 or 8
   * @param enabled whether the plain kernel serves meanwhile
   * @param <P> array type
   * @return the kernel and what serves meanwhile
   */
  @SuppressWarnings("unchecked") // kernels of one element size work on the same arrays
  static <P> WarmKernel<GemmKernel<P>> create(
      GemmKernel<P> kernel, int elementBytes, boolean enabled) {
    GemmKernel<P> plain = (GemmKernel<P>) ScalarKernels.of(elementBytes).gemm();
    return new WarmKernel<>(
        kernel, plain, () -> new SegmentTrial<>(kernel, plain, elementBytes), enabled);
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
            kernel,
            key -> new WarmKernel<>(kernel, plain, () -> new HeapTrial<>(kernel, plain), ENABLED));
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
   * The kernel to use now for packed panels.
   *
   * @param whole whether nearly all tiles are whole ones
   * @return the wanted one, or the plain one
   */
  public K get(boolean whole) {
    return ifCompiled(whole ? WHOLE_TILES : WHOLE_TILES | EDGES);
  }

  /**
   * The kernel to use now for operands that are not packed.
   *
   * @return the wanted one, or the plain one, which does not offer that
   */
  K direct() {
    return ifCompiled(DIRECT);
  }

  private K ifCompiled(int kinds) {
    if ((compiled & kinds) == kinds) {
      return kernel;
    }
    want(kinds);
    return plain;
  }

  /** Starts a thread unless one is at work; it also does what is wanted while it runs. */
  private synchronized void want(int kinds) {
    boolean idle = wanted == compiled;
    wanted |= kinds;
    if (idle && wanted != compiled) {
      Thread thread = new Thread(null, this::warm, "lanewise-warmup", 0, false);
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** The next kind to compile, or 0. */
  private synchronized int next() {
    return Integer.lowestOneBit(wanted & ~compiled);
  }

  private synchronized void reached(int kinds) {
    compiled |= kinds;
    wanted |= kinds;
  }

  private void warm() {
    boolean finished = false;
    try {
      warm(trials.get());
      finished = true;
    } finally {
      if (!finished) {
        reached(ALL_KINDS); // out of memory, for one: then the JVM's own pace has to do
      }
    }
  }

  private void warm(Trial<K> trial) {
    for (int kind = next(); kind != 0; kind = next()) {
      switch (kind) {
        case WHOLE_TILES -> packedTile(kernel.mr(), kernel.nr(), trial);
        case EDGES -> edges(trial);
        default -> trial.directTiles().forEach(shape -> directTile(shape, trial));
      }
      reached(kind);
    }
  }

  private void edges(Trial<K> trial) {
    for (int rows = kernel.mr(); rows > 0; rows -= kernel.rowStep()) {
      for (int columns = kernel.nr(); columns > 0; columns -= kernel.columnStep()) {
        packedTile(rows, columns, trial);
      }
    }
  }

  private void packedTile(int rows, int columns, Trial<K> trial) {
    double numbers = TILES * rows * (double) columns;
    untilFast(trial, numbers, () -> trial.run(kernel, rows, columns, TILES));
  }

  private void directTile(Shape shape, Trial<K> trial) {
    double numbers = TILES * shape.rows() * (double) shape.columns();
    untilFast(trial, numbers, () -> trial.runDirect(shape, TILES));
  }

  /**
   * Runs a shape until it is faster than the plain kernel, which may not be compiled yet either.
   */
  private void untilFast(Trial<K> trial, double numbers, Runnable shape) {
    double plainNumbers = TILES * plain.mr() * (double) plain.nr();
    long end = System.nanoTime() + PATIENCE_NANOS;
    int fast = 0;
    while (fast < RUNS && System.nanoTime() < end) {
      double limit = time(() -> trial.run(plain, plain.mr(), plain.nr(), TILES)) / plainNumbers;
      fast = time(shape) / numbers < limit ? fast + 1 : 0;
    }
  }

  private static double time(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return System.nanoTime() - start;
  }
}
