package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Bytes on the heap for each operation that is repeated with results that exist; for JMH's profiler
 * "gc", which counts all threads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "--enable-native-access=ALL-UNNAMED",
      "-Xbatch"
    })
public class Allocation {
  /** An engine is made current once for so many operations. */
  private static final int TIMES = 100;

  /** What is repeated; large enough for two threads, where it does not say small. */
  public enum Operation {
    /** z = x + y. */
    ADD(1000, 400),
    /** The same, small. */
    ADD_SMALL(10, 10),
    /** x = x + y. */
    ADD_IN_PLACE(1000, 400),
    /** z = x + y, y one row. */
    ADD_ROW(1000, 400),
    /** z = exp x. */
    EXP(1000, 400),
    /** The sum of all elements. */
    SUM(1000, 400),
    /** Sums of columns. */
    SUM_AXIS_0(1000, 400),
    /** Sums of rows. */
    SUM_AXIS_1(1000, 400),
    /** Softmax of rows. */
    SOFTMAX(1000, 400),
    /** A small matrix times a small matrix. */
    MATMUL_SMALL(8, 8),
    /** A matrix times a matrix. */
    MATMUL(256, 256),
    /** A matrix times a vector. */
    MATMUL_VECTOR(1000, 400),
    /** The inner product of two vectors. */
    DOT(400_000, 1);

    private final int rows;
    private final int columns;

    Operation(int rows, int columns) {
      this.rows = rows;
      this.columns = columns;
    }
  }

  @Param Operation operation;

  @Param({"1", "2"})
  int threads;

  private Engine engine;
  private Runnable repeated;
  private double answer;

  /** Makes the operands. */
  @Setup
  public void prepare() {
    engine = Engine.cpu(EngineOptions.auto().withThreads(threads));
    Runnable once = once();
    repeated =
        () -> {
          for (int i = 0; i < TIMES; i++) {
            once.run();
          }
        };
  }

  private Runnable once() {
    int rows = operation.rows;
    int columns = operation.columns;
    Tensor x = Tensor.rand(DType.F32, 1, rows, columns);
    Tensor y = Tensor.rand(DType.F32, 2, rows, columns);
    Tensor z = Tensor.zeros(DType.F32, rows, columns);
    Tensor row = Tensor.rand(DType.F32, 3, columns);
    Tensor sums = Tensor.zeros(DType.F32, columns);
    Tensor sumsOfRows = Tensor.zeros(DType.F32, rows);
    return switch (operation) {
      case ADD, ADD_SMALL -> () -> x.addInto(y, z);
      case ADD_IN_PLACE -> () -> x.addInPlace(y);
      case ADD_ROW -> () -> x.addInto(row, z);
      case EXP -> () -> x.expInto(z);
      case SUM -> () -> answer = x.sum();
      case SUM_AXIS_0 -> () -> x.sumInto(sums, 0);
      case SUM_AXIS_1 -> () -> x.sumInto(sumsOfRows, 1);
      case SOFTMAX -> () -> x.softmaxInto(1, z);
      case MATMUL_SMALL, MATMUL -> () -> x.matmulInto(y, z);
      case MATMUL_VECTOR -> () -> x.matmulInto(row, sumsOfRows);
      case DOT -> {
        Tensor left = x.reshape(rows);
        Tensor right = y.reshape(rows);
        yield () -> answer = left.dot(right);
      }
    };
  }

  /**
   * The operation, again and again.
   *
   * @return the last answer, if it is a number
   */
  @Benchmark
  @OperationsPerInvocation(TIMES)
  public double repeat() {
    engine.run(repeated);
    return answer;
  }
}
