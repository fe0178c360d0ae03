package io.lanewise.io;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.Shape;
import io.lanewise.internal.Internal;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.Storage;
import io.lanewise.memory.View;
import java.io.Closeable;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

/**
 * Words of 64 bits that come one after the other, nobody knows how many: outside of the heap, and
 * twice as much room each time that it is full.
 */
final class LongList implements Closeable {
  private final String what;
  private Storage storage;
  private HostMemory host;
  private long room;
  private long size;

  /**
   * An empty list, to be closed.
   *
   * @param room how many words it has room for at first
   * @param what what its words are, for the error if there is no more room
   */
  LongList(long room, String what) {
    this.what = what;
    this.room = Math.max(1, room);
    this.storage = hold(this.room);
    this.host = storage.host();
  }

  private Storage hold(long count) {
    Storage held = StoredArray.allocate(count, DType.I64, /* zeroed= */ false, what);
    held.acquire();
    return held;
  }

  /**
   * Appends a word.
   *
   * @param word any
   */
  void add(long word) {
    if (size == room) {
      grow();
    }
    host.base().set(ValueLayout.JAVA_LONG_UNALIGNED, host.origin() + Long.BYTES * size, word);
    size++;
  }

  private void grow() {
    Storage larger = hold(2 * room);
    Internal.backend(Engine.current()).copy(view(DType.I64), row(larger, DType.I64));
    storage.release();
    storage = larger;
    host = larger.host();
    room *= 2;
  }

  /**
   * A word.
   *
   * @param index from 0 to {@link #size()} - 1
   * @return the word
   */
  long get(long index) {
    return host.base().get(ValueLayout.JAVA_LONG_UNALIGNED, host.origin() + Long.BYTES * index);
  }

  /**
   * Number of words.
   *
   * @return how often {@link #add} was called
   */
  long size() {
    return size;
  }

  /**
   * The words as elements, without a copy.
   *
   * @param dtype F64 or I64
   * @return all of them
   */
  View view(DType dtype) {
    return row(storage, dtype);
  }

  private View row(Storage words, DType dtype) {
    return View.contiguous(words, dtype, Shape.of(size));
  }

  /** Ends the work with the words; views of them stay. */
  @Override
  public void close() {
    try {
      storage.release();
    } finally {
      Reference.reachabilityFence(storage);
    }
  }
}
