package io.lanewise.jmh.peers;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.bytedeco.openblas.global.openblas;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_FDRM;
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
 * C = A B, n by n and row-major, by OpenBLAS and EJML. OpenBLAS takes the number of its threads
 * from {@code OPENBLAS_NUM_THREADS} when it is loaded; later it is too late, as its threads then
 * spin beside whatever else is measured. So the variable must be set.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(5)
public class GemmPeers {
  @Param({"64", "256", "1024"})
  int n;

  private DMatrixRMaj doubleA;
  private DMatrixRMaj doubleB;
  private DMatrixRMaj doubleC;
  private FMatrixRMaj floatA;
  private FMatrixRMaj floatB;
  private FMatrixRMaj floatC;

  @Setup
  public void fill() {
    if (System.getenv("OPENBLAS_NUM_THREADS") == null) {
      throw new IllegalStateException("set OPENBLAS_NUM_THREADS, for example to 1");
    }
    SplittableRandom random = new SplittableRandom(7);
    doubleA = new DMatrixRMaj(n, n);
    doubleB = new DMatrixRMaj(n, n);
    doubleC = new DMatrixRMaj(n, n);
    floatA = new FMatrixRMaj(n, n);
    floatB = new FMatrixRMaj(n, n);
    floatC = new FMatrixRMaj(n, n);
    for (int i = 0; i < n * n; i++) {
      doubleA.data[i] = random.nextDouble() - 0.5;
      doubleB.data[i] = random.nextDouble() - 0.5;
      floatA.data[i] = (float) doubleA.data[i];
      floatB.data[i] = (float) doubleB.data[i];
    }
  }

  @Benchmark
  public float[] openblasF32() {
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasNoTrans,
        n,
        n,
        n,
        1,
        floatA.data,
        n,
        floatB.data,
        n,
        0,
        floatC.data,
        n);
    return floatC.data;
  }

  @Benchmark
  public double[] openblasF64() {
    openblas.cblas_dgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasNoTrans,
        n,
        n,
        n,
        1,
        doubleA.data,
        n,
        doubleB.data,
        n,
        0,
        doubleC.data,
        n);
    return doubleC.data;
  }

  @Benchmark
  public FMatrixRMaj ejmlF32() {
    CommonOps_FDRM.mult(floatA, floatB, floatC);
    return floatC;
  }

  @Benchmark
  public DMatrixRMaj ejmlF64() {
    CommonOps_DDRM.mult(doubleA, doubleB, doubleC);
    return doubleC;
  }
}
