package io.lanewise.cli.tour;

import io.lanewise.Engine;
import io.lanewise.cli.Console;
import io.lanewise.cli.Progress;
import io.lanewise.cli.Text;

/**
 * What the topics write on: lines of a label, a value and a short why, and checks of each number
 * that is shown.
 */
public final class Page {
  private static final String FACT = "   %-27s %-16s %s";

  private final Console console;
  private int checks;
  private int failures;

  /**
   * A page.
   *
   * @param console where it is shown
   */
  public Page(Console console) {
    this.console = console;
  }

  /**
   * How many numbers were looked at.
   *
   * @return a count
   */
  public int checks() {
    return checks;
  }

  /**
   * How many of them were wrong.
   *
   * @return a count
   */
  public int failures() {
    return failures;
  }

  void introduction() {
    String first = Engine.current().describe().lines().findFirst().orElse("");
    String kernels = first.replaceFirst("^(kernels|GPU) +", "");
    console.out().println(console.bold("Lanewise: what exists so far") + ", on " + kernels + ";");
    console.out().println("'lanewise info' says more. Times are of this machine, now.");
  }

  void title(int number, String title) {
    console.out().println();
    console.out().println(console.bold(number + "  " + title));
  }

  void line(String text) {
    console.out().println(("   " + text).stripTrailing());
  }

  void fact(String label, String value, String why) {
    console.out().println(Text.format(FACT, label, value, why).stripTrailing());
  }

  /** A number with a few digits that must be what theory says. */
  void number(String label, double value, double expected, double tolerance, String why) {
    fact(label, Text.number(value, 4), why);
    check(Math.abs(value - expected) <= tolerance, label + " is " + value + ", not " + expected);
  }

  /** Counts a check and reports it if it failed. */
  void check(boolean right, String otherwise) {
    checks++;
    if (!right) {
      failures++;
      console.out().println("   " + console.red("WRONG") + "  " + otherwise);
    }
  }

  Progress progress() {
    return new Progress(console);
  }
}
