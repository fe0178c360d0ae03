package io.lanewise.backend;

import java.util.List;

/**
 * What an engine uses and why, for people: {@code lanewise info} and {@code Engine.describe()}.
 *
 * @param lines one fact each
 */
public record Description(List<Line> lines) {

  /**
   * One fact.
   *
   * @param what what is described, such as {@code kernels}
   * @param value what is used, such as {@code simd, 16 lanes of f32}
   * @param why the reason
   */
  public record Line(String what, String value, String why) {}

  /** Copies the list. */
  public Description {
    lines = List.copyOf(lines);
  }

  /** A table, one line for each fact. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      text.append(String.format("%-12s %s%n", line.what(), line.value()));
      if (!line.why().isEmpty()) {
        text.append(String.format("%-12s   %s%n", "", line.why()));
      }
    }
    return text.toString();
  }
}
