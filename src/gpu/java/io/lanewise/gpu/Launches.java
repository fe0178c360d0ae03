package io.lanewise.gpu;

/** Launches that the engine itself needs. */
final class Launches {
  private Launches() {}

  /** Sets consecutive elements. */
  static void fill(Heap heap, int place, int count, double value) {
    heap.p.set(8, count);
    heap.p.set(14, 1);
    heap.p.set(26, 1);
    heap.scalar(0, value);
    map(heap, Codes.FILL, count, 1, place, place);
  }

  /** Runs the map kernel; sizes and strides have been set. */
  static void map(Heap heap, int op, int count, int rank, int from, int to) {
    heap.p.set(0, count);
    heap.p.set(1, rank);
    heap.p.set(2, op);
    heap.p.set(3, from);
    heap.p.set(5, to);
    heap.launchFor(Kernel.MAP, count);
  }
}
