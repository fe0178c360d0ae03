package io.lanewise.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Allocates storage: from a pool of our own, for as long as the storage is reachable or a caller's
 * arena is open; and wraps memory that callers have.
 *
 * <p>With native access the pool's memory is used through raw addresses, and no kernel checks
 * whether it is still there: reachability and counting see to that. Without native access each
 * storage has a segment of its own, and a caller's arena allocates itself; what callers see is the
 * same.
 */
public final class NativeMemory {
  /**
   * Bytes in front of a storage's data that belong to it, with native access: room for the header
   * that a device's runtime wants there.
   */
  public static final int HEADER = BlockPool.HEADER;

  private static final Cleaner CLEANER =
      Cleaner.create(
          task -> {
            Thread thread = new Thread(null, task, "lanewise-memory", 0, false);
            thread.setDaemon(true);
            return thread;
          });

  private static @Nullable NativeMemory system;

  private final boolean raw;
  private final BlockPool pool;

  /**
   * Memory with a pool of its own.
   *
   * @param raw whether raw addresses may be used
   * @param pool where memory comes from
   */
  NativeMemory(boolean raw, BlockPool pool) {
    this.raw = raw;
    this.pool = pool;
  }

  /**
   * The memory of this process.
   *
   * @return the one instance
   * @throws IllegalArgumentException if the system property {@code lanewise.memory} is no size
   */
  public static synchronized NativeMemory system() {
    NativeMemory memory = system;
    if (memory == null) {
      SystemMemory machine = new SystemMemory(Path.of("/"));
      Amount limit = MemoryLimit.parse(System.getProperty(MemoryLimit.PROPERTY), machine.total());
      memory =
          new NativeMemory(
              NativeAccess.ENABLED, new BlockPool(source(), limit, machine::available));
      system = memory;
    }
    return memory;
  }

  /**
   * Links what the first large allocation will need, and keeps nothing: the JVM's linker takes 0.1
   * s the first time. For a thread in the background.
   */
  public static void prepare() {
    if (isMapped()) {
      try {
        new Mapping();
      } catch (RuntimeException | LinkageError noLinker) {
        // an unusual C library: arenas serve, see LinuxSource
      }
    }
  }

  private static boolean isMapped() {
    return NativeAccess.ENABLED && System.getProperty("os.name", "").equals("Linux");
  }

  private static RegionSource source() {
    if (!isMapped()) {
      return new ArenaSource();
    }
    String setting = HugePages.setting();
    return new LinuxSource(setting.equals("always") || setting.equals("madvise"));
  }

  BlockPool pool() {
    return pool;
  }

  /**
   * Allocates memory. Its data is aligned to 64 bytes.
   *
   * @param arena whose closing frees it, once no operation uses it any more, and to whose thread it
   *     is confined if that is; or null: it is freed when the storage is unreachable
   * @param bytes size, at least 0
   * @param zeroed whether it must be zeros; otherwise its contents are arbitrary
   * @return the storage
   * @throws IllegalArgumentException if the size is negative
   * @throws IllegalStateException if the arena is closed
   * @throws WrongThreadException if the arena is confined to another thread
   * @throws OutOfMemoryError if the limit is reached or the system has too little, after collecting
   *     garbage; the message says what is held
   */
  public Storage allocate(@Nullable Arena arena, long bytes, boolean zeroed) {
    if (bytes < 0) {
      throw new IllegalArgumentException("allocate " + bytes + " bytes: negative");
    }
    if (arena == null) {
      return own(bytes, zeroed);
    }
    if (!arena.scope().isAlive()) {
      throw Access.closed();
    }
    return raw ? leased(arena, bytes, zeroed) : allocated(arena, bytes, zeroed);
  }

  private Storage own(long bytes, boolean zeroed) {
    Block block = pool.allocate(bytes, zeroed);
    try {
      Storage storage = new OwnStorage(bytes, place(block, bytes));
      CLEANER.register(storage, block.free());
      return storage;
    } catch (Throwable heapFull) {
      block.free().run();
      throw heapFull;
    }
  }

  /**
   * Memory for the length of one operation, with arbitrary contents.
   *
   * @param bytes size, at least 0
   * @return the storage, to be closed
   * @throws OutOfMemoryError as {@link #allocate}
   */
  public TemporaryStorage temporary(long bytes) {
    Block block = pool.allocate(bytes, false);
    return new TemporaryStorage(bytes, place(block, bytes), block.free());
  }

  private HostMemory place(Block block, long bytes) {
    return raw
        ? new HostMemory(NativeAccess.all(), block.address(), false, null)
        : new HostMemory(block.data(bytes), 0, false, null);
  }

  @SuppressWarnings("restricted")
  private Storage leased(Arena arena, long bytes, boolean zeroed) {
    Block block = pool.allocate(bytes, zeroed);
    Lease lease = new Lease(block.free());
    MemorySegment tie;
    try {
      tie = block.data(bytes).reinterpret(arena, closed -> lease.close());
    } catch (Throwable refused) {
      lease.close();
      throw refused;
    }
    return new ArenaStorage(bytes, place(block, bytes), lease, tie);
  }

  private Storage allocated(Arena arena, long bytes, boolean zeroed) {
    long counted = Math.max(bytes, 1);
    MemorySegment memory = pool.allocateFrom(arena, counted);
    if (zeroed) {
      memory.fill((byte) 0); // an arena of the caller's own kind may recycle
    }
    return SegmentStorage.of(memory.asSlice(0, bytes), false);
  }

  /**
   * Storage over memory of the caller's: nothing is copied, and nothing is freed. Operations copy
   * blocks of it through scratch memory, so that closing it meanwhile makes them throw.
   *
   * @param segment on the heap, native, or a mapped file; may be read-only
   * @return the storage, usable as long as the segment is; if that is confined, by its thread alone
   * @throws IllegalStateException if it is closed
   * @throws WrongThreadException if it is confined to another thread
   */
  public Storage wrap(MemorySegment segment) {
    return SegmentStorage.of(segment, true);
  }

  /**
   * One fact about memory, for people.
   *
   * @param what what is described
   * @param value what is so
   * @param why the reason, or empty
   */
  public record Fact(String what, String value, String why) {}

  /**
   * What is used and why.
   *
   * @return facts on memory, huge pages and native access
   */
  public List<Fact> describe() {
    Regions regions = pool.regions();
    Amount limit = regions.limit();
    return List.of(
        new Fact(
            "memory",
            Amount.text(regions.held())
                + " held, "
                + Amount.text(regions.retained())
                + " of them for reuse; limit "
                + Amount.text(limit.bytes()),
            limit.source()),
        hugePages(),
        new Fact(
            "addresses",
            raw ? "raw, counted" : "checked at each access",
            raw
                ? "native access is enabled"
                : "native access is not enabled; faster, and in huge pages, with "
                    + NativeAccess.FLAG));
  }

  private Fact hugePages() {
    String setting = HugePages.setting();
    String kernel = "transparent huge pages of the system: " + setting;
    if (!raw && setting.equals("madvise")) {
      return new Fact("huge pages", "no", kernel + ", asking needs native access");
    }
    if (setting.equals("never") || setting.equals("absent")) {
      return new Fact("huge pages", "no", kernel);
    }
    long used = HugePages.inUse();
    return new Fact(
        "huge pages",
        "yes" + (used < 0 ? "" : ", " + Amount.text(used) + " of this process now"),
        kernel);
  }
}
