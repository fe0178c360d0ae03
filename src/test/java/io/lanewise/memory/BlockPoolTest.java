package io.lanewise.memory;

import static io.lanewise.memory.Memories.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Blocks: never two in one place, recycled, and nothing lost. */
class BlockPoolTest {
  private record Held(Block block, long bytes) {}

  @RepeatedTest(5)
  void blocksNeverMeetAndAllMemoryComesBack(RepetitionInfo run) {
    BlockPool pool = Memories.checked(400 * MIB).pool();
    Random random = new Random(run.getCurrentRepetition());
    TreeMap<Long, Long> taken = new TreeMap<>(); // begin of header -> end of data
    List<Held> held = new ArrayList<>();
    for (int step = 0; step < 4000; step++) {
      if (random.nextInt(100) < (step < 2000 ? 60 : 45) || held.isEmpty()) {
        long most = 1L << random.nextInt(4, 23);
        long bytes = random.nextLong(most);
        Block block = pool.allocate(bytes, false);
        long from = block.address() - BlockPool.HEADER;
        long to = block.address() + bytes;
        Map.Entry<Long, Long> below = taken.floorEntry(to - 1);
        assertTrue(below == null || below.getValue() <= from, "two blocks in one place");
        assertEquals(0, block.address() % 64);
        taken.put(from, to);
        held.add(new Held(block, bytes));
      } else {
        Held one = held.remove(random.nextInt(held.size()));
        taken.remove(one.block().address() - BlockPool.HEADER);
        one.block().free().run();
      }
    }
    held.forEach(one -> one.block().free().run());
    pool.trim();
    assertEquals(pool.regions().retained(), pool.regions().held(), "lost memory");
    assertTrue(pool.regions().retained() <= 400 * MIB / 8);
  }

  @Test
  void aFreedBlockIsUsedAgain() {
    BlockPool pool = Memories.checked(400 * MIB).pool();
    for (long bytes : new long[] {10, 1000, 20_000, 100_000, MIB, 10 * MIB}) {
      Block first = pool.allocate(bytes, false);
      long address = first.address();
      first.free().run();
      assertEquals(address >> 13, pool.allocate(bytes, false).address() >> 13, bytes + " bytes");
    }
  }

  @Test
  void aLargeBlockServesOnlyNearlyItsSize() {
    BlockPool pool = Memories.checked(400 * MIB).pool();
    Block first = pool.allocate(20 * MIB, false);
    long address = first.address();
    first.free().run();
    assertNotEquals(address >> 13, pool.allocate(15 * MIB, false).address() >> 13);
    assertEquals(address >> 13, pool.allocate(19 * MIB, false).address() >> 13);
  }

  @Test
  void retainedMemoryIsBounded() {
    BlockPool pool = Memories.checked(400 * MIB).pool();
    List<Block> blocks = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      blocks.add(pool.allocate(10 * MIB + i * 100_000, false));
    }
    blocks.forEach(block -> block.free().run());
    assertTrue(pool.regions().retained() <= 50 * MIB);
    assertTrue(pool.regions().retained() >= 30 * MIB);
    assertEquals(pool.regions().retained(), pool.regions().held());
    pool.allocate(100 * MIB, false)
        .free()
        .run(); // too large to retain, and no reason to drop others
    assertTrue(pool.regions().retained() >= 30 * MIB);
  }

  @Test
  void slotsWasteLittle() {
    int last = 0;
    for (int size = 64; size <= 32 << 10; size++) {
      int slot = BlockPool.slotBytes(size);
      assertTrue(slot >= size && slot % 64 == 0 && slot >= last);
      assertTrue(slot - size < Math.max(128, size / 8 + 1), size + " in a slot of " + slot);
      last = slot;
    }
  }

  @Test
  void aChunkFindsRoomAnywhereAndNowhereElse() {
    Chunk chunk = new Chunk(new Region(java.lang.foreign.MemorySegment.NULL, null));
    Random random = new Random(7);
    boolean[] used = new boolean[Chunk.UNITS];
    List<int[]> runs = new ArrayList<>();
    for (int step = 0; step < 10_000; step++) {
      int units = random.nextInt(1, 34);
      boolean room = false;
      for (int first = 0, free = 0; first < Chunk.UNITS; first++) {
        free = used[first] ? 0 : free + 1;
        room |= free == units;
      }
      assertEquals(room, chunk.hasRoom(units));
      if (room && random.nextBoolean()) {
        int first = chunk.take(units);
        for (int i = first; i < first + units; i++) {
          assertTrue(!used[i], "taken twice");
          used[i] = true;
        }
        runs.add(new int[] {first, units});
      } else if (!runs.isEmpty()) {
        int[] run = runs.remove(random.nextInt(runs.size()));
        chunk.free(run[0], run[1]);
        for (int i = run[0]; i < run[0] + run[1]; i++) {
          used[i] = false;
        }
      }
    }
  }

  @Test
  void garbageIsCollectedLongBeforeTheLimit() {
    BlockPool pool =
        new BlockPool(
            new GhostSource(), new Amount(100L << 30, "a test's limit"), () -> Memories.PLENTY);
    NativeMemory memory = new NativeMemory(true, pool);
    long most = 0;
    for (int i = 0; i < 2000; i++) {
      memory.allocate(null, 50 * MIB, false);
      most = Math.max(most, pool.regions().held());
    }
    assertTrue(pool.regions().collector().collections() > 0);
    assertTrue(most < 50L << 30, "held " + Amount.text(most) + " for garbage of 100 GiB");
  }

  @Test
  void collectionsAreFewWhereNothingIsGarbage() {
    BlockPool pool =
        new BlockPool(
            new GhostSource(), new Amount(100L << 30, "a test's limit"), () -> Memories.PLENTY);
    for (int i = 0; i < 1500; i++) {
      pool.allocate(50 * MIB, false);
    }
    assertTrue(pool.regions().collector().collections() <= 4); // after 12.5, 25, 50 GiB
  }

  @Test
  void theSystemIsAskedOnceForEach64MiB() {
    AtomicInteger looks = new AtomicInteger();
    BlockPool pool =
        new BlockPool(
            new GhostSource(),
            new Amount(100L << 30, "a test's limit"),
            () -> {
              looks.incrementAndGet();
              return Memories.PLENTY;
            });
    for (int i = 0; i < 100; i++) {
      pool.allocate(10 * MIB, false);
    }
    assertTrue(looks.get() >= 12 && looks.get() <= 18, looks + " looks for 1000 MiB");
    pool.allocate(100 * MIB, false);
    pool.allocate(100 * MIB, false);
    assertTrue(looks.get() >= 14, "a large block was not preceded by a look");
  }

  /** Gives addresses without memory: for tests that never touch it. */
  private static final class GhostSource implements RegionSource {
    private long next = 1L << 40;

    @Override
    public synchronized Region map(long bytes, boolean large) {
      next += bytes;
      return new Region(NativeAccess.all().asSlice(next - bytes, bytes), null);
    }

    @Override
    public void unmap(Region region) {}
  }
}
