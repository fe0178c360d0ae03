package io.lanewise.gpu;

/** A storage's block on the device. It does not know the storage, which would live for ever. */
final class Resident {
  private final Heap heap;
  private final int place;
  private final int elements;
  private boolean freed;

  /** The storage's version that the block holds; -1 for none. */
  long version = -1;

  /** The number of the last operation that needed it. */
  long used;

  Resident(Heap heap, int place, int elements) {
    this.heap = heap;
    this.place = place;
    this.elements = elements;
  }

  Heap heap() {
    return heap;
  }

  /** Index in the heap of the storage's first element. */
  int place() {
    return place;
  }

  int elements() {
    return elements;
  }

  /** Gives the block back, once. */
  void free() {
    if (!freed) {
      freed = true;
      heap.blocks().give(place, elements);
    }
  }
}
