package io.lanewise.cli.tour;

import io.lanewise.cli.Progress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Several ways to do one thing, timed in turns, so that what disturbs one disturbs all. */
final class Race {
  private static final int WARM_UPS = 2;

  private final Map<String, Way> ways = new LinkedHashMap<>();

  /**
   * What a way took.
   *
   * @param best seconds of the fastest round
   * @param median seconds of the middle one
   */
  record Times(double best, double median) {}

  /**
   * One way.
   *
   * @param run does it
   * @param most rounds it takes part in
   */
  private record Way(Runnable run, int most) {}

  /** Adds a way. */
  void add(String name, Runnable way) {
    ways.put(name, new Way(way, Integer.MAX_VALUE));
  }

  /** Adds one that takes long: it is run so many times at most, and never without looking. */
  void addSlow(String name, int most, Runnable way) {
    ways.put(name, new Way(way, most));
  }

  /** Runs each way twice without looking, then {@code rounds} times. */
  Map<String, Times> run(int rounds, Progress progress) {
    Map<String, double[]> seconds = new LinkedHashMap<>();
    ways.forEach((name, way) -> seconds.put(name, new double[Math.min(rounds, way.most())]));
    for (int round = -WARM_UPS; round < rounds; round++) {
      for (Map.Entry<String, Way> named : ways.entrySet()) {
        Way way = named.getValue();
        if (round < 0 ? way.most() >= rounds : round < way.most()) {
          progress.show(named.getKey() + (round < 0 ? ": warming up" : ": round " + (round + 1)));
          long start = System.nanoTime();
          way.run().run();
          if (round >= 0) {
            seconds.get(named.getKey())[round] = (System.nanoTime() - start) * 1e-9;
          }
        }
      }
    }
    Map<String, Times> times = new LinkedHashMap<>();
    seconds.forEach(
        (name, taken) -> {
          Arrays.sort(taken);
          times.put(name, new Times(taken[0], taken[taken.length / 2]));
        });
    return times;
  }
}
