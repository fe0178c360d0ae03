package io.lanewise.memory;

import java.lang.foreign.MemorySegment.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one pool holds from the system: never more than its limit, and never what the system cannot
 * give.
 *
 * <p>Regions that come back are retained for the next block of nearly their size, up to an eighth
 * of the limit; the oldest leave first. Invariant: held = in use + retained, where in use includes
 * what callers' arenas hold.
 */
final class Regions {
  /** [TP] The share of the limit that may lie idle for reuse. */
  private static final int RETAINED_SHARE = 8;

  /**
   * [TP] How much may be taken between two looks at what the system has: a look takes 0.1-0.3 ms.
   */
  private static final long UNSEEN = 64L << 20;

  /** [TP] Share of the limit that is left to everybody else when the system has little. */
  private static final int SPARE_SHARE = 32;

  private final RegionSource source;
  private final Amount limit;
  private final Supplier<Amount> system;
  private final Collector collector;
  private final List<Region> retained = new ArrayList<>(); // oldest first
  private final ArenaLedger arenas = new ArenaLedger();
  private long retainedBytes;
  private long held;
  private long unseen;
  private @Nullable String shortage; // why the system could not give what the limit allows

  /**
   * Regions.
   *
   * @param source where they come from
   * @param limit how much may be held
   * @param system tells what the system can still give
   */
  Regions(RegionSource source, Amount limit, Supplier<Amount> system) {
    this.source = source;
    this.limit = limit;
    this.system = system;
    this.collector = new Collector(limit.bytes());
  }

  Amount limit() {
    return limit;
  }

  Collector collector() {
    return collector;
  }

  /** What is held now; looks which of the callers' arenas are closed. */
  synchronized long held() {
    held -= arenas.sweep();
    return held;
  }

  synchronized long retained() {
    return retainedBytes;
  }

  private synchronized long inUse() {
    return held - retainedBytes;
  }

  /**
   * Takes a region.
   *
   * @param bytes its size, a multiple of 64 KiB
   * @param large whether it is for one large block
   * @param round in round 0 a due collection comes first
   * @return a region of that size or up to an eighth more, or null if room must be made
   */
  @Nullable Region take(long bytes, boolean large, int round) {
    Region region = reuse(bytes);
    if (region != null || !reserve(bytes, round)) {
      return region;
    }
    region = source.map(bytes, large);
    if (region == null) {
      synchronized (this) {
        unreserve(bytes);
        shortage = "the system refuses to map more";
      }
    }
    return region;
  }

  private synchronized @Nullable Region reuse(long bytes) {
    int best = -1;
    long bestBytes = bytes + bytes / 8 + 1;
    for (int i = retained.size() - 1; i >= 0; i--) {
      long size = retained.get(i).bytes();
      if (size >= bytes && size < bestBytes) {
        best = i;
        bestBytes = size;
      }
    }
    if (best < 0) {
      return null;
    }
    retainedBytes -= bestBytes;
    return retained.remove(best);
  }

  /**
   * Counts memory before it is taken.
   *
   * @param bytes how much
   * @param round in round 0 a due collection comes first
   * @return false if room must be made
   */
  synchronized boolean reserve(long bytes, int round) {
    shortage = null;
    if ((bytes > limit.bytes() - held && bytes > limit.bytes() - held())
        || (round == 0 && collector.isDue(inUse() + bytes))) {
      return false;
    }
    if (bytes >= UNSEEN - unseen) {
      Amount available = system.get();
      if (bytes > available.bytes() - limit.bytes() / SPARE_SHARE) {
        shortage =
            "the system can give only "
                + Amount.text(available.bytes())
                + " more ("
                + available.source()
                + ")";
        return false;
      }
      unseen = 0;
    } else {
      unseen += bytes;
    }
    held += bytes;
    return true;
  }

  /**
   * Undoes a reservation.
   *
   * @param bytes what was reserved
   */
  synchronized void unreserve(long bytes) {
    held -= bytes;
  }

  /**
   * Counts memory of an arena for as long as that arena lives.
   *
   * @param scope of the memory
   * @param bytes what was reserved for it
   */
  synchronized void entrust(Scope scope, long bytes) {
    held -= arenas.add(scope, bytes);
  }

  /**
   * Takes a region back, to retain or to unmap it.
   *
   * @param region no longer used
   */
  void giveBack(Region region) {
    List<Region> surplus = new ArrayList<>();
    synchronized (this) {
      region.used();
      long keep = limit.bytes() / RETAINED_SHARE;
      retained.add(region);
      retainedBytes += region.bytes();
      if (region.bytes() > keep) {
        surplus.add(retained.removeLast()); // too large to keep; the others need not leave for it
      }
      while (retainedBytes - total(surplus) > keep) {
        surplus.add(retained.removeFirst());
      }
      forget(surplus);
    }
    surplus.forEach(source::unmap); // slow for much memory, so not under the lock
  }

  private void dropRetained() {
    List<Region> surplus;
    synchronized (this) {
      surplus = new ArrayList<>(retained);
      retained.clear();
      forget(surplus);
    }
    surplus.forEach(source::unmap);
  }

  /** Regions that have left the list are no longer held; under the lock. */
  private void forget(List<Region> surplus) {
    long bytes = total(surplus);
    retainedBytes -= bytes;
    held -= bytes;
  }

  private static long total(List<Region> regions) {
    long bytes = 0;
    for (Region region : regions) {
      bytes += region.bytes();
    }
    return bytes;
  }

  /**
   * Makes room: of what the garbage collector finds, and of what is retained.
   *
   * @param round 0 for the first attempt, then 1, 2, ...
   * @param bytes what is wanted
   */
  void makeRoom(int round, long bytes) {
    long before = collector.collections();
    if (round > 0 || bytes > limit.bytes() - held()) {
      dropRetained();
    }
    if (round > 0 || !hasRoom(bytes) || collector.isDue(inUse() + bytes)) {
      collector.collect(before, round, () -> round > 0 && hasRoom(bytes));
      collector.left(inUse());
    }
  }

  private boolean hasRoom(long bytes) {
    return bytes <= limit.bytes() - inUse();
  }

  /**
   * The error that says why there is no room.
   *
   * @param bytes what was asked
   * @return the error, to be thrown
   */
  synchronized OutOfMemoryError refusal(long bytes) {
    String why = shortage;
    return new OutOfMemoryError(
        "allocate "
            + Amount.text(bytes)
            + ": "
            + Amount.text(held)
            + " are held and "
            + (why != null
                ? why
                : "the limit is " + Amount.text(limit.bytes()) + " (" + limit.source() + ")")
            + "; close arenas, drop references to tensors or write into existing ones"
            + (why != null ? "" : ", or raise -D" + MemoryLimit.PROPERTY));
  }
}
