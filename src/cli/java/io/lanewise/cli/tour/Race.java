package io.lanewise.cli.tour;

import io.lanewise.cli.Progress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Several ways to do one thing, timed in turns, so that what disturbs one disturbs all. */
final class Race {
  private final Map<String, Runnable> ways = new LinkedHashMap<>();

  /**
   * What a way took.
   *
   * @param best seconds of the fastest round
   * @param median seconds of the middle one
   */
  record Times(double best, double median) {}

  /** Adds a way. */
  void add(String name, Runnable way) {
    ways.put(name, way);
  }

  /** Runs each way twice without looking, then {@code rounds} times. */
  Map<String, Times> run(int rounds, Progress progress) {
    Map<String, double[]> seconds = new LinkedHashMap<>();
    for (int round = -2; round < rounds; round++) {
      for (Map.Entry<String, Runnable> way : ways.entrySet()) {
        progress.show(way.getKey() + (round < 0 ? ": warming up" : ": round " + (round + 1)));
        long start = System.nanoTime();
        way.getValue().run();
        double taken = (System.nanoTime() - start) * 1e-9;
        if (round >= 0) {
          seconds.computeIfAbsent(way.getKey(), name -> new double[rounds])[round] = taken;
        }
      }
    }
    Map<String, Times> times = new LinkedHashMap<>();
    seconds.forEach(
        (name, taken) -> {
          Arrays.sort(taken);
          times.put(name, new Times(taken[0], taken[rounds / 2]));
        });
    return times;
  }
}
