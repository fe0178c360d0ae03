package io.lanewise.jmh;

import io.lanewise.jmh.measure.Rounds;
import io.lanewise.jmh.problem.Problem;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A benchmark whose one call is a round of all contenders: how long that takes says nothing, its
 * secondary results are what counts.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 5,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "--enable-native-access=ALL-UNNAMED",
      // Rates are those of compiled kernels; the family warmup measures what is before.
      "-Dlanewise.warmup=false",
      // The compiler shares the core: what is hot is compiled now, not in the middle of a slice.
      "-Xbatch"
    })
public abstract class Interleaved {
  private Rounds rounds;

  /** The work, when the parameters have been set. */
  abstract Problem problem();

  /** Prepares all contenders and checks their answers. */
  @Setup
  public void prepare() {
    rounds = Rounds.of(problem());
  }

  /** One round. */
  @Benchmark
  public void round() {
    rounds.round();
  }
}
