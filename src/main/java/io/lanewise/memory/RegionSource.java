package io.lanewise.memory;

import org.jspecify.annotations.Nullable;

/** Where regions come from: the system, in one way or another. Safe for use by many threads. */
interface RegionSource {

  /**
   * Takes memory, all zeros, aligned to 4096 bytes at least.
   *
   * @param bytes how much, a multiple of 64 KiB
   * @param large whether it is for one large block, which is worth a huge page
   * @return the region, or null if the system has not got it
   */
  @Nullable Region map(long bytes, boolean large);

  /**
   * Gives memory back to the system; nobody may use it any more.
   *
   * @param region from this source
   */
  void unmap(Region region);
}
