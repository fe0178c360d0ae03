package io.lanewise.memory;

import static io.lanewise.memory.Memories.MIB;
import static io.lanewise.memory.Memories.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers' segments. */
class SegmentStorageTest {
  private final NativeMemory memory = Memories.checked(64 * MIB).memory();

  @Test
  void heapSegmentsAreUsedInPlace() {
    byte[] array = {1, 2, 3};
    Storage storage = memory.wrap(MemorySegment.ofArray(array).asSlice(1));
    storage.acquire();
    assertEquals(2, storage.bytes());
    assertTrue(storage.host().foreign());
    assertNull(storage.host().owner());
    assertTrue(storage.writable());
    Memories.set(storage, 1, (byte) 9);
    assertEquals(9, array[2]);
    assertThrows(IndexOutOfBoundsException.class, () -> get(storage, 2));
    storage.release();
  }

  @Test
  void readOnlyStaysReadOnly(@TempDir Path folder) throws IOException {
    assertFalse(memory.wrap(MemorySegment.ofArray(new float[3]).asReadOnly()).writable());
    Path file = Files.write(folder.resolve("bytes"), new byte[] {4, 5, 6});
    try (Arena arena = Arena.ofShared();
        FileChannel channel = FileChannel.open(file)) {
      Storage storage = memory.wrap(channel.map(FileChannel.MapMode.READ_ONLY, 0, 3, arena));
      assertFalse(storage.writable());
      assertEquals(6, get(storage, 2));
    }
  }

  @Test
  void confinedSegmentsBelongToTheirThread() throws InterruptedException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(16);
      Storage storage = memory.wrap(segment);
      assertSame(Thread.currentThread(), storage.host().owner());
      storage.acquire();
      storage.release();
      Throwable used = ArenaStorageTest.thrownElsewhere(storage::acquire);
      assertEquals(WrongThreadException.class, used.getClass());
      assertTrue(used.getMessage().contains(Thread.currentThread().getName()), used.getMessage());
      Throwable wrapped = ArenaStorageTest.thrownElsewhere(() -> memory.wrap(segment));
      assertEquals(WrongThreadException.class, wrapped.getClass());
      assertTrue(wrapped.getMessage().contains("Arena.ofShared()"), wrapped.getMessage());
    }
  }

  @Test
  void closedSegmentsThrow() {
    Arena arena = Arena.ofShared();
    MemorySegment segment = arena.allocate(16);
    Storage storage = memory.wrap(segment);
    assertNull(storage.host().owner());
    storage.acquire();
    arena.close();
    storage.release();
    assertThrows(IllegalStateException.class, storage::acquire);
    assertThrows(IllegalStateException.class, () -> memory.wrap(segment));
  }

  @Test
  void closingInMidOperationThrowsAtTheNextAccess() throws InterruptedException {
    MemorySegment scratch = MemorySegment.ofArray(new byte[64 << 10]);
    for (int i = 0; i < 400; i++) {
      Arena arena = Arena.ofShared();
      Storage storage = memory.wrap(arena.allocate(MIB));
      CountDownLatch running = new CountDownLatch(1);
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread worker =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      storage.acquire();
                      MemorySegment base = storage.host().base();
                      for (long at = 0; ; at = (at + scratch.byteSize()) % MIB) {
                        MemorySegment.copy(base, at, scratch, 0, scratch.byteSize());
                        running.countDown();
                      }
                    } catch (IllegalStateException closed) {
                      thrown.set(closed);
                    } finally {
                      running.countDown();
                    }
                  });
      running.await();
      arena.close();
      worker.join();
      assertEquals(IllegalStateException.class, thrown.get().getClass());
    }
  }
}
