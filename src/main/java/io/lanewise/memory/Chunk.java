package io.lanewise.memory;

/**
 * A region in units of {@value #UNIT} bytes, for blocks that are too small for a region of their
 * own.
 *
 * <p>Invariant: bit i of {@code used} says whether unit i belongs to someone. Guarded by the pool.
 */
final class Chunk {
  /** Size of a unit. */
  static final int UNIT = 64 << 10;

  /** Units of a chunk: the bits of a {@code long}. */
  static final int UNITS = Long.SIZE;

  /** Size of a chunk: two huge pages. */
  static final long BYTES = (long) UNIT * UNITS;

  private final Region region;
  private long used;

  Chunk(Region region) {
    this.region = region;
  }

  Region region() {
    return region;
  }

  boolean isEmpty() {
    return used == 0;
  }

  boolean hasRoom(int units) {
    return starts(units) != 0;
  }

  /**
   * Takes neighbouring units.
   *
   * @param units how many, 1 to {@link #UNITS} - 1; there must be room
   * @return the first one's index
   */
  int take(int units) {
    int first = Long.numberOfTrailingZeros(starts(units));
    used |= mask(first, units);
    return first;
  }

  /** Bit i: the units i to i + units - 1 are free. */
  private long starts(int units) {
    long starts = ~used;
    for (int have = 1; have < units; ) {
      int more = Math.min(have, units - have);
      starts &= starts >>> more; // zeros come in from above: no run crosses the end
      have += more;
    }
    return starts;
  }

  void free(int first, int units) {
    used &= ~mask(first, units);
  }

  private static long mask(int first, int units) {
    return ((1L << units) - 1) << first;
  }
}
