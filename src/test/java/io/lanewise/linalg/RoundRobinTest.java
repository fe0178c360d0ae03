package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.internal.Internal;
import io.lanewise.memory.View;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundRobinTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 31, 64, 101})
  void everybodyMeetsEverybodyOnceAndNobodyTwiceInAStep(int players) {
    RoundRobin schedule = new RoundRobin(players);
    assertEquals(players / 2, schedule.pairs());
    Set<Set<Long>> met = new HashSet<>();
    for (View step : schedule.steps()) {
      long[] numbers = Internal.tensor(step).toLongArray();
      int count = numbers.length / 2;
      assertTrue(count == players / 2 || count == players / 2 - 1, "uneven steps");
      Set<Long> busy = new HashSet<>();
      for (int i = 0; i < numbers.length; i += 2) {
        assertTrue(numbers[i] < numbers[i + 1], "order in a pair");
        assertTrue(busy.add(numbers[i]) && busy.add(numbers[i + 1]), "twice in one step");
        assertTrue(met.add(Set.of(numbers[i], numbers[i + 1])), "met twice");
      }
    }
    assertEquals(players * (players - 1) / 2, met.size());
    assertTrue(schedule.steps().size() <= players);
  }
}
