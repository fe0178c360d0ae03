package io.lanewise.memory;

import java.lang.foreign.MemorySegment;

/**
 * The segment that kernels address through, as a constant.
 *
 * <p>A kernel that only knows that its argument is some segment depends on the compiler's luck: it
 * inlines the access for the class of segment that it has seen, and if it has not seen any when it
 * compiles (a loop that begins to run late), it calls a method for each vector, which costs a
 * hundredfold. From a constant it knows the class, the bounds and the lifetime, and checks nothing.
 */
public final class Base {
  private Base() {}

  /**
   * The same memory through a constant, where that can be.
   *
   * @param segment base of some {@link HostMemory} that is not foreign
   * @return the segment of all memory if native access is enabled, which is then the argument too;
   *     otherwise the argument
   */
  @SuppressWarnings("MemorySegmentReferenceEquality") // there is one such object
  public static MemorySegment of(MemorySegment segment) {
    assert !NativeAccess.ENABLED || segment == NativeAccess.all() : "foreign memory in a kernel";
    return NativeAccess.ENABLED ? NativeAccess.all() : segment;
  }
}
