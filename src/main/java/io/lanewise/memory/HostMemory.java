package io.lanewise.memory;

import java.lang.foreign.MemorySegment;

/**
 * Where the bytes of a storage lie on the host: byte {@code i} is byte {@code origin + i} of
 * {@code base}.
 *
 * <p>Our own memory is addressed through one segment that spans all of memory when native access is
 * enabled ({@code base} is then always the same object, {@code origin} the address), so that the kernels'
 * call sites stay monomorphic and carry no liveness check; without native access {@code base} is the
 * storage's own segment and every access is checked. Memory that is not ours (heap arrays, a caller's
 * segments, read-only mappings) is {@code foreign}: kernels never touch it, drivers copy blocks of it through scratch
 * memory of ours, so that a caller who closes his arena gets an exception and never a crash.
 *
 * @param base the segment to address through
 * @param origin offset of the storage's first byte in {@code base}
 * @param foreign whether the memory belongs to the caller and must be staged
 * @param owner the only thread that may access it, or null if any may
 */
public record HostMemory(
    MemorySegment base, long origin, boolean foreign, @org.jspecify.annotations.Nullable Thread owner) {}
