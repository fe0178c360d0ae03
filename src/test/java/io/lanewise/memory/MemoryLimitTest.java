package io.lanewise.memory;

import static io.lanewise.memory.Memories.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.memory.Memories.Fixture;
import java.lang.foreign.Arena;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limit: how it is given, and what happens there. */
class MemoryLimitTest {
  private static final Amount RAM = new Amount(1000 * MIB, "1000 MiB of RAM");

  @ParameterizedTest
  @CsvSource({
    "20000000, 20000000",
    "65536k, 67108864",
    "16m, 16777216",
    "2G, 2147483648",
    "1.5g, 1610612736",
    "1t, 1099511627776",
    "50%, 524288000",
    "'12.5 %', 131072000",
    "100%, 1048576000"
  })
  void sizesAndPercentages(String value, long bytes) {
    Amount limit = MemoryLimit.parse(value, RAM);
    assertEquals(bytes, limit.bytes());
    assertTrue(limit.source().startsWith("-Dlanewise.memory=" + value), limit.source());
  }

  @Test
  void theDefaultIsFourFifths() {
    Amount limit = MemoryLimit.parse(null, RAM);
    assertEquals(800 * MIB, limit.bytes());
    assertEquals("80 % of 1000 MiB of RAM", limit.source());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "much", "0", "0%", "-1", "5gb", "1e9", "g", "15m", "1000", "1%"})
  void anythingElseIsAnError(String value) {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> MemoryLimit.parse(value, RAM));
    assertTrue(thrown.getMessage().startsWith("-Dlanewise.memory=" + value), thrown.getMessage());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void atTheLimitGarbageIsCollectedFirst(boolean raw) {
    for (long bytes : new long[] {1000, 300_000, 3 * MIB}) {
      Fixture fixture = raw ? Memories.raw(24 * MIB) : Memories.checked(24 * MIB);
      for (long total = 0; total < 200 * MIB; total += bytes) {
        fixture.memory().allocate(null, bytes, false);
        assertTrue(fixture.held() <= 24 * MIB);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsReachableCountsAndTheErrorSaysHowMuch(boolean raw) {
    Fixture fixture = raw ? Memories.raw(24 * MIB) : Memories.checked(24 * MIB);
    List<Storage> kept = new ArrayList<>();
    OutOfMemoryError thrown =
        assertThrows(
            OutOfMemoryError.class,
            () -> {
              while (true) {
                kept.add(fixture.memory().allocate(null, 3 * MIB, false));
              }
            });
    assertTrue(kept.size() >= 7, "only " + kept.size() + " of 3 MiB in 24 MiB");
    String message = thrown.getMessage();
    assertTrue(message.startsWith("allocate 3.0 MiB: "), message);
    assertTrue(message.contains(Amount.text(fixture.held()) + " are held"), message);
    assertTrue(message.contains("limit is 24.0 MiB (a test's limit)"), message);
    assertTrue(message.contains("-Dlanewise.memory"), message);
    Reference.reachabilityFence(kept);
    kept.clear();
    fixture.memory().allocate(null, 12 * MIB, false); // the pool has survived
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void callersArenasCountUntilTheyAreClosed(boolean raw) {
    Fixture fixture = raw ? Memories.raw(24 * MIB) : Memories.checked(24 * MIB);
    for (int i = 0; i < 3; i++) {
      try (Arena arena = Arena.ofConfined()) {
        fixture.memory().allocate(arena, 20 * MIB, false);
        assertThrows(
            OutOfMemoryError.class, () -> fixture.memory().allocate(arena, 5 * MIB, false));
        assertThrows(OutOfMemoryError.class, () -> fixture.memory().allocate(null, 5 * MIB, false));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {25L << 20, 1L << 40, Long.MAX_VALUE - 100, Long.MAX_VALUE})
  void moreThanTheLimitIsRefusedAtOnce(long bytes) {
    for (Fixture fixture : List.of(Memories.raw(24 * MIB), Memories.checked(24 * MIB))) {
      long collections = fixture.pool().regions().collector().collections();
      for (Arena arena : new Arena[] {null, Arena.ofAuto()}) {
        assertThrows(OutOfMemoryError.class, () -> fixture.memory().allocate(arena, bytes, true));
      }
      assertEquals(0, fixture.held());
      assertEquals(collections, fixture.pool().regions().collector().collections());
    }
  }

  @Test
  void whatTheSystemHasNotGotIsRefused() {
    Amount little = new Amount(150 * MIB, "MemAvailable of the machine");
    BlockPool pool =
        new BlockPool(new ArenaSource(), new Amount(1000 * MIB, "a test's limit"), () -> little);
    NativeMemory memory = new NativeMemory(false, pool);
    memory.allocate(null, 100 * MIB, false);
    OutOfMemoryError thrown =
        assertThrows(OutOfMemoryError.class, () -> memory.allocate(null, 200 * MIB, false));
    String message = thrown.getMessage();
    assertTrue(
        message.contains("the system can give only 150 MiB more (MemAvailable of the machine)"),
        message);
  }

  @Test
  void aSystemThatRefusesIsAnErrorToo() {
    RegionSource none =
        new RegionSource() {
          @Override
          public Region map(long bytes, boolean large) {
            return null;
          }

          @Override
          public void unmap(Region region) {}
        };
    BlockPool pool =
        new BlockPool(none, new Amount(1000 * MIB, "a test's limit"), () -> Memories.PLENTY);
    for (long bytes : new long[] {10, 100_000, 10 * MIB}) {
      OutOfMemoryError thrown =
          assertThrows(OutOfMemoryError.class, () -> pool.allocate(bytes, false));
      assertTrue(thrown.getMessage().contains("refuses to map"), thrown.getMessage());
      assertEquals(0, pool.regions().held());
    }
  }

  @Test
  void anInterruptedThreadStaysSo() {
    Fixture fixture = Memories.checked(8 * MIB);
    Storage kept = fixture.memory().allocate(null, 6 * MIB, false);
    Thread.currentThread().interrupt();
    try {
      assertThrows(OutOfMemoryError.class, () -> fixture.memory().allocate(null, 6 * MIB, false));
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      Thread.interrupted();
    }
    Reference.reachabilityFence(kept);
  }
}
