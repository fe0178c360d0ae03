package io.lanewise.cpu.gemm;

import io.lanewise.kernel.GemmKernel;
import io.lanewise.kernel.Kernels;
import io.lanewise.kernel.scalar.ScalarKernels;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.Storage;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.DoubleSupplier;

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

  /** What may be compiled, as a set of bits. */
  private static final int WHOLE_TILES = 1;

  private static final int EDGES = 2;
  private static final int DIRECT = 4;
  private static final int ALL_KINDS = WHOLE_TILES | EDGES | DIRECT;

  private final GemmKernel<P> kernel;
  private final GemmKernel<P> plain;
  private final int elementBytes;

  /** What is compiled. */
  private volatile int compiled;

  /** What a thread is working on, or has compiled. */
  private int wanted; // guarded by this

  private WarmKernel(GemmKernel<P> kernel, GemmKernel<P> plain, int elementBytes, boolean enabled) {
    this.kernel = kernel;
    this.plain = plain;
    this.elementBytes = elementBytes;
    this.compiled = enabled && kernel != plain ? 0 : ALL_KINDS;
    this.wanted = compiled;
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
  static <P> WarmKernel<P> of(GemmKernel<P> kernel, int elementBytes) {
    return (WarmKernel<P>)
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
  static <P> WarmKernel<P> create(GemmKernel<P> kernel, int elementBytes, boolean enabled) {
    Kernels scalar = elementBytes == Float.BYTES ? ScalarKernels.F32 : ScalarKernels.F64;
    return new WarmKernel<>(kernel, (GemmKernel<P>) scalar.gemm(), elementBytes, enabled);
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
   * The kernel to use now for packed panels.
   *
   * @param whole whether nearly all tiles are whole ones
   * @return the wanted one, or the plain one
   */
  GemmKernel<P> get(boolean whole) {
    return ifCompiled(whole ? WHOLE_TILES : WHOLE_TILES | EDGES);
  }

  /**
   * The kernel to use now for operands that are not packed.
   *
   * @return the wanted one, or the plain one, which does not offer that
   */
  GemmKernel<P> direct() {
    return ifCompiled(DIRECT);
  }

  private GemmKernel<P> ifCompiled(int kinds) {
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
    int columns = Math.max(kernel.nr(), kernel.directColumns(Integer.MAX_VALUE));
    int most = Math.max(kernel.mr(), plain.mr()) + Math.max(columns, plain.nr());
    long bytes = (long) most * GemmKernel.KC * elementBytes;
    boolean finished = false;
    try {
      P panels = kernel.array((most + 1) * (GemmKernel.KC + kernel.mr()));
      Storage storage = NativeMemory.system().allocate(null, bytes, true);
      try {
        warm(panels, storage.host());
        finished = true;
      } finally {
        Reference.reachabilityFence(storage);
      }
    } finally {
      if (!finished) {
        reached(ALL_KINDS); // out of memory, for one: then the JVM's own pace has to do
      }
    }
  }

  private void warm(P panels, HostMemory zeros) {
    for (int kind = next(); kind != 0; kind = next()) {
      switch (kind) {
        case WHOLE_TILES -> packedTile(kernel.mr(), kernel.nr(), panels, zeros);
        case EDGES -> edges(panels, zeros);
        default -> directTiles(panels, zeros);
      }
      reached(kind);
    }
  }

  private void edges(P panels, HostMemory zeros) {
    for (int rows = kernel.mr(); rows > 0; rows -= kernel.rowStep()) {
      for (int columns = kernel.nr(); columns > 0; columns -= kernel.columnStep()) {
        packedTile(rows, columns, panels, zeros);
      }
    }
  }

  private void packedTile(int rows, int columns, P panels, HostMemory memory) {
    untilFast(() -> packed(kernel, rows, columns, panels, memory), panels, memory);
  }

  private void directTiles(P panels, HostMemory memory) {
    int most = kernel.directRows();
    for (int rows = most; rows > 0; rows -= (most + 1) / 2) {
      for (int columns = kernel.directColumns(Integer.MAX_VALUE);
          columns > 0;
          columns -= kernel.directStep()) {
        directTile(rows, columns, panels, memory);
      }
    }
  }

  private void directTile(int rows, int columns, P panels, HostMemory memory) {
    untilFast(() -> direct(rows, columns, panels, memory), panels, memory);
  }

  /**
   * Runs a shape until it is faster than the plain kernel, which may not be compiled yet either.
   */
  private void untilFast(DoubleSupplier shape, P panels, HostMemory memory) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    int fast = 0;
    while (fast < RUNS && System.nanoTime() < end) {
      double limit = packed(plain, plain.mr(), plain.nr(), panels, memory);
      fast = shape.getAsDouble() < limit ? fast + 1 : 0;
    }
  }

  /** Nanoseconds for a multiplication, with packing from both layouts and both kinds of update. */
  private double packed(GemmKernel<P> some, int rows, int columns, P panels, HostMemory memory) {
    int k = GemmKernel.KC;
    int a = some.first();
    int b = a + some.mr() * k;
    int t = b + some.nr() * k;
    MemorySegment base = memory.base();
    long at = memory.origin();
    long row = (long) columns * elementBytes;
    long start = System.nanoTime();
    some.packA(base, at, elementBytes, (long) rows * elementBytes, rows, k, rows, panels, a);
    some.packA(base, at, (long) k * elementBytes, elementBytes, rows, k, rows, panels, a);
    some.packB(base, at, elementBytes, (long) k * elementBytes, columns, k, columns, panels, b);
    some.packB(base, at, row, elementBytes, columns, k, columns, panels, b);
    for (int i = 0; i < TILES; i++) {
      some.tile(rows, columns, k, panels, a, b, t);
      some.update(panels, t, columns, 1, i & 1, base, at, row, rows, columns);
    }
    return (System.nanoTime() - start) / ((double) TILES * rows * columns * k);
  }

  /** The same without packing, for whole and for masked vectors. */
  private double direct(int rows, int columns, P work, HostMemory memory) {
    int k = GemmKernel.KC;
    int a = kernel.first();
    int t = a + kernel.directLength();
    MemorySegment base = memory.base();
    long at = memory.origin();
    long row = (long) columns * elementBytes;
    long start = System.nanoTime();
    for (int i = 0; i < TILES; i++) {
      kernel.copyRows(base, at, row, rows, k, work, a);
      kernel.direct(rows, columns - (i >> 1 & 1), k, work, a, base, at, row, t);
      kernel.update(work, t, columns, 1, i & 1, base, at, row, rows, columns - (i >> 1 & 1));
    }
    return (System.nanoTime() - start) / ((double) TILES * rows * columns * k);
  }
}
