package io.lanewise.jmh.measure;

import io.lanewise.jmh.library.Work;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same work on two threads at a time. */
final class TwoCores {
  private TwoCores() {}

  /**
   * Doubles work.
   *
   * @param here for this thread
   * @param there the same, for the other
   * @return both
   */
  static Work of(Work here, Work there) {
    ExecutorService other =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    return new Work() {
      @Override
      public void once() {
        repeat(1);
      }

      @Override
      public void repeat(int times) {
        Future<?> done = other.submit(() -> there.repeat(times));
        here.repeat(times);
        try {
          done.get();
        } catch (InterruptedException | ExecutionException failed) {
          throw new IllegalStateException(failed);
        }
      }

      @Override
      public double[] result() {
        return here.result();
      }
    };
  }
}
