package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.measure.FirstProduct;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A fresh JVM: from the first call of the library to the first product, and to 90 % of the rate
 * that it has in the end. How long the one call takes says nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(
    value = 5,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class WarmUp {
  @Param({"F32", "F64"})
  DType dtype;

  @Param({"512"})
  int n;

  @Param({"1", "2"})
  int threads;

  private FirstProduct product;

  /** Computes nothing. */
  @Setup
  public void prepare() {
    product = new FirstProduct(dtype, n, threads);
  }

  /** All of it. */
  @Benchmark
  public void run() {
    product.run();
  }
}
