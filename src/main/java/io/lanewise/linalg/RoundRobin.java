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
 * The order in which pairs meet: a tournament in which everybody plays everybody once, by steps of
 * disjoint pairs.
 *
 * <p>The modulus ordering: in step r of n those i and j meet for which {@code i + j} is r modulo n.
 * That is the row-cyclic order (0,1), (0,2) .. (1,2), (1,3) .. in another guise, and converges like
 * it [1]: of two pairs with a common member the row-cyclic order has the one with the smaller sum
 * first, so all pairs of one sum may go together; the pairs with the sum r of a sweep, whose
 * members are at most r, share a step with those with the sum n + r of the sweep before, whose
 * members are larger than r. It takes n steps of n/2 pairs (every other one less if n is even).
 *
 * <p>In each pair the smaller number is first, and in each of the two sums first members ascend
 * while second ones descend, which lets columns be rotated many at a time. The order depends on n
 * alone, never on threads, so neither do the results.
 *
 * <p>Memory: {@code 4 n^2} bytes.
 *
 * <p>[1] G. Shroff and R. Schreiber, On the convergence of the cyclic Jacobi method for parallel
 * block orderings, SIAM J. Matrix Anal. Appl. 10, 1989.
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
    if (pairs == 0) {
      return;
    }
    Tensor all = Tensor.empty(DType.I32, players, pairs, 2);
    int[] step = new int[2 * pairs];
    for (int r = 0; r < players; r++) {
      int count = fill(step, players, r);
      if (count > 0) {
        MemorySegment source = MemorySegment.ofArray(step).asSlice(0, 8L * count);
        Tensor target = all.slice(Slice.at(r), Slice.to(count));
        steps.add(Internal.view(target.copyFrom(source)));
      }
    }
  }

  private static int fill(int[] step, int players, int r) {
    int count = 0;
    for (int i = 0; i < players; i++) {
      int j = (r - i + players) % players;
      if (i < j) {
        step[2 * count] = i;
        step[2 * count + 1] = j;
        count++;
      }
    }
    return count;
  }

  /**
   * Pairs in the largest step.
   *
   * @return half the players, rounded down
   */
  int pairs() {
    return pairs;
  }

  /**
   * The steps of one sweep.
   *
   * @return for each an I32 view of shape (p, 2) with p either {@code pairs()} or one less
   */
  List<View> steps() {
    return steps;
  }
}
