package io.lanewise.memory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Pools for tests, and what tests do with memory. */
final class Memories {
  static final long MIB = 1L << 20;
  static final Amount PLENTY = new Amount(Long.MAX_VALUE, "a test's system");

  private Memories() {}

  /** A memory and its pool. */
  record Fixture(String name, NativeMemory memory) {
    BlockPool pool() {
      return memory.pool();
    }

    long held() {
      return pool().regions().held();
    }

    long inUse() {
      return pool().regions().held() - pool().regions().retained();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Fixture raw(long limit) {
    return fixture("raw", true, new LinuxSource(true), limit);
  }

  static Fixture checked(long limit) {
    return fixture("checked", false, new ArenaSource(), limit);
  }

  private static Fixture fixture(String name, boolean raw, RegionSource source, long limit) {
    BlockPool pool = new BlockPool(source, new Amount(limit, "a test's limit"), () -> PLENTY);
    return new Fixture(name, new NativeMemory(raw, pool));
  }

  /** Every kind of memory that this JVM allows, 1 GiB each. */
  static Stream<Fixture> kinds() {
    Stream<Fixture> everywhere = Stream.of(checked(1L << 30));
    if (!NativeAccess.ENABLED) {
      return everywhere;
    }
    Fixture arenas = fixture("raw, not Linux", true, new ArenaSource(), 1L << 30);
    Stream<Fixture> raw = Stream.of(arenas);
    if (System.getProperty("os.name").equals("Linux")) {
      raw = Stream.of(arenas, raw(1L << 30));
    }
    return Stream.concat(everywhere, raw);
  }

  static byte get(Storage storage, long index) {
    HostMemory host = storage.host();
    return host.base().get(ValueLayout.JAVA_BYTE, host.origin() + index);
  }

  static void set(Storage storage, long index, byte value) {
    HostMemory host = storage.host();
    host.base().set(ValueLayout.JAVA_BYTE, host.origin() + index, value);
  }

  static MemorySegment bytes(Storage storage) {
    HostMemory host = storage.host();
    return host.base().asSlice(host.origin(), storage.bytes());
  }

  static void fill(Storage storage, byte value) {
    bytes(storage).fill(value);
  }

  static boolean isAll(Storage storage, byte value) {
    MemorySegment bytes = bytes(storage);
    // All bytes are equal if each equals its neighbour.
    return bytes.byteSize() == 0
        || (bytes.get(ValueLayout.JAVA_BYTE, 0) == value
            && bytes.asSlice(1).mismatch(bytes.asSlice(0, bytes.byteSize() - 1)) == -1);
  }

  /** Collects garbage until something is so. */
  static void collectUntil(BooleanSupplier done) throws InterruptedException {
    for (int i = 0; i < 500 && !done.getAsBoolean(); i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertTrue(done.getAsBoolean(), "not freed after collecting garbage");
  }
}
