package io.lanewise.jmh.steps;

import io.lanewise.jmh.library.Contender;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.measure.ChildJvm;
import io.lanewise.jmh.measure.Findings.Finding;
import io.lanewise.jmh.measure.Rounds;
import io.lanewise.jmh.problem.ProductProblem;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The steps of the worklog, each in JVMs of its own.
 *
 * <pre>
 * steps              lists them
 * steps check        computes each once and checks it
 * step NAME [n]      its figures in three JVMs, as shares of the peak
 * asm NAME [n]       the machine code of its inner loop
 *     -a                 of the whole method
 *     -m CLASS::METHOD   of another method that runs meanwhile
 * asm BENCHMARK -m CLASS::METHOD [JMH's options]   of any method while a benchmark runs
 * </pre>
 *
 * <p>Options that begin with {@code -J} go to those JVMs: {@code -J-XX:UseAVX=2}.
 */
public final class Ladder {
  private static final int FORKS = 3;
  private static final String SIZE = "480";
  private static final String JMH = "org.openjdk.jmh.Main";

  /** Seconds of rounds for figures, and until C2 is done for machine code. */
  private static final double LONG = 2;

  private Ladder() {}

  /**
   * Runs a command.
   *
   * @param arguments see the class
   * @return the exit code
   */
  public static int run(List<String> arguments) throws IOException, InterruptedException {
    String command = arguments.getFirst();
    try {
      return switch (command) {
        case "steps" ->
            arguments.size() == 1 ? list() : child(List.of(), "check", List.of()).waitFor();
        default -> run(command, arguments.subList(1, arguments.size()));
      };
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      return 2;
    }
  }

  private static int list() {
    for (Step step : Step.values()) {
      System.out.printf(Locale.ROOT, "%-12s page %2d: %s%n", step.word(), step.page, step.idea);
    }
    return 0;
  }

  private static int run(String command, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> flags = new ArrayList<>();
    List<String> words = new ArrayList<>();
    boolean all = false;
    String method = "";
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.startsWith("-J")) {
        flags.add(word.substring(2));
      } else if (word.equals("-a")) {
        all = true;
      } else if (word.equals("-m") && i + 1 < arguments.size()) {
        i++;
        method = arguments.get(i);
      } else {
        words.add(word);
      }
    }
    if (command.equals("asm")
        && !method.isEmpty()
        && !words.isEmpty()
        && !Step.isOne(words.get(0))) {
      return benchmarked(words, flags, method, all);
    }
    if (words.isEmpty() || words.size() > 2) {
      throw new IllegalArgumentException(command + ": one step and at most one size, please");
    }
    Step step = Step.of(words.get(0));
    List<String> what = List.of(step.word(), words.size() > 1 ? words.get(1) : SIZE);
    if (command.equals("asm")) {
      String which = method.isEmpty() ? step.method : method;
      printing(flags, which);
      return MachineCode.print(child(flags, "print", what), which, all);
    }
    System.out.println(step.word() + ": " + step.idea);
    for (int fork = 0; fork < FORKS; fork++) {
      int code = child(flags, "measure", what).waitFor();
      if (code != 0) {
        return code;
      }
    }
    return 0;
  }

  private static void printing(List<String> flags, String method) {
    flags.add("-XX:+UnlockDiagnosticVMOptions");
    flags.add("-XX:CompileCommand=print," + method);
  }

  /** The machine code of a method while one of JMH's benchmarks runs, in the JVM that prints it. */
  private static int benchmarked(List<String> words, List<String> flags, String method, boolean all)
      throws IOException, InterruptedException {
    flags.add("-Dlanewise.warmup=false");
    flags.add("-Xbatch");
    printing(flags, method);
    List<String> options = new ArrayList<>(words);
    options.addAll(List.of("-f", "0", "-wi", "1", "-w", "2", "-i", "1", "-r", "1"));
    return MachineCode.print(jvm(flags, JMH, options, true), method, all);
  }

  /** A JVM that runs {@link #main}; its output is ours unless it is read. */
  private static Process child(List<String> flags, String command, List<String> words)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(words);
    return jvm(flags, Ladder.class.getName(), arguments, command.equals("print"));
  }

  private static Process jvm(List<String> flags, String main, List<String> arguments, boolean read)
      throws IOException {
    List<String> all = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
    all.addAll(flags);
    ProcessBuilder builder = ChildJvm.of(all, main, arguments);
    if (!read) {
      builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
    }
    return builder.start();
  }

  /**
   * The JVM in which a step runs.
   *
   * @param arguments check, measure or print; step and size
   */
  public static void main(String... arguments) {
    if (arguments[0].equals("check")) {
      for (Step step : Step.values()) {
        ProductProblem problem = step.problem(96);
        Work work = step.work(problem);
        work.once();
        problem.check(work.result());
        System.out.println(step.word() + ": right");
      }
      return;
    }
    Step step = Step.of(arguments[1]);
    ProductProblem problem = step.problem(Integer.parseInt(arguments[2]));
    Contender contender = new Contender("step", step.work(problem));
    // A thread's own time: another process on the same core does not count.
    LongSupplier clock = ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime;
    Rounds rounds = Rounds.of(problem, List.of(contender), clock);
    long end = clock.getAsLong() + (long) (LONG * 1e9);
    while (clock.getAsLong() < end) {
      rounds.round();
    }
    if (arguments[0].equals("measure")) {
      System.out.println(figures(problem, rounds));
    }
  }

  private static String figures(ProductProblem problem, Rounds rounds) {
    Map<String, Double> found = new HashMap<>();
    for (Finding finding : rounds.found()) {
      found.put(finding.name(), finding.value());
    }
    String shape =
        List.of(problem.m(), problem.k(), problem.n()).stream()
            .map(String::valueOf)
            .collect(Collectors.joining(" x "));
    return String.format(
        Locale.ROOT,
        "%s: best %.1f GFLOP/s, %.1f %% of the best peak; median %.1f, %.1f %% (peak %.0f, %.0f)",
        shape,
        found.get("step.best"),
        100 * found.get("step.best") / found.get("peak.best"),
        found.get("step.median"),
        found.get("step.share"),
        found.get("peak.best"),
        found.get("peak.median"));
  }
}
