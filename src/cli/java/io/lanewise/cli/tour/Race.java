package io.lanewise.cli.tour;

import io.lanewise.cli.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Several ways to do one thing, timed in turns, so that what disturbs one disturbs all. */
final class Race {
  private static final int WARM_UPS = 2;

  private final List<Way> ways = new ArrayList<>();

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
   * @param seconds of its rounds so far
   */
  private record Way(String name, Runnable run, int most, List<Double> seconds) {
    void time() {
      long start = System.nanoTime();
      run.run();
      seconds.add((System.nanoTime() - start) * 1e-9);
    }

    Times times() {
      double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      return new Times(sorted[0], sorted[sorted.length / 2]);
    }
  }

  /** Adds a way. */
  void add(String name, Runnable way) {
    ways.add(new Way(name, way, Integer.MAX_VALUE, new ArrayList<>()));
  }

  /** Adds one that takes long: it is run so many times at most, each time timed. */
  void addSlow(String name, int most, Runnable way) {
    ways.add(new Way(name, way, most, new ArrayList<>()));
  }

  /** Runs each way twice without looking, then {@code rounds} times. */
  Map<String, Times> run(int rounds, Progress progress) {
    for (int round = -WARM_UPS; round < rounds; round++) {
      for (Way way : ways) {
        if (round < 0 && way.most() >= rounds) {
          progress.show(way.name() + ": warming up");
          way.run().run();
        } else if (round >= 0 && round < way.most()) {
          progress.show(way.name() + ": round " + (round + 1));
          way.time();
        }
      }
    }
    Map<String, Times> times = new LinkedHashMap<>();
    ways.forEach(way -> times.put(way.name(), way.times()));
    return times;
  }
}
