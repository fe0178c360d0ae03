package io.lanewise.jmh.measure;

import java.util.List;

/** What the benchmark that runs now has found; {@link Rates} hands it to JMH. */
public final class Findings {
  private static volatile Source source = () -> List.of();

  private Findings() {}

  /**
   * One number that was found.
   *
   * @param name contender and what it is: best, median, share or ratio
   * @param value the number
   * @param unit its unit
   */
  public record Finding(String name, double value, String unit) {}

  /** Something that finds numbers. */
  @FunctionalInterface
  public interface Source {
    /** What was found since {@link #begin()}. */
    List<Finding> found();

    /** A new iteration begins. */
    default void begin() {}
  }

  /**
   * Takes the place of whoever was asked before.
   *
   * @param now who is asked from now on
   */
  public static void from(Source now) {
    source = now;
  }

  static Source source() {
    return source;
  }
}
