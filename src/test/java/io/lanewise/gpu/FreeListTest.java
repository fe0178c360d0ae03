package io.lanewise.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FreeListTest {
  private record Taken(int at, int elements) {}

  @Test
  void blocksNeverMeetAndAllComesBack() {
    Random random = new Random(1);
    FreeList list = new FreeList(1 << 16);
    List<Taken> taken = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      if (random.nextBoolean()) {
        int elements = random.nextInt(3000);
        int at = list.take(elements);
        if (at >= 0) {
          for (Taken other : taken) {
            assertTrue(
                at + FreeList.rounded(elements) <= other.at
                    || other.at + FreeList.rounded(other.elements) <= at);
          }
          assertEquals(0, at % FreeList.UNIT);
          taken.add(new Taken(at, elements));
        }
      } else if (!taken.isEmpty()) {
        Taken block = taken.remove(random.nextInt(taken.size()));
        list.give(block.at, block.elements);
      }
    }
    taken.forEach(block -> list.give(block.at, block.elements));
    assertEquals(1 << 16, list.available());
    assertEquals(0, list.take(1 << 16), "in one piece");
    assertEquals(-1, list.take(1));
  }
}
