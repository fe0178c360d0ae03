package io.lanewise.memory;

import static io.lanewise.memory.Memories.MIB;
import static io.lanewise.memory.Memories.isAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.memory.Memories.Fixture;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Memory in callers' arenas: alive until they are closed, and never gone under an operation. */
class ArenaStorageTest {

  @ParameterizedTest
  @MethodSource("io.lanewise.memory.Memories#kinds")
  void useAfterCloseThrows(Fixture fixture) {
    for (boolean shared : new boolean[] {true, false}) {
      Storage storage;
      try (Arena arena = shared ? Arena.ofShared() : Arena.ofConfined()) {
        storage = fixture.memory().allocate(arena, 1000, true);
        storage.acquire();
        storage.release();
      }
      IllegalStateException thrown = assertThrows(IllegalStateException.class, storage::acquire);
      assertTrue(thrown.getMessage().contains("arena is closed"), thrown.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.memory.Memories#kinds")
  void aClosedArenaAllocatesNothing(Fixture fixture) {
    Arena arena = Arena.ofShared();
    arena.close();
    assertThrows(
        IllegalStateException.class, () -> fixture.memory().allocate(arena, 10 * MIB, true));
    assertEquals(0, fixture.inUse());
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.memory.Memories#kinds")
  void aConfinedArenaOfAnotherThreadAllocatesNothing(Fixture fixture) throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      assertEquals(
          WrongThreadException.class,
          thrownElsewhere(() -> fixture.memory().allocate(arena, 10 * MIB, true)).getClass());
      assertEquals(0, fixture.inUse());
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.memory.Memories#kinds")
  void globalAndAutomaticArenas(Fixture fixture) throws InterruptedException {
    Storage global = fixture.memory().allocate(Arena.global(), 3 * MIB, true);
    global.acquire();
    assertTrue(isAll(global, (byte) 0));
    global.release();
    long before = fixture.inUse();
    Storage automatic = fixture.memory().allocate(Arena.ofAuto(), 3 * MIB, true);
    System.gc(); // the arena is unreachable, but not its memory
    automatic.acquire();
    assertTrue(isAll(automatic, (byte) 0));
    automatic.release();
    automatic = null;
    Memories.collectUntil(
        () -> {
          fixture.memory().describe(); // counts what callers' arenas have freed
          return fixture.inUse() <= before;
        });
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.memory.Memories#kinds")
  void operationsOnAConfinedArenasMemoryAreItsThreadsAlone(Fixture fixture) throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      Storage storage = fixture.memory().allocate(arena, 1000, true);
      storage.acquire();
      storage.release();
      Throwable thrown = thrownElsewhere(storage::acquire);
      assertEquals(WrongThreadException.class, thrown.getClass());
      assertTrue(thrown.getMessage().contains("Arena.ofShared()"), thrown.getMessage());
    }
  }

  @Test
  void helpersMayTouchCountedMemoryOfAConfinedArena() throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      Storage storage = Memories.raw(64 * MIB).memory().allocate(arena, 1000, true);
      assertNull(storage.host().owner());
      storage.acquire();
      assertNull(thrownElsewhere(() -> Memories.fill(storage, (byte) 3)));
      assertTrue(isAll(storage, (byte) 3));
      storage.release();
    }
  }

  @Test
  void helpersMustNotTouchCheckedMemoryOfAConfinedArena() {
    try (Arena arena = Arena.ofConfined()) {
      Storage storage = Memories.checked(64 * MIB).memory().allocate(arena, 1000, true);
      assertEquals(Thread.currentThread(), storage.host().owner());
      assertTrue(storage.host().foreign(), "helpers would touch it");
    }
  }

  @Test
  void memoryGoesBackWhenTheLastOperationEnds() {
    Fixture fixture = Memories.raw(64 * MIB);
    Arena arena = Arena.ofConfined();
    Storage storage = fixture.memory().allocate(arena, 3 * MIB, true);
    storage.acquire();
    storage.acquire();
    arena.close();
    assertThrows(IllegalStateException.class, storage::acquire);
    storage.release();
    assertTrue(fixture.inUse() > 3 * MIB, "freed under an operation");
    Memories.fill(storage, (byte) 5);
    storage.release();
    assertEquals(0, fixture.inUse());
  }

  /**
   * Operations on several threads fill a storage and read it back while another thread closes its
   * arena and reuses the memory at once.
   */
  @ParameterizedTest
  @MethodSource("io.lanewise.memory.Memories#kinds")
  void closingInMidOperationThrowsOrWaitsButNeverCorrupts(Fixture fixture) throws Exception {
    int closes = 400;
    int refused = 0;
    for (int i = 0; i < closes; i++) {
      long bytes = i % 2 == 0 ? 200_000 : 3 * MIB;
      Arena arena = Arena.ofShared();
      Storage storage = fixture.memory().allocate(arena, bytes, false);
      CountDownLatch running = new CountDownLatch(1);
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread worker = Thread.ofPlatform().start(() -> work(storage, running, thrown));
      running.await();
      arena.close();
      Storage next = fixture.memory().allocate(null, bytes, false);
      Memories.fill(next, (byte) -1);
      worker.join();
      assertTrue(isAll(next, (byte) -1), "a closed storage's operation wrote into another one");
      assertEquals(IllegalStateException.class, thrown.get().getClass(), () -> "" + thrown.get());
      refused++;
    }
    assertEquals(closes, refused);
  }

  /** Runs operations until the storage is closed. */
  private static void work(
      Storage storage, CountDownLatch running, AtomicReference<Throwable> thrown) {
    try {
      for (int i = 0; ; i++) {
        storage.acquire();
        try {
          MemorySegment bytes = Memories.bytes(storage);
          byte value = (byte) (i & 0x3f);
          for (long at = 0; at < bytes.byteSize(); at += 50_000) {
            bytes.asSlice(at, Math.min(50_000, bytes.byteSize() - at)).fill(value);
          }
          running.countDown();
          if (!isAll(storage, value)) {
            throw new AssertionError("somebody else wrote into memory that is held");
          }
        } finally {
          storage.release();
        }
      }
    } catch (Throwable closed) {
      thrown.set(closed);
    } finally {
      running.countDown();
    }
  }

  static Throwable thrownElsewhere(Runnable task) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    task.run();
                  } catch (Throwable t) {
                    thrown.set(t);
                  }
                });
    thread.join();
    return thrown.get();
  }
}
