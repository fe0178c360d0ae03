package io.lanewise.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of any size, recycled.
 *
 * <p>Three kinds, by size with header: up to {@value #SLOT_MOST} bytes a slot of a slab (sizes in
 * steps of an eighth of a power of two), up to {@value #RUN_MOST} bytes a run of a chunk's units,
 * above that a region of its own. Nothing is filled with zeros unless asked.
 */
final class BlockPool {
  /** Bytes in front of the data of each block, for a device's wrapper. */
  static final int HEADER = 64;

  /** Of all data: a cache line. */
  static final int ALIGNMENT = 64;

  /**
   * [TP] Larger blocks begin at one of four places in a page, 1088 bytes apart. All at the same
   * place, their streams meet in the same sets of the first cache: z = x + y from the second or
   * third cache took 12-15 % longer (Zen 4), and 15-20 % more still where z began just 64 bytes
   * behind y.
   */
  private static final int STAGGER = 17 * ALIGNMENT;

  private static final int PLACES = 4;

  private static final int SLOT_MOST = 32 << 10;
  private static final int RUN_MOST = 2 << 20;
  private static final int ROUNDS = 3;

  private final Regions regions;
  private final List<Chunk> chunks = new ArrayList<>();
  private final AtomicInteger places = new AtomicInteger();
  private int latest; // index of the chunk that had room last

  /** By size / 64: the slabs with free slots of that size. */
  private final @Nullable SequencedSet<Slab>[] open = newTable();

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static @Nullable SequencedSet<Slab>[] newTable() {
    return new LinkedHashSet[SLOT_MOST / ALIGNMENT + 1];
  }

  /**
   * A pool.
   *
   * @param source where memory comes from
   * @param limit how much may be held
   * @param system tells what the system can still give
   */
  BlockPool(RegionSource source, Amount limit, Supplier<Amount> system) {
    this.regions = new Regions(source, limit, system);
  }

  Regions regions() {
    return regions;
  }

  /**
   * Allocates.
   *
   * @param bytes size of the data, at least 0
   * @param zeroed whether it must be zeros
   * @return the block
   * @throws OutOfMemoryError if there is no room, after collecting garbage
   */
  Block allocate(long bytes, boolean zeroed) {
    if (bytes > regions.limit().bytes()) {
      throw regions.refusal(bytes);
    }
    long size = Math.addExact(bytes, HEADER);
    if (size > SLOT_MOST) {
      size = Math.addExact(size, (PLACES - 1) * STAGGER);
    }
    for (int round = 0; ; round++) {
      Block block =
          size <= SLOT_MOST
              ? slot((int) size, round)
              : size <= RUN_MOST ? run((int) size, round) : region(size, round);
      if (block != null) {
        if (zeroed && !block.zero()) {
          block.data(bytes).fill((byte) 0);
        }
        return block;
      }
      makeRoom(round, bytes, size <= RUN_MOST ? Chunk.BYTES : size);
    }
  }

  private void makeRoom(int round, long asked, long needed) {
    if (round == ROUNDS) {
      throw regions.refusal(asked);
    }
    if (round > 0) {
      trim();
    }
    regions.makeRoom(round, needed);
  }

  /**
   * Lets a caller's arena allocate, within the limit.
   *
   * @param arena open
   * @param bytes how much, at least 1
   * @return what it gives
   * @throws OutOfMemoryError if there is no room, after collecting garbage
   */
  MemorySegment allocateFrom(Arena arena, long bytes) {
    if (bytes > regions.limit().bytes()) {
      throw regions.refusal(bytes);
    }
    for (int round = 0; !regions.reserve(bytes, round); round++) {
      makeRoom(round, bytes, bytes);
    }
    try {
      MemorySegment memory = arena.allocate(bytes, ALIGNMENT);
      regions.entrust(memory.scope(), bytes);
      return memory;
    } catch (Throwable refused) {
      regions.unreserve(bytes);
      throw refused;
    }
  }

  private int nextPlace() {
    return (places.getAndIncrement() & (PLACES - 1)) * STAGGER;
  }

  private @Nullable Block region(long size, int round) {
    long bytes = Math.addExact(size, Chunk.UNIT - 1) / Chunk.UNIT * Chunk.UNIT;
    Region region = regions.take(bytes, true, round);
    return region == null
        ? null
        : new Block(
            region.memory(), nextPlace() + HEADER, region.isZero(), () -> freeRegion(region));
  }

  private void freeRegion(Region region) {
    regions.giveBack(region);
    regions.collector().freed();
  }

  private synchronized @Nullable Block run(int size, int round) {
    int units = (size + Chunk.UNIT - 1) / Chunk.UNIT;
    Chunk chunk = chunk(units, round);
    if (chunk == null) {
      return null;
    }
    int first = chunk.take(units);
    return new Block(
        chunk.region().memory(),
        (long) first * Chunk.UNIT + nextPlace() + HEADER,
        false,
        () -> freeRun(chunk, first, units));
  }

  /** A chunk with room, beginning with the one that had some last. */
  private @Nullable Chunk chunk(int units, int round) {
    for (int i = 0; i < chunks.size(); i++, latest++) {
      if (latest >= chunks.size()) {
        latest = 0;
      }
      Chunk chunk = chunks.get(latest);
      if (chunk.hasRoom(units)) {
        return chunk;
      }
    }
    Region region = regions.take(Chunk.BYTES, false, round);
    if (region == null) {
      return null;
    }
    Chunk chunk = new Chunk(region);
    latest = chunks.size();
    chunks.add(chunk);
    return chunk;
  }

  private void freeRun(Chunk chunk, int first, int units) {
    boolean surplus;
    synchronized (this) {
      chunk.free(first, units);
      surplus = removeIfEmpty(chunk);
    }
    finishFree(surplus ? chunk : null);
  }

  /** Under the lock. One chunk is kept, or a lone block would come and go with its chunk. */
  private boolean removeIfEmpty(Chunk chunk) {
    return chunk.isEmpty() && chunks.size() > 1 && chunks.remove(chunk);
  }

  private void finishFree(@Nullable Chunk surplus) {
    if (surplus != null) {
      regions.giveBack(surplus.region()); // not under the lock: it may unmap
    }
    regions.collector().freed();
  }

  private synchronized @Nullable Block slot(int size, int round) {
    int slotBytes = slotBytes(size);
    SequencedSet<Slab> slabs = open[slotBytes / ALIGNMENT];
    if (slabs == null) {
      slabs = new LinkedHashSet<>();
      open[slotBytes / ALIGNMENT] = slabs;
    }
    if (slabs.isEmpty()) {
      int units = slotBytes <= Chunk.UNIT / 8 ? 1 : 4;
      Chunk chunk = chunk(units, round);
      if (chunk == null) {
        return null;
      }
      slabs.add(new Slab(chunk, chunk.take(units), units, slotBytes));
    }
    Slab slab = slabs.getFirst();
    int slot = slab.take();
    if (slab.isFull()) {
      slabs.remove(slab);
    }
    SequencedSet<Slab> home = slabs;
    return new Block(
        slab.chunk().region().memory(),
        slab.offset(slot) + HEADER,
        false,
        () -> freeSlot(home, slab, slot));
  }

  private void freeSlot(SequencedSet<Slab> home, Slab slab, int slot) {
    boolean surplus = false;
    synchronized (this) {
      slab.free(slot);
      home.add(slab);
      if (slab.isEmpty() && home.size() > 1) { // the last one stays for the next block
        home.remove(slab);
        slab.dissolve();
        surplus = removeIfEmpty(slab.chunk());
      }
    }
    finishFree(surplus ? slab.chunk() : null);
  }

  /** Gives back the empty slabs and chunks that were kept for the next block. */
  void trim() {
    List<Chunk> surplus = new ArrayList<>();
    synchronized (this) {
      for (SequencedSet<Slab> slabs : open) {
        if (slabs != null) {
          for (Iterator<Slab> each = slabs.iterator(); each.hasNext(); ) {
            Slab slab = each.next();
            if (slab.isEmpty()) {
              each.remove();
              slab.dissolve();
            }
          }
        }
      }
      for (Iterator<Chunk> each = chunks.iterator(); each.hasNext(); ) {
        Chunk chunk = each.next();
        if (chunk.isEmpty()) {
          each.remove();
          surplus.add(chunk);
        }
      }
    }
    for (Chunk chunk : surplus) {
      regions.giveBack(chunk.region());
    }
  }

  /** The size of slot for a size: the next multiple of an eighth of the power of two below it. */
  static int slotBytes(int size) {
    int step = Math.max(ALIGNMENT, Integer.highestOneBit(size - 1) / 8);
    return Math.max(2 * ALIGNMENT, (size + step - 1) / step * step);
  }
}
