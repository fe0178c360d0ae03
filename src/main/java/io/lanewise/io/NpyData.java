package io.lanewise.io;

import io.lanewise.DType;
import io.lanewise.DTypeException;
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
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.nio.ByteOrder;

/**
 * One array in NumPy's format, on its way to or from a stream through a block of heap memory: the
 * storage may be any kind of memory, and bytes are swapped on the way where needed.
 *
 * @param header the bytes before the elements
 * @param elements the elements in the file's order: a contiguous view
 */
record NpyData(byte[] header, View elements) {
  private static final int BLOCK = 1 << 18;

  /** What a stream may claim before it has delivered anything. */
  private static final long FIRST = 1L << 25;

  /**
   * A tensor as it goes into a file, as NumPy would write it: transposed row-major elements stay
   * where they are and are marked as such, any other layout is copied first.
   *
   * @param tensor any layout
   * @return the data
   * @throws DTypeException for BF16
   */
  static NpyData of(Tensor tensor) {
    View view = Internal.view(tensor);
    View reversed = reverse(view);
    boolean fortran = !view.isContiguous() && reversed.isContiguous();
    byte[] header = NpyHeader.bytes(view.dtype(), fortran, view.shape());
    if (fortran) {
      view = reversed;
    } else if (!view.isContiguous()) {
      Backend backend = Internal.backend(Engine.current());
      Storage storage =
          backend.allocate(null, view.elements() * view.dtype().bytes(), /* zeroed= */ false);
      View copy = View.contiguous(storage, view.dtype(), view.shape());
      backend.copy(view, copy);
      view = copy;
    }
    return new NpyData(header, view);
  }

  /**
   * Size of the file.
   *
   * @return bytes, header included
   */
  long bytes() {
    return header.length + elements.elements() * elements.dtype().bytes();
  }

  /**
   * Writes header and elements.
   *
   * @param out where to; not closed
   */
  void writeTo(OutputStream out) throws IOException {
    out.write(header);
    Storage storage = elements.storage();
    storage.acquire();
    try {
      HostMemory host = storage.host();
      long start = host.origin() + elements.offset() * elements.dtype().bytes();
      long bytes = bytes() - header.length;
      byte[] block = new byte[(int) Math.min(BLOCK, bytes)];
      MemorySegment target = MemorySegment.ofArray(block);
      for (long done = 0; done < bytes; done += block.length) {
        int count = (int) Math.min(block.length, bytes - done);
        MemorySegment.copy(host.base(), start + done, target, 0, count);
        out.write(block, 0, count);
      }
    } finally {
      storage.release();
      Reference.reachabilityFence(storage);
    }
  }

  /**
   * Reads the elements.
   *
   * @param in a stream at the first element; left after the last
   * @param header what the header said
   * @param checked whether it is known that so many bytes follow; otherwise memory grows with what
   *     arrives
   * @param name what to call the stream in errors
   * @return the tensor; the transpose of a row-major one if the file was in Fortran order
   * @throws FormatException if the stream ends too early, or a bool is neither 0 nor 1
   */
  static Tensor read(InputStream in, NpyHeader header, boolean checked, String name)
      throws IOException {
    Backend backend = Internal.backend(Engine.current());
    long bytes = header.dataBytes();
    long room = checked ? bytes : Math.min(bytes, FIRST);
    Storage storage = backend.allocate(null, room, /* zeroed= */ false);
    fill(storage, 0, in, header, name);
    while (room < bytes) {
      long more = Math.min(bytes, 2 * room);
      Storage larger = backend.allocate(null, more, /* zeroed= */ false);
      backend.copy(bytesOf(storage, room), bytesOf(larger, room));
      fill(larger, room, in, header, name);
      storage = larger;
      room = more;
    }
    View view;
    if (header.fortran()) {
      Shape inner = Shape.of(reverse(header.shape().toArray()));
      view = reverse(View.contiguous(storage, header.dtype(), inner));
    } else {
      view = View.contiguous(storage, header.dtype(), header.shape());
    }
    return Internal.tensor(view);
  }

  private static View bytesOf(Storage storage, long count) {
    return View.contiguous(storage, DType.U8, Shape.of(count));
  }

  private static void fill(
      Storage storage, long from, InputStream in, NpyHeader header, String name)
      throws IOException {
    storage.acquire();
    try {
      HostMemory host = storage.host();
      byte[] block = new byte[(int) Math.min(BLOCK, storage.bytes() - from)];
      MemorySegment source = MemorySegment.ofArray(block);
      int size = header.dtype().bytes();
      ValueLayout here = layout(size, ByteOrder.nativeOrder());
      ValueLayout there = layout(size, header.order());
      for (long done = from; done < storage.bytes(); done += block.length) {
        int wanted = (int) Math.min(block.length, storage.bytes() - done);
        int count = in.readNBytes(block, 0, wanted);
        long at = header.length() + done;
        if (count < wanted) {
          throw new FormatException(
              name,
              at + count,
              "the data ends, but the header means " + header,
              "it was cut short: copy it again");
        }
        if (header.dtype() == DType.BOOL) {
          checkBooleans(block, count, at, name);
        }
        MemorySegment.copy(source, there, 0, host.base(), here, host.origin() + done, count / size);
      }
    } finally {
      storage.release();
      Reference.reachabilityFence(storage);
      storage.written();
    }
  }

  private static void checkBooleans(byte[] block, int count, long at, String name)
      throws FormatException {
    for (int i = 0; i < count; i++) {
      if ((block[i] & 0xfe) != 0) {
        throw new FormatException(
            name,
            at + i,
            "a bool is " + (block[i] & 0xff) + ", neither 0 nor 1",
            "the file is damaged, or its numbers should be u1");
      }
    }
  }

  private static ValueLayout layout(int bytes, ByteOrder order) {
    return switch (bytes) {
      case 1 -> ValueLayout.JAVA_BYTE;
      case 2 -> ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
      case 4 -> ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
      case 8 -> ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
      default -> throw new AssertionError("no element has " + bytes + " bytes");
    };
  }

  /** All axes in reverse. */
  private static View reverse(View view) {
    return new View(
        view.storage(),
        view.dtype(),
        view.offset(),
        Shape.of(reverse(view.shape().toArray())),
        reverse(view.strides()));
  }

  private static long[] reverse(long[] values) {
    long[] reversed = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      reversed[i] = values[values.length - 1 - i];
    }
    return reversed;
  }
}
