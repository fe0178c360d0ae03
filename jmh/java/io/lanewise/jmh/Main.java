package io.lanewise.jmh;

import io.lanewise.jmh.measure.Rates;
import io.lanewise.jmh.measure.Sampling;
import io.lanewise.jmh.measure.TrainingStep;
import io.lanewise.jmh.report.Report;
import io.lanewise.jmh.steps.Ladder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The main class of benchmarks.jar.
 *
 * <pre>
 * suite FOLDER [FAMILY...] [JMH's options]   runs families, all by default, and makes the report
 * report FOLDER                              makes the report of results that are there
 * accuracy                                   how many digits of small singular values are right
 * training [STEPS]                           what a training step of the default model costs
 * sampling                                   tokens a second with a cache of keys and without
 * large [N [THREADS]]                        arrays of N by N, 10000 by default, and memory held
 * steps                                      lists the worklog's steps
 * step NAME, asm NAME                        the figures of one, its machine code
 * asm BENCHMARK -m CLASS::METHOD             the machine code of a method that it runs
 * anything else                              goes to JMH, with our profiler added
 * </pre>
 */
public final class Main {
  /** Commands that compute in this JVM, not in forks. */
  private static final Set<String> MEASURED_HERE =
      Set.of("accuracy", "training", "sampling", "large");

  private Main() {}

  /**
   * Runs one of them.
   *
   * @param arguments see the class
   * @throws Exception what went wrong
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && MEASURED_HERE.contains(arguments[0]) && !WithVectors.here()) {
      System.exit(WithVectors.run(arguments));
    } else if (arguments.length >= 2 && arguments[0].equals("suite")) {
      Suite.run(Path.of(arguments[1]), Arrays.copyOfRange(arguments, 2, arguments.length));
    } else if (arguments.length == 2 && arguments[0].equals("report")) {
      Report.write(Path.of(arguments[1]));
    } else if (arguments.length == 1 && arguments[0].equals("accuracy")) {
      Accuracy.print();
    } else if (arguments.length > 0 && arguments[0].equals("training")) {
      TrainingStep.print(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 40);
    } else if (arguments.length == 1 && arguments[0].equals("sampling")) {
      Sampling.print();
    } else if (arguments.length > 0 && arguments[0].equals("large")) {
      int n = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
      int threads = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
      if (threads > 1) {
        LargeThreads.print(n, threads);
      } else {
        LargeArrays.print(n);
      }
    } else if (arguments.length > 0 && arguments[0].matches("steps?|asm")) {
      System.exit(Ladder.run(List.of(arguments)));
    } else {
      String[] profiled = Arrays.copyOf(arguments, arguments.length + 2);
      profiled[arguments.length] = "-prof";
      profiled[arguments.length + 1] = Rates.class.getName();
      org.openjdk.jmh.Main.main(profiled);
    }
  }
}
