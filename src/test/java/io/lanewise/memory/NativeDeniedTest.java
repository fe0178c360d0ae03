package io.lanewise.memory;

import static io.lanewise.memory.Memories.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The process's memory in a JVM that denies native access. */
@Tag("native-denied")
class NativeDeniedTest {
  private final NativeMemory memory = NativeMemory.system();

  @Test
  void nativeAccessIsDeniedHere() {
    assertFalse(NativeAccess.ENABLED);
    assertThrows(IllegalStateException.class, NativeAccess::all);
  }

  @Test
  void allocateUseAndClose() {
    for (long bytes : new long[] {0, 1, 100_000, 5 * MIB}) {
      Storage storage;
      try (Arena arena = Arena.ofShared()) {
        for (Arena owner : new Arena[] {null, arena, Arena.ofAuto(), Arena.global()}) {
          Storage each = memory.allocate(owner, bytes, true);
          each.acquire();
          assertTrue(Memories.isAll(each, (byte) 0));
          Memories.fill(each, (byte) 1);
          each.release();
        }
        storage = memory.allocate(arena, bytes, false);
      }
      assertThrows(IllegalStateException.class, storage::acquire);
    }
  }

  @Test
  void wrapping() {
    int[] array = {1, 2};
    Storage storage = memory.wrap(MemorySegment.ofArray(array));
    Memories.set(storage, 4, (byte) 7);
    assertEquals(7, array[1]);
  }

  @Test
  void unreachableStorageIsFreed() throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      memory.allocate(null, 50 * MIB, false);
    }
    Regions regions = memory.pool().regions();
    Memories.collectUntil(() -> regions.held() - regions.retained() < 100 * MIB);
  }

  @Test
  void theDescriptionNamesTheFlag() {
    assertEquals("checked at each access", memory.describe().get(2).value());
    assertTrue(memory.describe().get(2).why().contains("--enable-native-access=ALL-UNNAMED"));
  }
}
