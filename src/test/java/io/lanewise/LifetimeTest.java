package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Arenas that close, threads that share tensors. */
@Tag("native-denied")
class LifetimeTest {

  private static List<Executable> uses(Tensor x) {
    Tensor ours = Tensor.zeros(DType.F32, 2, 2);
    return List.of(
        () -> x.get(0, 0),
        () -> x.set(1, 0, 0),
        () -> x.fill(0),
        x::copy,
        x::toDoubleArray,
        x::sum,
        () -> x.sum(0),
        () -> x.add(ours),
        () -> ours.addInPlace(x),
        () -> x.addInPlace(ours),
        x::exp,
        () -> x.matmul(ours),
        () -> ours.matmulInto(ours, x),
        () -> x.softmax(0),
        () -> x.contentEquals(ours),
        () -> x.allClose(ours),
        () -> x.lt(0),
        x::toString,
        () -> x.transpose().copy());
  }

  @Test
  void useAfterCloseThrows() {
    Tensor own;
    Tensor wrapped;
    try (Arena arena = Arena.ofShared()) {
      own = Tensor.zeros(arena, DType.F32, 2, 2);
      wrapped = Tensor.wrap(arena.allocate(16, 4), DType.F32, 2, 2);
      for (Executable use : uses(own)) {
        assertDoesNotThrow(use);
      }
      for (Executable use : uses(wrapped)) {
        assertDoesNotThrow(use);
      }
    }
    int i = 0;
    for (Executable use : uses(own)) {
      assertThrows(IllegalStateException.class, use, "own, use " + i++);
    }
    i = 0;
    for (Executable use : uses(wrapped)) {
      assertThrows(IllegalStateException.class, use, "wrapped, use " + i++);
    }
    assertEquals(Shape.of(2, 2), own.shape());
  }

  private static void assertDoesNotThrow(Executable use) {
    org.junit.jupiter.api.Assertions.assertDoesNotThrow(use);
  }

  @Test
  void everyFactoryTakesAnArena() {
    List<Tensor> tensors;
    try (Arena arena = Arena.ofConfined()) {
      tensors =
          List.of(
              Tensor.zeros(arena, DType.F32, 3),
              Tensor.full(arena, DType.F64, 2, 3),
              Tensor.empty(arena, DType.I64, 3),
              Tensor.rand(arena, DType.F32, 1, 3),
              Tensor.randn(arena, DType.F32, 1, 3));
      assertEquals(2, tensors.get(1).get(2));
      assertTrue(tensors.get(4).contentEquals(Tensor.randn(DType.F32, 1, 3)));
    }
    for (Tensor tensor : tensors) {
      assertThrows(IllegalStateException.class, () -> tensor.get(0));
    }
  }

  @Test
  void memoryConfinedToAThreadIsItsAlone() throws InterruptedException {
    try (Arena arena = Arena.ofConfined();
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      Tensor wrapped = Tensor.wrap(arena.allocate(16, 4), DType.F32, 2, 2);
      Tensor own = Tensor.zeros(arena, DType.F32, 2, 2);
      for (Tensor x : List.of(wrapped, own)) {
        for (Executable use : uses(x)) {
          Future<?> future =
              other.submit(
                  () -> {
                    try {
                      use.execute();
                    } catch (RuntimeException wrongThread) {
                      throw wrongThread;
                    } catch (Throwable impossible) {
                      throw new AssertionError(impossible);
                    }
                  });
          ExecutionException thrown = assertThrows(ExecutionException.class, future::get);
          assertInstanceOf(WrongThreadException.class, thrown.getCause());
        }
      }
      // The engine's helpers may not touch it either, whatever the size.
      int n = 300_000;
      Tensor large = Tensor.wrap(arena.allocate(4L * n, 4), DType.F32, n);
      large.fill(1);
      assertEquals(2.0 * n, large.addInPlace(large).sum());
    }
  }

  @Test
  void closingWhileAnotherThreadComputesIsSafe() throws Exception {
    AtomicInteger closed = new AtomicInteger();
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 60; round++) {
        Arena arena = Arena.ofShared();
        int n = 50_000;
        boolean own = round % 2 == 0;
        Tensor x =
            own
                ? Tensor.full(arena, DType.F64, 1, n)
                : Tensor.wrap(arena.allocate(8L * n, 8), DType.F64, n).fill(1);
        List<Future<?>> futures = new ArrayList<>();
        for (int thread = 0; thread < 2; thread++) {
          futures.add(
              pool.submit(
                  () -> {
                    try {
                      for (int i = 0; i < 100_000; i++) {
                        assertEquals(n, x.sum());
                        x.copy();
                      }
                    } catch (IllegalStateException expected) {
                      closed.incrementAndGet();
                    }
                  }));
        }
        Thread.sleep(2);
        while (true) {
          try {
            arena.close();
            break;
          } catch (IllegalStateException inUse) {
            Thread.onSpinWait(); // a foreign segment is being copied just now
          }
        }
        for (Future<?> future : futures) {
          future.get();
        }
      }
    }
    assertEquals(120, closed.get());
  }

  @Test
  void manyThreadsMayReadATensor() throws Exception {
    Tensor a = Tensor.randn(DType.F32, 1, 120, 90);
    Tensor b = Tensor.randn(DType.F32, 2, 90, 70);
    Tensor product = a.matmul(b);
    Tensor exp = a.exp();
    double sum = a.sum();
    try (ExecutorService pool = Executors.newFixedThreadPool(8);
        ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        futures.add(
            (i % 2 == 0 ? pool : virtual)
                .submit(
                    () -> {
                      for (int round = 0; round < 50; round++) {
                        assertTrue(a.matmul(b).contentEquals(product));
                        assertTrue(a.exp().contentEquals(exp));
                        assertEquals(sum, a.sum());
                      }
                    }));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    }
  }

  @Test
  void readOnlyMemoryIsRead() {
    double[] array = {1, 2, 3};
    Tensor x = Tensor.wrap(MemorySegment.ofArray(array).asReadOnly(), DType.F64, 3);
    assertFalse(x.isWritable());
    assertEquals(6, x.sum());
    assertEquals(14, x.dot(x));
    for (Executable write :
        List.<Executable>of(
            () -> x.set(1, 0), () -> x.fill(0), x::expInPlace, () -> x.addInto(1, x))) {
      IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, write);
      assertTrue(thrown.getMessage().contains("read-only"), thrown.getMessage());
    }
    assertEquals(1, array[0]);
  }

  @Test
  void wrappedArraysAreShared() {
    float[] array = {1, 2, 3, 4};
    Tensor x = Tensor.wrap(array, 2, 2);
    x.addInPlace(1);
    assertEquals(5, array[3]);
    array[0] = 9;
    assertEquals(9, x.get(0, 0));
    assertTrue(x.sharesMemoryWith(Tensor.wrap(array, 4)));
    assertFalse(x.sharesMemoryWith(Tensor.wrap(array.clone(), 4)));
  }

  @Test
  void anEngineReachesWhereItIsBound() throws Exception {
    Engine engine = Engine.cpu(EngineOptions.auto().withThreads(1));
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      engine.run(() -> org.junit.jupiter.api.Assertions.assertSame(engine, Engine.current()));
      List<Engine> seen = new ArrayList<>();
      pool.submit(() -> seen.add(Engine.current())).get();
      pool.submit(engine.bind(() -> seen.add(Engine.current()))).get();
      assertEquals(List.of(Engine.cpu(), engine), seen);
    }
  }
}
