package io.lanewise.memory;

import org.jspecify.annotations.Nullable;

/**
 * Regions mapped by {@link Mapping}, in huge pages where the system gives them on demand.
 *
 * <p>A program that uses little memory never pays for the JVM's linker: chunks for small blocks
 * come from arenas until there are {@value #FROM_ARENAS} bytes of them. The rule depends on sizes
 * alone, so that the same program gets the same kind of memory in each run.
 */
final class LinuxSource implements RegionSource {
  private static final long FROM_ARENAS = 16L << 20;

  private final ArenaSource arenas = new ArenaSource();
  private final boolean huge;
  private long fromArenas;
  private volatile @Nullable Mapping mapping;
  private boolean impossible;

  /**
   * A source.
   *
   * @param huge whether huge pages are worth asking for
   */
  LinuxSource(boolean huge) {
    this.huge = huge;
  }

  @Override
  public @Nullable Region map(long bytes, boolean large) {
    Mapping mapping = mapping(bytes, large);
    if (mapping == null) {
      return arenas.map(bytes, large);
    }
    long address = mapping.map(bytes, huge);
    return address == 0 ? null : new Region(NativeAccess.all().asSlice(address, bytes), null);
  }

  private synchronized @Nullable Mapping mapping(long bytes, boolean large) {
    if (mapping != null || impossible) {
      return mapping;
    }
    if (!large && fromArenas + bytes <= FROM_ARENAS) {
      fromArenas += bytes;
      return null;
    }
    try {
      mapping = new Mapping();
    } catch (RuntimeException | LinkageError noLinker) {
      impossible = true; // an unusual C library: arenas serve
    }
    return mapping;
  }

  @Override
  public void unmap(Region region) {
    if (region.arena() != null) {
      arenas.unmap(region);
      return;
    }
    Mapping mapping = this.mapping;
    if (mapping == null) {
      throw new IllegalArgumentException("unmap: the region is not from this source");
    }
    mapping.unmap(region.memory().address(), region.bytes());
  }
}
