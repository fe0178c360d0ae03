package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.memory.NativeAccess;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * Matrices that an operation needs on its way. Their memory goes back at its end, so that the next
 * operation gets the same pages: what waits for the garbage collector instead is new memory each
 * time, and a page touched for the first time costs more than copying it.
 */
final class Borrowed implements AutoCloseable {
  /** Without native access an arena's memory is checked at each access, and no faster than new. */
  private static final boolean SERVES = NativeAccess.ENABLED;

  private final @Nullable Arena arena;

  private Borrowed(@Nullable Arena arena) {
    this.arena = arena;
  }

  /**
   * Opens an account of the calling thread.
   *
   * @return to be closed by the same thread, when nobody uses its matrices any more
   */
  @SuppressWarnings("MustBeClosedChecker") // close() closes the arena
  static Borrowed open() {
    // an engine whose panels are somebody else's has memory of its own
    return new Borrowed(SERVES && !OneSidedJacobi.isPreferred() ? Arena.ofConfined() : null);
  }

  /**
   * A row-major matrix with arbitrary contents, valid until this is closed.
   *
   * @param dtype element type
   * @param rows how many
   * @param columns how many
   * @return the matrix
   */
  Tensor matrix(DType dtype, long rows, long columns) {
    return arena == null
        ? Tensor.empty(dtype, rows, columns)
        : Tensor.empty(arena, dtype, rows, columns);
  }

  @Override
  public void close() {
    if (arena != null) {
      arena.close();
    }
  }
}
