package io.lanewise.memory;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of a storage lie on the host: byte {@code i} is byte {@code origin + i} of {@code
 * base}.
 *
 * <p>Our own memory is addressed through one segment that spans all of memory when native access is
 * enabled ({@code base} is then always the same object, {@code origin} the address), so that the
 * kernels' call sites stay monomorphic and carry no liveness check; without native access {@code
 * base} is the storage's own segment and every access is checked. Memory that is not ours (heap
 * arrays, a caller's segments, read-only mappings) is {@code foreign}: kernels never touch it,
 * drivers copy blocks of it through scratch memory of ours, so that a caller who closes his arena
 * gets an exception and never a crash.
 *
 * @param base the segment to address through
 * @param origin offset of the storage's first byte in {@code base}
 * @param foreign whether the memory belongs to the caller and must be staged
 * @param owner the only thread that may access it, or null if any may
 */
public record HostMemory(MemorySegment base, long origin, boolean foreign, @Nullable Thread owner) {

  /**
   * Whether two stretches of bytes meet. Allocates nothing unless both are on the heap.
   *
   * @param from offset of the first byte of the one
   * @param to offset behind its last byte, more than {@code from}
   * @param other where the other one lies
   * @param otherFrom offset of its first byte
   * @param otherTo offset behind its last byte
   * @return true if they have a byte in common
   */
  boolean overlaps(long from, long to, HostMemory other, long otherFrom, long otherTo) {
    boolean isNative = base.isNative();
    if (isNative != other.base.isNative()) {
      return false;
    }
    if (isNative) {
      long start = base.address() + origin;
      long otherStart = other.base.address() + other.origin;
      return start + from < otherStart + otherTo && otherStart + otherFrom < start + to;
    }
    // Also for read-only segments, which do not show their array.
    return base.asSlice(origin + from, to - from)
        .asOverlappingSlice(other.base.asSlice(other.origin + otherFrom, otherTo - otherFrom))
        .isPresent();
  }
}
