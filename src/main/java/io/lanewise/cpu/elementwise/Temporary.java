package io.lanewise.cpu.elementwise;

import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.TemporaryStorage;
import io.lanewise.memory.View;

/**
 * A tensor for the length of one operation, in memory of ours; contiguous.
 *
 * @param view its elements, valid until it is closed
 * @param storage its memory
 */
public record Temporary(View view, TemporaryStorage storage) implements AutoCloseable {
  /**
   * A tensor with arbitrary contents.
   *
   * @param memory where it comes from
   * @param like what has its type and shape
   * @return the tensor
   */
  public static Temporary like(NativeMemory memory, View like) {
    TemporaryStorage storage = memory.temporary(like.elements() * like.dtype().bytes());
    return new Temporary(View.contiguous(storage, like.dtype(), like.shape()), storage);
  }

  /**
   * A copy.
   *
   * @param memory where it comes from
   * @param copy copies
   * @param view any tensor
   * @return the same elements
   */
  public static Temporary of(NativeMemory memory, Copy copy, View view) {
    Temporary temporary = like(memory, view);
    try {
      copy.copy(view, temporary.view());
    } catch (Throwable closed) {
      temporary.close();
      throw closed;
    }
    return temporary;
  }

  @Override
  public void close() {
    storage.close();
  }
}
