package io.lanewise.io;

import io.lanewise.Engine;
import io.lanewise.backend.Backend;
import io.lanewise.internal.Internal;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.Storage;
import io.lanewise.memory.View;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.nio.ByteOrder;

/** Elements on their way from memory into a file, through a block on the heap. */
final class ElementWriter {
  private static final int BLOCK = 1 << 18;

  private ElementWriter() {}

  /**
   * The elements one behind the other.
   *
   * @param view any layout
   * @return the view itself if it is row-major without gaps, otherwise a copy
   */
  static View contiguous(View view) {
    if (view.isContiguous()) {
      return view;
    }
    Backend backend = Internal.backend(Engine.current());
    Storage storage =
        backend.allocate(null, view.elements() * view.dtype().bytes(), /* zeroed= */ false);
    View copy = View.contiguous(storage, view.dtype(), view.shape());
    backend.copy(view, copy);
    return copy;
  }

  /**
   * Writes elements.
   *
   * @param view a row-major view without gaps
   * @param order byte order in the file
   * @param out where to; not closed
   */
  static void write(View view, ByteOrder order, OutputStream out) throws IOException {
    int size = view.dtype().bytes();
    ValueLayout here = StoredType.of(view.dtype()).layout(ByteOrder.nativeOrder());
    ValueLayout there = StoredType.of(view.dtype()).layout(order);
    Storage storage = view.storage();
    storage.acquire();
    try {
      HostMemory host = storage.host();
      long start = host.origin() + view.offset() * size;
      long bytes = view.elements() * size;
      byte[] block = new byte[(int) Math.min(BLOCK, bytes)];
      MemorySegment target = MemorySegment.ofArray(block);
      for (long done = 0; done < bytes; done += block.length) {
        int count = (int) Math.min(block.length, bytes - done);
        MemorySegment.copy(host.base(), here, start + done, target, there, 0, count / size);
        out.write(block, 0, count);
      }
    } finally {
      storage.release();
      Reference.reachabilityFence(storage);
    }
  }
}
