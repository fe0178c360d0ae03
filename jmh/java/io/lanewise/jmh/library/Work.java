package io.lanewise.jmh.library;

import java.util.function.Supplier;

/** A problem that a library has prepared, ready to be done as often as wanted. */
public interface Work {

  /** Does it once. */
  void once();

  /**
   * Does it again and again.
   *
   * @param times how often
   */
  default void repeat(int times) {
    for (int i = 0; i < times; i++) {
      once();
    }
  }

  /**
   * The answer of the last call, for the problem's check.
   *
   * @return a new array
   */
  double[] result();

  /**
   * Work from its two halves.
   *
   * @param once does it
   * @param result reads the answer
   * @return the work
   */
  static Work of(Runnable once, Supplier<double[]> result) {
    return new Work() {
      @Override
      public void once() {
        once.run();
      }

      @Override
      public double[] result() {
        return result.get();
      }
    };
  }

  /**
   * Other work whose answer is read in another way.
   *
   * @param work does it
   * @param result reads the answer
   * @return the work
   */
  static Work of(Work work, Supplier<double[]> result) {
    return new Work() {
      @Override
      public void once() {
        work.once();
      }

      @Override
      public void repeat(int times) {
        work.repeat(times);
      }

      @Override
      public double[] result() {
        return result.get();
      }
    };
  }
}
