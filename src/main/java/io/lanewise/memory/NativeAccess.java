package io.lanewise.memory;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Whether the JVM lets this module use raw addresses, and the segment to use them through. Nothing
 * restricted is called unless it does: the JVM would print a warning, or throw.
 */
public final class NativeAccess {
  private static final Module MODULE = NativeAccess.class.getModule();

  /** Asked once: constant for the compiler. */
  public static final boolean ENABLED = MODULE.isNativeAccessEnabled();

  /** What enables it on the command line. */
  static final String FLAG =
      "--enable-native-access=" + (MODULE.isNamed() ? MODULE.getName() : "ALL-UNNAMED");

  private static final @Nullable MemorySegment ALL = ENABLED ? everything() : null;

  private NativeAccess() {}

  /**
   * All of memory: offsets are addresses. Always the same object.
   *
   * @return a segment whose accesses are not checked
   * @throws IllegalStateException if native access is not enabled
   */
  static MemorySegment all() {
    MemorySegment all = ALL;
    if (all == null) {
      throw new IllegalStateException("raw addresses need " + FLAG);
    }
    return all;
  }

  @SuppressWarnings("restricted")
  private static MemorySegment everything() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }
}
