package io.lanewise.gpu;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.backend.Backend;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.Storage;
import io.lanewise.memory.View;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Integers that kernels read, such as the numbers of blocks of a schedule: a heap has elements of
 * one type, so they are elements of that type there. A schedule is one storage, and is used in
 * every sweep, so its copy is kept until it is written or unreachable.
 *
 * <p>Wants the device's lock.
 */
final class Numbers {
  /** A copy in another type, and which version of the numbers it was made of. */
  private record Copy(Storage storage, DType dtype, long version) {}

  private final Map<Storage, Copy> copies = new WeakHashMap<>();

  /**
   * A storage with the elements of an integer view's storage.
   *
   * @param host converts
   * @param view I32
   * @param dtype type of the copy
   * @param old gets a copy that is of no use any more, or null
   * @return the storage, in which elements have the places that they have in that of the view
   */
  Storage in(Backend host, View view, DType dtype, java.util.function.Consumer<Storage> old) {
    Storage source = view.storage();
    @Nullable Copy made = copies.get(source);
    if (made != null && made.dtype == dtype && made.version == source.version()) {
      return made.storage;
    }
    long count = source.bytes() / view.dtype().bytes();
    long version = source.version();
    Storage storage = NativeMemory.system().allocate(null, count * dtype.bytes(), false);
    Shape shape = Shape.of(count);
    host.copy(View.contiguous(source, view.dtype(), shape), View.contiguous(storage, dtype, shape));
    if (made != null) {
      old.accept(made.storage);
    }
    if (source.host().foreign()) {
      copies.remove(source); // its owner may write without telling
    } else {
      copies.put(source, new Copy(storage, dtype, version));
    }
    return storage;
  }
}
