package io.lanewise.memory;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Linux's {@code mmap}, {@code madvise} and {@code munmap}: memory that costs nothing until it is
 * touched, and then comes in huge pages if the system has them. Making one takes about 0.1 s, the
 * time of the JVM's linker.
 */
final class Mapping {
  /** Size of a huge page where pages have 4 KiB; elsewhere a harmless alignment. */
  static final long HUGE_PAGE = 2L << 20;

  private static final int PROT_READ_WRITE = 1 | 2;
  private static final int MAP_PRIVATE_ANONYMOUS = 0x02 | 0x20;
  private static final int MADV_HUGEPAGE = 14;

  private final MethodHandle mmap;
  private final MethodHandle munmap;
  private final MethodHandle madvise;

  /**
   * Links the three functions.
   *
   * @throws RuntimeException if the C library lacks one of them
   */
  Mapping() {
    ValueLayout.OfLong size = ValueLayout.JAVA_LONG;
    ValueLayout.OfInt word = ValueLayout.JAVA_INT;
    mmap = link("mmap", FunctionDescriptor.of(size, size, size, word, word, word, size));
    munmap = link("munmap", FunctionDescriptor.of(word, size, size));
    madvise = link("madvise", FunctionDescriptor.of(word, size, size, word));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle link(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    MemorySegment function = linker.defaultLookup().findOrThrow(name);
    return linker.downcallHandle(function, type);
  }

  /**
   * Maps memory: zeros, not yet backed by pages.
   *
   * @param bytes how much, a multiple of the page size
   * @param huge whether to begin at a huge page and ask for such
   * @return its address, or 0 if the system refuses
   */
  long map(long bytes, boolean huge) {
    if (!huge || bytes < HUGE_PAGE) {
      return mmap(bytes);
    }
    long address = mmap(Math.addExact(bytes, HUGE_PAGE));
    if (address == 0) {
      return 0;
    }
    long aligned = (address + HUGE_PAGE - 1) & -HUGE_PAGE;
    long before = aligned - address;
    if (before > 0) {
      unmap(address, before);
    }
    if (before < HUGE_PAGE) {
      unmap(aligned + bytes, HUGE_PAGE - before);
    }
    try {
      int ignored = (int) madvise.invokeExact(aligned, bytes, MADV_HUGEPAGE); // only advice
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
    return aligned;
  }

  private long mmap(long bytes) {
    try {
      long address =
          (long) mmap.invokeExact(0L, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L);
      return address == -1 ? 0 : address;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /**
   * Unmaps memory.
   *
   * @param address a page's address
   * @param bytes how much
   */
  void unmap(long address, long bytes) {
    int failed;
    try {
      failed = (int) munmap.invokeExact(address, bytes);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
    if (failed != 0) {
      throw new AssertionError("munmap of " + bytes + " bytes at " + address + " failed");
    }
  }
}
