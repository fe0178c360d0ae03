package io.lanewise.memory;

import static io.lanewise.memory.Memories.MIB;
import static io.lanewise.memory.Memories.get;
import static io.lanewise.memory.Memories.isAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.memory.Memories.Fixture;
import java.lang.foreign.Arena;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Allocation in each kind of memory. */
class NativeMemoryTest {
  private static final long[] SIZES = {
    0,
    1,
    63,
    64,
    65,
    4095,
    4096,
    32 * 1024 - 64,
    32 * 1024 - 63,
    100_000,
    MIB - 1,
    MIB,
    MIB + 1,
    2 * MIB - 64,
    2 * MIB - 63,
    5 * MIB + 3
  };

  @ParameterizedTest
  @MethodSource("io.lanewise.memory.Memories#kinds")
  void eachSizeIsAlignedWritableAndOwn(Fixture fixture) {
    try (Arena arena = Arena.ofShared()) {
      List<Storage> storages = new ArrayList<>();
      for (Arena owner : new Arena[] {null, arena}) {
        for (long bytes : SIZES) {
          Storage storage = fixture.memory().allocate(owner, bytes, false);
          assertEquals(bytes, storage.bytes());
          assertTrue(storage.writable());
          HostMemory host = storage.host();
          assertEquals(0, (host.base().address() + host.origin()) % 64);
          assertFalse(host.foreign());
          storage.acquire();
          Memories.fill(storage, (byte) storages.size());
          storage.release();
          storages.add(storage);
        }
      }
      for (int i = 0; i < storages.size(); i++) {
        assertTrue(isAll(storages.get(i), (byte) i), "another block wrote into number " + i);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.memory.Memories#kinds")
  void zeroedMeansZeroAlsoWhenRecycled(Fixture fixture) {
    for (long bytes : SIZES) {
      for (int i = 0; i < 3; i++) {
        try (Arena arena = Arena.ofConfined()) {
          Storage storage = fixture.memory().allocate(arena, bytes, true);
          assertTrue(isAll(storage, (byte) 0), bytes + " bytes");
          Memories.fill(storage, (byte) 0x55);
        }
      }
    }
  }

  @Test
  void rawMemoryHasOneBaseAndItsAddressAsOrigin() {
    Fixture fixture = Memories.raw(64 * MIB);
    Storage first = fixture.memory().allocate(null, 1000, false);
    Storage second = fixture.memory().allocate(null, 3 * MIB, false);
    assertSame(NativeAccess.all(), first.host().base());
    assertSame(first.host().base(), second.host().base());
    assertNotEquals(first.host().origin(), second.host().origin());
  }

  @Test
  void theHeaderInFrontBelongsToTheBlock() {
    Fixture fixture = Memories.raw(64 * MIB);
    List<Storage> storages = new ArrayList<>();
    for (long bytes : new long[] {64, 64, 64, 100_000, 100_000, 3 * MIB, 3 * MIB}) {
      Storage storage = fixture.memory().allocate(null, bytes, true);
      HostMemory host = storage.host();
      host.base()
          .asSlice(host.origin() - NativeMemory.HEADER, NativeMemory.HEADER)
          .fill((byte) 0x77);
      storages.add(storage);
    }
    for (Storage storage : storages) {
      assertTrue(isAll(storage, (byte) 0), "a header reaches into another block's data");
    }
  }

  @Test
  void checkedMemoryIsCheckedAtItsBounds() {
    Storage storage = Memories.checked(64 * MIB).memory().allocate(null, 100, false);
    assertThrows(IndexOutOfBoundsException.class, () -> get(storage, 100));
    assertThrows(IndexOutOfBoundsException.class, () -> get(storage, -1));
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.memory.Memories#kinds")
  void negativeSizesAreRejected(Fixture fixture) {
    for (Arena arena : new Arena[] {null, Arena.global()}) {
      IllegalArgumentException thrown =
          assertThrows(
              IllegalArgumentException.class, () -> fixture.memory().allocate(arena, -1, false));
      assertTrue(thrown.getMessage().contains("-1"), thrown.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.memory.Memories#kinds")
  void unreachableStorageIsFreed(Fixture fixture) throws InterruptedException {
    for (long bytes : new long[] {500, 100_000, 10 * MIB}) {
      Storage kept = fixture.memory().allocate(null, bytes, true);
      for (int i = 0; i < 20; i++) {
        Memories.fill(fixture.memory().allocate(null, bytes, false), (byte) 1);
      }
      long most = Math.max(2 * Chunk.BYTES, 2 * bytes);
      Memories.collectUntil(() -> fixture.inUse() <= most);
      assertTrue(isAll(kept, (byte) 0), "reachable memory was given to somebody else");
      Reference.reachabilityFence(kept);
    }
  }

  @Test
  void theProcessHasOneMemoryThatSaysWhatItUses() {
    assertSame(NativeMemory.system(), NativeMemory.system());
    Storage storage = NativeMemory.system().allocate(null, 10, true);
    List<NativeMemory.Fact> facts = NativeMemory.system().describe();
    assertEquals(
        List.of("memory", "huge pages", "addresses"),
        facts.stream().map(NativeMemory.Fact::what).toList());
    assertTrue(facts.get(0).value().contains("limit"), facts.get(0).value());
    assertTrue(facts.get(0).why().contains("80 % of"), facts.get(0).why());
    assertFalse(facts.get(0).value().startsWith("0 bytes held"), facts.get(0).value());
    Reference.reachabilityFence(storage);
  }

  @Test
  void withoutNativeAccessTheFlagIsNamed() {
    List<NativeMemory.Fact> facts = Memories.checked(MIB).memory().describe();
    assertTrue(facts.get(2).value().contains("checked"), facts.get(2).value());
    assertTrue(facts.get(2).why().contains("--enable-native-access="), facts.get(2).why());
  }
}
