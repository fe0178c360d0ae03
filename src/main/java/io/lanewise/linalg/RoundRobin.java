package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The order in which pairs meet: a tournament in which everybody plays everybody once, by steps of disjoint pairs.
 *
 * <p>The circle method: of an even number n of players the last one stays, and in step r it meets player r while {@code r + k}
 * meets {@code r - k}, modulo n - 1, for k = 1 .. n/2 - 1. That takes n - 1 steps of n/2 pairs. With an odd number one player
 * pauses in each of n steps. Neighbouring pairs have neighbouring members, which lets columns be rotated many at a time.
 *
 * <p>The order depends on n alone, never on threads, so neither do the results; and one step is one batch.
 *
 * <p>Memory: {@code 4 n^2} bytes.
 */
final class RoundRobin {
  private final int pairs;
  private final List<View> steps = new ArrayList<>();

  /**
   * A schedule.
   *
   * @param players how many
   */
  RoundRobin(int players) {
    pairs = players / 2;
    int circle = players % 2 == 0 ? players - 1 : players;
    if (pairs == 0) {
      return;
    }
    Tensor all = Tensor.empty(DType.I32, circle, pairs, 2);
    int[] step = new int[2 * pairs];
    for (int r = 0; r < circle; r++) {
      fill(step, players, circle, r);
      Tensor target = all.slice(Slice.at(r)).copyFrom(MemorySegment.ofArray(step));
      steps.add(Internal.view(target));
    }
  }

  private static void fill(int[] step, int players, int circle, int r) {
    int at = 0;
    for (int k = 1; k <= (circle - 1) / 2; k++) {
      step[at++] = (r + k) % circle;
      step[at++] = (r - k + circle) % circle;
    }
    if (players > circle) {
      step[at++] = r;
      step[at] = circle;
    }
  }

  /**
   * Pairs in each step.
   *
   * @return half the players, rounded down
   */
  int pairs() {
    return pairs;
  }

  /**
   * The steps of one sweep.
   *
   * @return for each an I32 view of shape (pairs, 2)
   */
  List<View> steps() {
    return steps;
  }
}
