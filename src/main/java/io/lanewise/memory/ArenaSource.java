package io.lanewise.memory;

import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * Regions from shared arenas: works everywhere, without native access, but fills with zeros at
 * once.
 */
final class ArenaSource implements RegionSource {

  private static final int PAGE = 4096;

  @Override
  @SuppressWarnings("MustBeClosed") // by unmap
  public @Nullable Region map(long bytes, boolean large) {
    Arena arena = Arena.ofShared();
    try {
      return new Region(arena.allocate(bytes, PAGE), arena);
    } catch (OutOfMemoryError none) {
      arena.close();
      return null;
    }
  }

  @Override
  public void unmap(Region region) {
    Arena arena = region.arena();
    if (arena != null) {
      arena.close();
    }
  }
}
