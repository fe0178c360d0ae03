package io.lanewise.memory;

/** Units of a chunk that hold small blocks of one size. Guarded by the pool. */
final class Slab {
  private final Chunk chunk;
  private final int first;
  private final int units;
  private final int slotBytes;
  private final int[] freed;
  private int freedCount;
  private int fresh;

  /**
   * A slab.
   *
   * @param chunk where it is
   * @param first its first unit
   * @param units how many there are
   * @param slotBytes size of the blocks
   */
  Slab(Chunk chunk, int first, int units, int slotBytes) {
    this.chunk = chunk;
    this.first = first;
    this.units = units;
    this.slotBytes = slotBytes;
    this.freed = new int[units * Chunk.UNIT / slotBytes];
  }

  Chunk chunk() {
    return chunk;
  }

  int slotBytes() {
    return slotBytes;
  }

  boolean isFull() {
    return freedCount == 0 && fresh == freed.length;
  }

  boolean isEmpty() {
    return freedCount == fresh;
  }

  /** Takes a slot; the slab must not be full. */
  int take() {
    return freedCount > 0 ? freed[--freedCount] : fresh++;
  }

  void free(int slot) {
    freed[freedCount++] = slot;
  }

  /** Offset of a slot in the chunk's region. */
  long offset(int slot) {
    return (long) first * Chunk.UNIT + (long) slot * slotBytes;
  }

  /** Gives the units back to the chunk; the slab must be empty. */
  void dissolve() {
    chunk.free(first, units);
  }
}
