package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the BLAS on memory segments promises beyond the results, which {@code BlasContractTest}
 * compares with the reference: the bits of arrays, and exceptions instead of crashes.
 */
@Tag("contract")
class BlasSegmentsTest {
  private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE;

  private static double[] numbers(int seed, int n) {
    return new Random(seed).doubles(n, -1, 1).toArray();
  }

  private static MemorySegment segment(Arena arena, double[] numbers) {
    return arena.allocateFrom(DOUBLE, numbers);
  }

  private static MemorySegment readOnly(int n) {
    return MemorySegment.ofArray(new double[n]).asReadOnly();
  }

  @Test
  void bitsAreThoseOfArrays() {
    int n = 301;
    double[] a = numbers(1, n * n);
    double[] b = numbers(2, n * n);
    for (int i = 0; i < n; i++) {
      a[i + i * n] += n;
    }
    try (Arena arena = Arena.ofShared();
        Arena mine = Arena.ofConfined()) {
      MemorySegment left = segment(arena, a);
      for (Arena other : new Arena[] {arena, mine}) {
        MemorySegment right = segment(other, b);
        double[] expected = new double[n * n];
        MemorySegment c = other.allocate(DOUBLE, (long) n * n);
        Blas.dgemm("N", "T", n, n, n, 2, a, n, b, n, 0, expected, n);
        Blas.dgemm("N", "T", n, n, n, 2, left, n, right, n, 0, c, n);
        assertArrayEquals(expected, c.toArray(DOUBLE), "gemm");
        Blas.dsymm("R", "U", n, n, 2, a, n, b, n, 1, expected, n);
        Blas.dsymm("R", "U", n, n, 2, left, n, right, n, 1, c, n);
        assertArrayEquals(expected, c.toArray(DOUBLE), "symm");
        Blas.dsyr2k("L", "N", n, n, 2, a, n, b, n, 1, expected, n);
        Blas.dsyr2k("L", "N", n, n, 2, left, n, right, n, 1, c, n);
        assertArrayEquals(expected, c.toArray(DOUBLE), "syr2k");
        Blas.dtrmm("L", "U", "T", "N", n, n, 2, a, n, expected, n);
        Blas.dtrmm("L", "U", "T", "N", n, n, 2, left, n, c, n);
        assertArrayEquals(expected, c.toArray(DOUBLE), "trmm");
        Blas.dtrsm("R", "L", "N", "N", n, n, 2, a, n, expected, n);
        Blas.dtrsm("R", "L", "N", "N", n, n, 2, left, n, c, n);
        assertArrayEquals(expected, c.toArray(DOUBLE), "trsm");
        for (String trans : new String[] {"N", "T"}) {
          Blas.dgemv(trans, n, n, 2, a, n, b, 1, 1, expected, 1);
          Blas.dgemv(trans, n, n, 2, left, n, right, 1, 1, c, 1);
          Blas.dtrmv("U", trans, "N", n, a, n, expected, 1);
          Blas.dtrmv("U", trans, "N", n, left, n, c, 1);
          Blas.dtrsv("L", trans, "N", n, a, n, expected, 1);
          Blas.dtrsv("L", trans, "N", n, left, n, c, 1);
          assertArrayEquals(expected, c.toArray(DOUBLE), "gemv, trmv, trsv " + trans);
        }
        int all = n * n;
        assertEquals(Blas.ddot(all, a, 1, b, 1), Blas.ddot(all, left, 1, right, 1));
        assertEquals(Blas.dasum(all / 3, b, 3), Blas.dasum(all / 3, right, 3));
        assertEquals(Blas.dnrm2(all, b, 1), Blas.dnrm2(all, right, 1));
        assertEquals(Blas.idamax(all, b, 1), Blas.idamax(all, right, 1));
      }
    }
  }

  @Test
  void offsetsCountElementsAndMayBeLarge() {
    double[] x = {1, 2, 3, 4};
    MemorySegment segment = MemorySegment.ofArray(x);
    Blas.daxpy(2, 10, segment, 2L, 1, segment, 0L, 1);
    assertArrayEquals(new double[] {31, 42, 3, 4}, x);
    for (long offset : new long[] {3, 1L << 32, Long.MAX_VALUE}) {
      IndexOutOfBoundsException thrown =
          assertThrows(IndexOutOfBoundsException.class, () -> Blas.dscal(2, 1, segment, offset, 1));
      String text = String.valueOf(thrown.getMessage());
      assertTrue(text.startsWith("dscal: x has 4 elements, but 2 elements"), text);
    }
  }

  @Test
  void normsNeitherOverflowNorUnderflow() {
    for (double unit : new double[] {0x1p1000, 0x1p-1000}) {
      double[] x = new double[10_000];
      Arrays.fill(x, unit);
      double norm = 100 * unit;
      MemorySegment segment = MemorySegment.ofArray(x);
      assertEquals(norm, Blas.dnrm2(10_000, segment, 1), 4 * Math.ulp(norm));
    }
  }

  @Test
  void theLargestIsFoundAsInArrays() {
    for (int nan : new int[] {0, 1, 4095, 4096, 5000}) {
      double[] x = numbers(3, 9000);
      x[4097] = 5;
      x[8999] = -5;
      x[nan] = Double.NaN;
      assertEquals(Blas.idamax(9000, x, 1), Blas.idamax(9000, MemorySegment.ofArray(x), 1));
    }
  }

  @Test
  void readOnlySegmentsAreRefusedWhereTheyAreWritten() {
    double[] x = {1, 2, 3, 4};
    MemorySegment data = MemorySegment.ofArray(x);
    MemorySegment fixed = data.asReadOnly();
    MemorySegment c = MemorySegment.ofArray(new double[4]);
    Blas.dgemm("N", "N", 2, 2, 2, 1, fixed, 2, fixed, 2, 0, c, 2);
    assertArrayEquals(new double[] {7, 10, 15, 22}, c.toArray(DOUBLE));
    assertEquals(30, Blas.ddot(4, fixed, 1, data, 1));
    MemorySegment target = readOnly(4);
    assertEquals(
        "dgemm: c is a read-only segment, but the routine writes it",
        assertThrows(
                IllegalArgumentException.class,
                () -> Blas.dgemm("N", "N", 2, 2, 2, 1, data, 2, data, 2, 0, target, 2))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> Blas.daxpy(4, 1, data, 1, target, 1));
    assertThrows(IllegalArgumentException.class, () -> Blas.dswap(4, target, 1, data, 1));
    assertThrows(IllegalArgumentException.class, () -> Blas.dscal(4, 2, target, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> Blas.dtrsm("L", "U", "N", "N", 2, 2, 1, data, 2, target, 2));
    assertThrows(
        IllegalArgumentException.class,
        () -> Blas.dgemv("N", 2, 2, 1, data, 2, data, 1, 0, target, 1));
  }

  @Test
  void closedArenasThrow() {
    MemorySegment gone;
    try (Arena arena = Arena.ofShared()) {
      gone = arena.allocate(DOUBLE, 16);
    }
    MemorySegment x = MemorySegment.ofArray(new double[16]);
    assertThrows(IllegalStateException.class, () -> Blas.ddot(16, x, 1, gone, 1));
    assertThrows(IllegalStateException.class, () -> Blas.daxpy(16, 1, x, 1, gone, 1));
    assertThrows(
        IllegalStateException.class,
        () -> Blas.dgemm("N", "N", 4, 4, 4, 1, x, 4, gone, 4, 0, x, 4));
    assertThrows(
        IllegalStateException.class, () -> Blas.dgemv("N", 4, 4, 1, gone, 4, x, 1, 0, x, 1));
  }

  @Test
  void memoryOfOtherThreadsIsRefused() throws InterruptedException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mine = segment(arena, numbers(4, 16));
      MemorySegment x = MemorySegment.ofArray(new double[16]);
      for (Runnable call :
          new Runnable[] {
            () -> Blas.ddot(16, mine, 1, x, 1),
            () -> Blas.dgemm("N", "N", 4, 4, 4, 1, mine, 4, x, 4, 0, x, 4),
            () -> Blas.dtrsm("L", "L", "N", "N", 4, 4, 1, mine, 4, x, 4)
          }) {
        FutureTask<?> task = new FutureTask<>(Executors.callable(call));
        Thread thread = new Thread(task);
        thread.start();
        thread.join();
        Throwable thrown = assertThrows(ExecutionException.class, task::get).getCause();
        assertInstanceOf(WrongThreadException.class, thrown);
      }
    }
  }

  @Test
  void memoryOfThisThreadNeedsNoOther() {
    int n = 200;
    Engine engine = Engine.cpu(EngineOptions.auto().withThreads(4));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment a = segment(arena, numbers(5, n * n));
      MemorySegment c = arena.allocate(DOUBLE, (long) n * n);
      engine.run(() -> Blas.dgemm("N", "N", n, n, n, 1, a, n, a, n, 0, c, n));
      engine.run(() -> Blas.dtrmm("L", "L", "N", "N", n, n, 1, a, n, c, n));
      engine.run(() -> Blas.dgemv("T", n, n, 1, a, n, a, 1, 0, c, 1));
    }
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // the other thread closes it
  void closingInTheMiddleThrowsAndNeverCrashes() throws InterruptedException {
    int n = 300;
    Engine engine = Engine.cpu(EngineOptions.auto().withThreads(2));
    int thrown = 0;
    for (int i = 0; i < 20; i++) {
      Arena arena = Arena.ofShared();
      MemorySegment a = arena.allocate(DOUBLE, (long) n * n);
      MemorySegment c = arena.allocate(DOUBLE, (long) n * n);
      int wait = i;
      Thread closer =
          new Thread(
              () -> {
                long end = System.nanoTime() + wait * 200_000L;
                while (System.nanoTime() < end) {
                  Thread.onSpinWait();
                }
                boolean closed = false;
                while (!closed) {
                  try {
                    arena.close();
                    closed = true;
                  } catch (IllegalStateException inUse) {
                    Thread.onSpinWait();
                  }
                }
              });
      closer.start();
      try {
        for (int times = 0; times < 10_000; times++) {
          engine.run(() -> Blas.dgemm("N", "N", n, n, n, 1, a, n, a, n, 1, c, n));
        }
      } catch (IllegalStateException closed) {
        thrown++;
      }
      Thread.interrupted(); // the JVM interrupts a thread whose access to memory it breaks off
      closer.join();
    }
    assertEquals(20, thrown);
  }
}
