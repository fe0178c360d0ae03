package io.lanewise.jmh.measure;

import io.lanewise.DType;
import io.lanewise.jmh.library.Contender;
import io.lanewise.jmh.library.Library;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.measure.Findings.Finding;
import io.lanewise.jmh.problem.Problem;
import io.lanewise.jmh.problem.TwoThreadsProblem;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * Rounds: in each, the core's ceiling, Lanewise and every other contender work for a short slice of
 * time, one after the other on the same thread. A neighbour that takes a part of the core for
 * seconds takes it from all of them; shares and ratios are those of rates in the same round.
 *
 * <p>Contenders that are much slower than Lanewise take part in fewer rounds, at least in one of
 * each iteration, the first. Whoever needs more than a second for one call is measured in a single
 * call for each JVM. A slice of a single call begins with the caches as its predecessor left them:
 * so in every second round Lanewise comes last, and an iteration goes on until some rounds without
 * the slow ones are among its rounds.
 */
public final class Rounds implements Findings.Source {
  private static final String CEILING = "peak";

  /** Seconds that a slice takes, or one call if that is longer. */
  private static final double SLICE = 2e-3;

  /** Seconds that the ceiling's slice takes at most: it follows Lanewise's slice. */
  private static final double LONGEST = 30e-3;

  /**
   * Seconds of computing for each contender alone before the first round; Lanewise has more code to
   * compile than a loop has. [TP] on one core, a product of 64 x 64 matrices is fast after 0.3 s, a
   * decomposition after one.
   */
  private static final double WARM_UP = 0.15;

  private static final double FIRST_WARM_UP = 1;

  /** Seconds that Lanewise works in each iteration, at least. */
  private static final double LEAST = 0.2;

  /** Seconds of one call, from which on it is the only one. */
  private static final double SLOW = 1;

  /** Milliseconds; OpenBLAS's threads spin for 2^26 cycles. */
  private static final long SETTLING = 40;

  private final Problem problem;
  private final Timed ceiling;
  private final Timed first;
  private final List<Timed> others = new ArrayList<>();

  /** Those whose single call was measured, and its rate. */
  private final List<Timed> slow = new ArrayList<>();

  private final List<Double> slowRates = new ArrayList<>();

  /** For each round the rates of ceiling, lanewise and others; NaN for who did not take part. */
  private final List<double[]> rounds = new ArrayList<>();

  private double firstSlice;

  /** Whether Lanewise comes last in the next round. */
  private boolean last;

  private Rounds(Problem problem, List<Contender> contenders, LongSupplier clock) {
    this.problem = problem;
    this.ceiling = ceiling(problem, clock);
    warmUp(ceiling, WARM_UP);
    Timed most = null;
    for (Contender contender : contenders) {
      Timed timed = new Timed(contender, problem.amount(), clock);
      double rate = timed.slice(0);
      check(contender);
      if (most == null) {
        most = timed;
        warmUp(timed, FIRST_WARM_UP);
      } else if (timed.spent() < SLOW) {
        others.add(timed);
        warmUp(timed, WARM_UP);
      } else {
        slow.add(timed);
        slowRates.add(rate);
      }
    }
    this.first = Objects.requireNonNull(most);
  }

  /** The time is that of this thread: the compiler and neighbours do not count. */
  private static void warmUp(Timed timed, double seconds) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long end = threads.getCurrentThreadCpuTime() + (long) (seconds * 1e9);
    while (threads.getCurrentThreadCpuTime() < end) {
      timed.slice(SLICE);
    }
  }

  /**
   * Prepares every library's work on a problem, does it once and checks the answer.
   *
   * @param problem what to do
   * @return rounds of it
   * @throws AssertionError if an answer is wrong
   */
  public static Rounds of(Problem problem) {
    List<Contender> contenders = new ArrayList<>();
    for (Library library : Library.all()) {
      contenders.addAll(library.prepare(problem));
    }
    return of(problem, contenders, System::nanoTime);
  }

  /**
   * Does the work of given contenders once and checks the answers.
   *
   * @param problem what they do
   * @param contenders those; the first takes part in every round
   * @param clock nanoseconds
   * @return rounds of it
   * @throws AssertionError if an answer is wrong
   */
  public static Rounds of(Problem problem, List<Contender> contenders, LongSupplier clock) {
    Rounds rounds = new Rounds(problem, contenders, clock);
    Findings.from(rounds);
    return rounds;
  }

  private void check(Contender contender) {
    try {
      problem.check(contender.work().result());
    } catch (AssertionError wrong) {
      throw new AssertionError(contender.name() + ": " + wrong.getMessage(), wrong);
    }
  }

  private static Timed ceiling(Problem problem, LongSupplier clock) {
    double operations =
        problem.dtype() == DType.F32 ? ArithmeticF32.OPERATIONS : ArithmeticF64.OPERATIONS;
    return switch (problem.ceiling()) {
      case ARITHMETIC -> timed(arithmetic(problem.dtype()), operations, clock);
      case ARITHMETIC_OF_TWO ->
          timed(
              TwoCores.of(arithmetic(problem.dtype()), arithmetic(problem.dtype())),
              2 * operations,
              clock);
      default -> timed(Traffic.of(problem.ceiling(), problem.footprint()), problem.amount(), clock);
    };
  }

  private static Work arithmetic(DType dtype) {
    return dtype == DType.F32 ? ArithmeticF32.work() : ArithmeticF64.work();
  }

  private static Timed timed(Work work, double amount, LongSupplier clock) {
    return new Timed(new Contender(CEILING, work), amount, clock);
  }

  /** One round, or several where an iteration has only begun. */
  public void round() {
    do {
      single();
    } while (first.spent() < LEAST);
  }

  private void single() {
    double[] rates = new double[2 + others.size()];
    Arrays.fill(rates, Double.NaN);
    rates[0] = ceiling.slice(Math.clamp(firstSlice / 2, SLICE, LONGEST));
    settle();
    if (!last) {
      rates[1] = first();
    }
    double fair = 2 * Math.max(first.spent(), SLICE * (1 + rounds.size()));
    for (int i = 0; i < others.size(); i++) {
      if (rounds.isEmpty() || others.get(i).spent() < fair) {
        rates[2 + i] = others.get(i).slice(SLICE);
        settle();
      }
    }
    if (last) {
      rates[1] = first();
    }
    last = !last;
    rounds.add(rates);
  }

  private double first() {
    double before = first.spent();
    double rate = first.slice(SLICE);
    firstSlice = first.spent() - before;
    settle();
    return rate;
  }

  /** Waits until the second threads of whoever just worked sleep: some spin for a while. */
  private void settle() {
    if (problem instanceof TwoThreadsProblem) {
      try {
        Thread.sleep(SETTLING);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void begin() {
    rounds.clear();
    first.forget();
    others.forEach(Timed::forget);
  }

  /**
   * What the rounds of this iteration showed.
   *
   * @return rates of every contender, best and median, in the ceiling's unit; its median share of
   *     the ceiling, in percent; and how many times as fast Lanewise was, in the median
   */
  @Override
  public List<Finding> found() {
    List<Finding> findings = new ArrayList<>();
    if (rounds.isEmpty()) {
      return findings;
    }
    add(findings, CEILING, round -> round[0]);
    add(findings, first.name(), round -> round[1]);
    for (int i = 0; i < others.size(); i++) {
      int at = 2 + i;
      add(findings, others.get(i).name(), round -> round[at]);
      scaling(findings, at);
    }
    for (int i = 0; i < slow.size(); i++) {
      double rate = slowRates.get(i);
      add(findings, slow.get(i).name(), round -> rate);
    }
    return findings;
  }

  private void add(List<Finding> findings, String name, ToDoubleFunction<double[]> rate) {
    double[] rates = sorted(rate);
    String unit = problem.ceiling().unit();
    findings.add(new Finding(name + ".best", rates[rates.length - 1], unit));
    findings.add(new Finding(name + ".median", median(rates), unit));
    if (!name.equals(CEILING)) {
      double[] shares = sorted(round -> 100 * rate.applyAsDouble(round) / round[0]);
      findings.add(new Finding(name + ".share", median(shares), "%"));
    }
    if (!name.equals(CEILING) && !name.equals(first.name())) {
      double[] ratios = sorted(round -> round[1] / rate.applyAsDouble(round));
      findings.add(new Finding(name + ".ratio", median(ratios), "x"));
    }
  }

  /** How many times as fast somebody is with two threads: the one before has one. */
  private void scaling(List<Finding> findings, int at) {
    String name = others.get(at - 2).name();
    if (name.endsWith(TwoThreadsProblem.TWO)) {
      double[] factors = sorted(round -> round[at] / round[at - 1]);
      findings.add(new Finding(name + ".scaling", median(factors), "x"));
    }
  }

  private double[] sorted(ToDoubleFunction<double[]> value) {
    return rounds.stream()
        .mapToDouble(value)
        .filter(number -> !Double.isNaN(number))
        .sorted()
        .toArray();
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
