package io.lanewise.cpu.gemm;

import io.lanewise.kernel.GemmKernel;
import io.lanewise.kernel.scalar.ScalarKernels;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.Storage;
import java.lang.ref.Reference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The kernel of a matrix product that is fastest at the moment. Vector code that the JVM has not
 * compiled yet is a hundred times slower than plain code: so the plain kernel, which forms the same
 * sums and so gives the same bits, serves while a thread in the background runs the vector kernel
 * until it is compiled, its common tile first.
 *
 * <p>{@code -Dlanewise.warmup=false} turns that off: then the vector kernel serves from the start.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
final class WarmKernel<P> {
  private static final boolean ENABLED =
      !"false".equals(System.getProperty("lanewise.warmup", "true"));

  /** One for each kernel of the JVM, whatever engines there are. */
  private static final ConcurrentMap<GemmKernel<?>, WarmKernel<?>> ALL = new ConcurrentHashMap<>();

  /** A shape that is not compiled after that long is left to the JVM. */
  private static final long PATIENCE_NANOS = 3_000_000_000L;

  private static final int TILES = 8;

  /** Runs in a row that must be fast; enough for the JVM to begin to compile both kernels. [TP] */
  private static final int RUNS = 100;

  /** What is compiled: nothing yet, the whole tile, all of them. */
  private static final int COLD = 0;

  private static final int WHOLE_TILES = 1;
  private static final int WARM = 2;

  private final GemmKernel<P> kernel;
  private final GemmKernel<P> plain;
  private final int elementBytes;
  private volatile int state;

  /** The state that a thread is working towards, or the present one. */
  private int wantedState; // guarded by this

  private WarmKernel(GemmKernel<P> kernel, GemmKernel<P> plain, int elementBytes) {
    this.kernel = kernel;
    this.plain = plain;
    this.elementBytes = elementBytes;
    this.state = ENABLED && kernel != plain ? COLD : WARM;
    this.wantedState = state;
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
  static <P> WarmKernel<P> of(GemmKernel<P> kernel, int elementBytes) {
    GemmKernel<P> plain =
        (GemmKernel<P>)
            (elementBytes == Float.BYTES ? ScalarKernels.F32 : ScalarKernels.F64).gemm();
    return (WarmKernel<P>)
        ALL.computeIfAbsent(kernel, key -> new WarmKernel<>(kernel, plain, elementBytes));
  }

  /**
   * The kernel that is wanted, whether or not it is compiled.
   *
   * @return it
   */
  GemmKernel<P> wanted() {
    return kernel;
  }

  /**
   * The kernel to use now.
   *
   * @param whole whether nearly all tiles are whole ones
   * @return the wanted one, or the plain one
   */
  GemmKernel<P> get(boolean whole) {
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
    int most = Math.max(kernel.mr(), plain.mr()) + Math.max(kernel.nr(), plain.nr());
    long bytes = (long) most * GemmKernel.KC * elementBytes;
    boolean finished = false;
    try {
      P panels = kernel.array(most * GemmKernel.KC + kernel.mr() * kernel.nr() + most);
      Storage storage = NativeMemory.system().allocate(null, bytes, true);
      try {
        warm(panels, storage.host());
        finished = true;
      } finally {
        Reference.reachabilityFence(storage);
      }
    } finally {
      if (!finished) {
        reached(WARM); // out of memory, for one: then the JVM's own pace has to do
      }
    }
  }

  private void warm(P panels, HostMemory zeros) {
    if (state == COLD) {
      untilFast(kernel.mr(), kernel.nr(), panels, zeros);
      if (!reached(WHOLE_TILES)) {
        return;
      }
    }
    for (int rows = kernel.mr(); rows > 0; rows -= kernel.rowStep()) {
      for (int columns = kernel.nr(); columns > 0; columns -= kernel.columnStep()) {
        untilFast(rows, columns, panels, zeros);
      }
    }
    reached(WARM);
  }

  /**
   * Runs a shape until it is faster than the plain kernel, which may not be compiled yet either.
   */
  private void untilFast(int rows, int columns, P panels, HostMemory memory) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    int fast = 0;
    while (fast < RUNS && System.nanoTime() < end) {
      double limit = time(plain, plain.mr(), plain.nr(), panels, memory);
      fast = time(kernel, rows, columns, panels, memory) < limit ? fast + 1 : 0;
    }
  }

  /** Nanoseconds for a multiplication, with packing from both layouts and both kinds of update. */
  private double time(GemmKernel<P> some, int rows, int columns, P panels, HostMemory memory) {
    int k = GemmKernel.KC;
    int a = some.first();
    int b = a + some.mr() * k;
    int t = b + some.nr() * k;
    long at = memory.origin();
    long start = System.nanoTime();
    some.packA(
        memory.base(), at, elementBytes, (long) rows * elementBytes, rows, k, rows, panels, a);
    some.packA(memory.base(), at, (long) k * elementBytes, elementBytes, rows, k, rows, panels, a);
    some.packB(
        memory.base(), at, elementBytes, (long) k * elementBytes, columns, k, columns, panels, b);
    some.packB(
        memory.base(),
        at,
        (long) columns * elementBytes,
        elementBytes,
        columns,
        k,
        columns,
        panels,
        b);
    for (int i = 0; i < TILES; i++) {
      some.tile(rows, columns, k, panels, a, b, t);
      some.update(
          panels,
          t,
          columns,
          1,
          i & 1,
          memory.base(),
          at,
          (long) columns * elementBytes,
          rows,
          columns);
    }
    return (System.nanoTime() - start) / ((double) TILES * rows * columns * k);
  }
}
