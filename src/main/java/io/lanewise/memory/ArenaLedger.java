package io.lanewise.memory;

import java.lang.foreign.MemorySegment.Scope;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * How much memory callers' arenas hold for us. Without native access nobody tells when an arena is
 * closed, so its scope is asked. Guarded by {@link Regions}.
 */
final class ArenaLedger {
  private record Entry(WeakReference<Scope> scope, long bytes) {}

  private final List<Entry> entries = new ArrayList<>();
  private int sweepAt = 64;

  /**
   * Adds an allocation; looks through all of them whenever their number has doubled.
   *
   * @param scope of the memory
   * @param bytes its size
   * @return how many bytes have been freed by others
   */
  long add(Scope scope, long bytes) {
    long freed = entries.size() >= sweepAt ? sweep() : 0;
    entries.add(new Entry(new WeakReference<>(scope), bytes));
    return freed;
  }

  /**
   * Forgets what has been freed.
   *
   * @return how many bytes that is
   */
  long sweep() {
    long freed = 0;
    int kept = 0;
    for (Entry entry : entries) {
      Scope scope = entry.scope().get();
      if (scope != null && scope.isAlive()) {
        entries.set(kept++, entry);
      } else {
        freed += entry.bytes();
      }
    }
    entries.subList(kept, entries.size()).clear();
    sweepAt = Math.max(64, 2 * kept);
    return freed;
  }
}
