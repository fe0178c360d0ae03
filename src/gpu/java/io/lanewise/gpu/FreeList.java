package io.lanewise.gpu;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which stretches of a heap are free: first fit in units of {@value #UNIT} elements, neighbours
 * joined. Not safe for many threads.
 */
final class FreeList {
  /** Blocks begin at multiples of it, so that a group of threads reads whole lines. */
  static final int UNIT = 64;

  private final TreeMap<Integer, Integer> free = new TreeMap<>();

  FreeList(int elements) {
    free.put(0, elements / UNIT * UNIT);
  }

  /** Elements that a block of so many takes up. */
  static long rounded(long elements) {
    return Math.max(1, (elements + UNIT - 1) / UNIT) * UNIT;
  }

  /**
   * Takes a block.
   *
   * @return its first element, or -1 if no stretch is long enough
   */
  int take(int elements) {
    int size = (int) rounded(elements);
    int at = -1;
    int length = 0;
    for (Map.Entry<Integer, Integer> stretch : free.entrySet()) {
      if (stretch.getValue() >= size) {
        at = stretch.getKey();
        length = stretch.getValue();
        break;
      }
    }
    if (at >= 0) {
      free.remove(at);
      if (length > size) {
        free.put(at + size, length - size);
      }
    }
    return at;
  }

  /** Gives a block of so many elements back. */
  void give(int at, int elements) {
    int size = (int) rounded(elements);
    Map.Entry<Integer, Integer> before = free.lowerEntry(at);
    if (before != null && before.getKey() + before.getValue() == at) {
      at = before.getKey();
      size += before.getValue();
    }
    Integer after = free.remove(at + size);
    free.put(at, after == null ? size : size + after);
  }

  /** Elements that are free, in however many stretches. */
  long available() {
    return free.values().stream().mapToLong(Integer::longValue).sum();
  }
}
