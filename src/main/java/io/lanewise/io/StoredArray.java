package io.lanewise.io;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.Shape;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.internal.Internal;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.Storage;
import io.lanewise.memory.View;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.nio.ByteOrder;

/**
 * Elements that lie side by side in a file, on their way into memory through a block on the heap:
 * the storage may be any kind of memory, and bytes are swapped and integers widened on the way.
 *
 * @param name what to call the file in errors
 * @param start offset of the first element there
 * @param type what the elements are
 * @param order their byte order
 * @param shape their shape, row-major
 */
record StoredArray(String name, long start, StoredType type, ByteOrder order, Shape shape) {
  private static final int BLOCK = 1 << 18;

  /** Bytes that a stream may claim before it has delivered anything. */
  private static final long FIRST = 1L << 20;

  /**
   * Reads the elements.
   *
   * @param in a stream at the first element; left after the last
   * @param checked whether it is known that so many bytes follow; otherwise memory grows with what
   *     arrives
   * @return the tensor
   * @throws FormatException if the stream ends too early, or an element has no place in a tensor
   * @throws OutOfMemoryError naming the file
   */
  Tensor read(InputStream in, boolean checked) throws IOException {
    long count = shape.elements();
    long room = checked ? count : Math.min(count, FIRST / type.dtype().bytes());
    Storage storage = allocate(room);
    fill(storage, 0, room, in);
    while (room < count) {
      long more = Math.min(count, 2 * room);
      Storage larger = allocate(more);
      backend().copy(row(storage, room), row(larger, room));
      fill(larger, room, more, in);
      storage = larger;
      room = more;
    }
    return Internal.tensor(View.contiguous(storage, type.dtype(), shape));
  }

  private static Backend backend() {
    return Internal.backend(Engine.current());
  }

  private View row(Storage storage, long count) {
    return View.contiguous(storage, type.dtype(), Shape.of(count));
  }

  private Storage allocate(long count) {
    return allocate(count, type.dtype(), /* zeroed= */ false, name + ": " + this);
  }

  /**
   * New memory.
   *
   * @param count how many elements
   * @param dtype their type
   * @param zeroed whether they must be 0
   * @param what what they are, for the error
   * @return the memory
   * @throws OutOfMemoryError saying what there is no room for
   */
  static Storage allocate(long count, DType dtype, boolean zeroed, String what) {
    if (count > Long.MAX_VALUE / dtype.bytes()) {
      throw new OutOfMemoryError(what + ": more than 2^63 - 1 bytes");
    }
    try {
      return backend().allocate(null, count * dtype.bytes(), zeroed);
    } catch (OutOfMemoryError refused) {
      OutOfMemoryError named = new OutOfMemoryError(what + ": " + refused.getMessage());
      named.initCause(refused);
      throw named;
    }
  }

  private void fill(Storage storage, long from, long to, InputStream in) throws IOException {
    int size = type.bytes();
    storage.acquire();
    try {
      HostMemory host = storage.host();
      byte[] block = new byte[(int) Math.min(BLOCK, (to - from) * size)];
      for (long done = from; done < to; done += block.length / size) {
        int wanted = (int) Math.min(block.length, (to - done) * size);
        long at = start + done * size;
        int arrived = in.readNBytes(block, 0, wanted);
        if (arrived < wanted) {
          throw new FormatException(
              name,
              at + arrived,
              "the data ends, but the header means " + this,
              "it was cut short: copy it again");
        }
        long target = host.origin() + done * type.dtype().bytes();
        int bad = type.decode(block, order, wanted / size, host.base(), target);
        if (bad >= 0) {
          throw new FormatException(
              name,
              at + (long) bad * size,
              type.problem(block, order, bad),
              type == StoredType.BOOL
                  ? "the file is damaged, or its numbers should be unsigned bytes"
                  : "save it as signed or floating-point numbers");
        }
      }
    } finally {
      storage.release();
      Reference.reachabilityFence(storage);
      storage.written();
    }
  }

  /** The array in words, such as {@code F32 (2, 3)}. */
  @Override
  public String toString() {
    return type + " " + shape;
  }
}
