package io.lanewise.jmh.steps;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * Worklog page 1: the tiles of a matrix product over hot panels, with the update of C in a helper
 * method and written out. The counter {@code flops} is in GFLOP/s.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 5,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class TileStores {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final int LANES = SPECIES.length();
  private static final long COLUMN = (long) LANES * Float.BYTES;
  private static final int ROWS = 8;
  private static final int COLUMNS = 2 * LANES;
  private static final int TILES = 12;

  /** What one call computes, counted by JMH as a rate. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Flops {
    public long flops;
  }

  @Param({"128", "256", "512"})
  int k;

  private float[] a;
  private float[] b;
  private MemorySegment c;

  @Setup
  public void fill() {
    a = new float[TILES * ROWS * k];
    b = new float[TILES * COLUMNS * k];
    Arrays.fill(a, 0.5f);
    Arrays.fill(b, 1e-6f);
    c = Arena.ofAuto().allocate((long) TILES * TILES * ROWS * COLUMNS * Float.BYTES, 64);
  }

  @Benchmark
  public void writtenOut(Flops counter) {
    long rowBytes = 2 * TILES * COLUMN;
    for (int j = 0; j < TILES; j++) {
      for (int i = 0; i < TILES; i++) {
        long at = i * ROWS * rowBytes + 2 * j * COLUMN;
        tileWrittenOut(k, a, i * ROWS * k, b, j * COLUMNS * k, c, at, rowBytes);
      }
    }
    counter.flops += 2L * TILES * TILES * ROWS * COLUMNS * k;
  }

  @Benchmark
  public void withHelper(Flops counter) {
    long rowBytes = 2 * TILES * COLUMN;
    for (int j = 0; j < TILES; j++) {
      for (int i = 0; i < TILES; i++) {
        long at = i * ROWS * rowBytes + 2 * j * COLUMN;
        tile(k, a, i * ROWS * k, b, j * COLUMNS * k, c, at, rowBytes);
      }
    }
    counter.flops += 2L * TILES * TILES * ROWS * COLUMNS * k;
  }

  private static void tile(
      int k, float[] a, int aTo, float[] b, int bTo, MemorySegment c, long cAt, long rowBytes) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    FloatVector c40 = FloatVector.zero(SPECIES);
    FloatVector c41 = FloatVector.zero(SPECIES);
    FloatVector c50 = FloatVector.zero(SPECIES);
    FloatVector c51 = FloatVector.zero(SPECIES);
    FloatVector c60 = FloatVector.zero(SPECIES);
    FloatVector c61 = FloatVector.zero(SPECIES);
    FloatVector c70 = FloatVector.zero(SPECIES);
    FloatVector c71 = FloatVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      int ia = aTo + p * 8;
      int ib = bTo + p * 2 * LANES;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, ib);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, ib + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[ia + 0]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[ia + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[ia + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[ia + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[ia + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[ia + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[ia + 6]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[ia + 7]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
    }
    add(c00, c, cAt);
    add(c01, c, cAt + COLUMN);
    add(c10, c, cAt + 1 * rowBytes);
    add(c11, c, cAt + 1 * rowBytes + COLUMN);
    add(c20, c, cAt + 2 * rowBytes);
    add(c21, c, cAt + 2 * rowBytes + COLUMN);
    add(c30, c, cAt + 3 * rowBytes);
    add(c31, c, cAt + 3 * rowBytes + COLUMN);
    add(c40, c, cAt + 4 * rowBytes);
    add(c41, c, cAt + 4 * rowBytes + COLUMN);
    add(c50, c, cAt + 5 * rowBytes);
    add(c51, c, cAt + 5 * rowBytes + COLUMN);
    add(c60, c, cAt + 6 * rowBytes);
    add(c61, c, cAt + 6 * rowBytes + COLUMN);
    add(c70, c, cAt + 7 * rowBytes);
    add(c71, c, cAt + 7 * rowBytes + COLUMN);
  }

  private static void tileWrittenOut(
      int k, float[] a, int aTo, float[] b, int bTo, MemorySegment c, long cAt, long rowBytes) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    FloatVector c40 = FloatVector.zero(SPECIES);
    FloatVector c41 = FloatVector.zero(SPECIES);
    FloatVector c50 = FloatVector.zero(SPECIES);
    FloatVector c51 = FloatVector.zero(SPECIES);
    FloatVector c60 = FloatVector.zero(SPECIES);
    FloatVector c61 = FloatVector.zero(SPECIES);
    FloatVector c70 = FloatVector.zero(SPECIES);
    FloatVector c71 = FloatVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      int ia = aTo + p * 8;
      int ib = bTo + p * 2 * LANES;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, ib);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, ib + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[ia + 0]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[ia + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[ia + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[ia + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[ia + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[ia + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[ia + 6]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[ia + 7]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
    }
    FloatVector.fromMemorySegment(SPECIES, c, cAt, NATIVE)
        .add(c00)
        .intoMemorySegment(c, cAt, NATIVE);
    FloatVector.fromMemorySegment(SPECIES, c, cAt + COLUMN, NATIVE)
        .add(c01)
        .intoMemorySegment(c, cAt + COLUMN, NATIVE);
    FloatVector.fromMemorySegment(SPECIES, c, cAt + 1 * rowBytes, NATIVE)
        .add(c10)
        .intoMemorySegment(c, cAt + 1 * rowBytes, NATIVE);
    FloatVector.fromMemorySegment(SPECIES, c, cAt + 1 * rowBytes + COLUMN, NATIVE)
        .add(c11)
        .intoMemorySegment(c, cAt + 1 * rowBytes + COLUMN, NATIVE);
    FloatVector.fromMemorySegment(SPECIES, c, cAt + 2 * rowBytes, NATIVE)
        .add(c20)
        .intoMemorySegment(c, cAt + 2 * rowBytes, NATIVE);
    FloatVector.fromMemorySegment(SPECIES, c, cAt + 2 * rowBytes + COLUMN, NATIVE)
        .add(c21)
        .intoMemorySegment(c, cAt + 2 * rowBytes + COLUMN, NATIVE);
    FloatVector.fromMemorySegment(SPECIES, c, cAt + 3 * rowBytes, NATIVE)
        .add(c30)
        .intoMemorySegment(c, cAt + 3 * rowBytes, NATIVE);
    FloatVector.fromMemorySegment(SPECIES, c, cAt + 3 * rowBytes + COLUMN, NATIVE)
        .add(c31)
        .intoMemorySegment(c, cAt + 3 * rowBytes + COLUMN, NATIVE);
    FloatVector.fromMemorySegment(SPECIES, c, cAt + 4 * rowBytes, NATIVE)
        .add(c40)
        .intoMemorySegment(c, cAt + 4 * rowBytes, NATIVE);
    FloatVector.fromMemorySegment(SPECIES, c, cAt + 4 * rowBytes + COLUMN, NATIVE)
        .add(c41)
        .intoMemorySegment(c, cAt + 4 * rowBytes + COLUMN, NATIVE);
    FloatVector.fromMemorySegment(SPECIES, c, cAt + 5 * rowBytes, NATIVE)
        .add(c50)
        .intoMemorySegment(c, cAt + 5 * rowBytes, NATIVE);
    FloatVector.fromMemorySegment(SPECIES, c, cAt + 5 * rowBytes + COLUMN, NATIVE)
        .add(c51)
        .intoMemorySegment(c, cAt + 5 * rowBytes + COLUMN, NATIVE);
    FloatVector.fromMemorySegment(SPECIES, c, cAt + 6 * rowBytes, NATIVE)
        .add(c60)
        .intoMemorySegment(c, cAt + 6 * rowBytes, NATIVE);
    FloatVector.fromMemorySegment(SPECIES, c, cAt + 6 * rowBytes + COLUMN, NATIVE)
        .add(c61)
        .intoMemorySegment(c, cAt + 6 * rowBytes + COLUMN, NATIVE);
    FloatVector.fromMemorySegment(SPECIES, c, cAt + 7 * rowBytes, NATIVE)
        .add(c70)
        .intoMemorySegment(c, cAt + 7 * rowBytes, NATIVE);
    FloatVector.fromMemorySegment(SPECIES, c, cAt + 7 * rowBytes + COLUMN, NATIVE)
        .add(c71)
        .intoMemorySegment(c, cAt + 7 * rowBytes + COLUMN, NATIVE);
  }

  /** What looks like a harmless way to shorten the method above. */
  private static void add(FloatVector value, MemorySegment c, long at) {
    FloatVector.fromMemorySegment(SPECIES, c, at, NATIVE)
        .add(value)
        .intoMemorySegment(c, at, NATIVE);
  }
}
