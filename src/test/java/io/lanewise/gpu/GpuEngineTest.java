package io.lanewise.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.Engine;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.backend.BinaryOp;
import io.lanewise.internal.Internal;
import io.lanewise.linalg.SymmetricEigen;
import io.lanewise.memory.Storage;
import io.lanewise.memory.View;
import io.lanewise.nn.Attention;
import io.lanewise.nn.Normalization;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the GPU engine promises beyond the contract's results. Runs where TornadoVM is. */
@Tag("gpu")
class GpuEngineTest {
  private static final Engine GPU = Engine.gpu();
  private static final GpuBackend BACKEND = (GpuBackend) Internal.backend(GPU);

  private static Tensor random(DType dtype, long seed, long... shape) {
    return Engine.cpu().call(() -> Tensor.randn(dtype, seed, shape));
  }

  private static double difference(Tensor a, Tensor b) {
    return Engine.cpu().call(() -> a.sub(b).abs().max());
  }

  /** What the engine says of itself. */
  static String describe() {
    return GPU.describe();
  }

  private static GpuStorage storage(Tensor tensor) {
    return (GpuStorage) Internal.view(tensor).storage();
  }

  @Test
  void resultsStayOnTheDeviceUntilSomebodyReadsThem() {
    Tensor a = random(DType.F32, 1, 50, 60);
    Tensor b = random(DType.F32, 2, 60, 70);
    GPU.upload(a, b);
    long before = BACKEND.launches();
    Tensor c = GPU.call(() -> a.matmul(b).exp());
    assertTrue(storage(c).newerOnDevice());
    assertTrue(storage(c).untouched(), "the host has no memory for it yet");
    assertEquals(2, BACKEND.launches() - before, "the operands are there");
    Tensor expected = Engine.cpu().call(() -> a.matmul(b).exp());
    assertTrue(difference(c, expected) <= 1e-3 * expected.max());
    assertTrue(!storage(c).newerOnDevice());
  }

  @Test
  void anOperandIsBroughtOnceAndAgainWhenItWasWritten() {
    Tensor a = random(DType.F32, 1, 20, 30);
    GPU.upload(a);
    long before = BACKEND.launches();
    GPU.upload(a, a.transpose());
    assertEquals(before, BACKEND.launches(), "it is there");
    a.set(5, 0, 0);
    GPU.upload(a);
    assertEquals(1, BACKEND.launches() - before);
    Tensor sum = GPU.call(() -> a.add(a));
    GPU.await();
    assertEquals(2, BACKEND.launches() - before);
    assertEquals(10, sum.get(0, 0));
    assertEquals(3, BACKEND.launches() - before, "reading brings it to the host");
    assertEquals(sum.get(1, 1), 2 * a.get(1, 1));
    assertEquals(3, BACKEND.launches() - before, "once");
  }

  /** What has been compiled is found again whatever the shape: nothing grows with shapes. */
  @Test
  void anotherShapeCompilesNothing() {
    GPU.run(() -> Tensor.ones(DType.F32, 2, 3).matmul(Tensor.ones(DType.F32, 3, 2)).sum());
    Set<Kernel> compiled = BACKEND.compiled(DType.F32);
    for (int n = 1; n < 30; n++) {
      int size = n;
      long before = BACKEND.launches();
      double sum =
          GPU.call(
              () -> Tensor.ones(DType.F32, size, 3).matmul(Tensor.ones(DType.F32, 3, size)).sum());
      assertEquals(3.0 * n * n, sum);
      assertEquals(5, BACKEND.launches() - before, "two fills, product, sum, and its way back");
    }
    assertEquals(compiled, BACKEND.compiled(DType.F32));
  }

  /** More queries, keys and columns than a group of threads takes; a head is broadcast. */
  @Test
  void attentionIsOneLaunch() {
    for (DType dtype : new DType[] {DType.F32, DType.F64}) {
      Tensor q = random(dtype, 1, 2, 3, 70, 5);
      Tensor k = random(dtype, 2, 3, 40, 5);
      Tensor v = random(dtype, 3, 2, 1, 40, 70);
      GPU.upload(q, k, v);
      long before = BACKEND.launches();
      Tensor c = GPU.call(() -> Attention.scaledDotProduct(q, k, v, null, true));
      assertEquals(1, BACKEND.launches() - before);
      assertTrue(storage(c).newerOnDevice());
      Tensor expected = Engine.cpu().call(() -> Attention.scaledDotProduct(q, k, v, null, true));
      // d + 2 roundings of a score, exponentials and sums of 40 terms on either side
      double bound = 2 * (5 + 2 + 2 * 40 + 8) * dtype.epsilon() * v.abs().max();
      assertTrue(difference(c, expected) <= bound);
    }
  }

  @Test
  void keysOfSmallTypesAreWidened() {
    Tensor q = random(DType.F32, 1, 9, 4);
    Tensor k = random(DType.F32, 2, 11, 4).cast(DType.BF16);
    Tensor v = random(DType.F32, 3, 11, 6).cast(DType.F16);
    Tensor c = GPU.call(() -> Attention.scaledDotProduct(q, k, v));
    Tensor expected = GPU.call(() -> wide(q, k, v));
    assertTrue(c.contentEquals(expected));
  }

  private static Tensor wide(Tensor q, Tensor k, Tensor v) {
    return Attention.scaledDotProduct(q, k.cast(DType.F32), v.cast(DType.F32));
  }

  @Test
  void normsAreOneLaunch() {
    Tensor x = random(DType.F32, 4, 30, 100);
    Tensor weight = random(DType.F32, 5, 100);
    GPU.upload(x, weight);
    long before = BACKEND.launches();
    Tensor y = GPU.call(() -> Normalization.rmsNorm(x, weight, 1e-5));
    assertEquals(1, BACKEND.launches() - before);
    assertTrue(storage(y).newerOnDevice());
  }

  @Test
  void whatIsWrittenOnTheHostIsNoticed() {
    Tensor a = GPU.call(() -> Tensor.zeros(DType.F32, 1000).add(1));
    a.set(5, 7); // on the host
    Engine.cpu().run(() -> a.slice(Slice.range(0, 3)).fill(2));
    Tensor twice = GPU.call(() -> a.mul(2));
    assertEquals(4, twice.get(0));
    assertEquals(2, twice.get(3));
    assertEquals(10, twice.get(7));
    GPU.run(() -> a.addInPlace(1));
    assertEquals(6, a.get(7));
    assertEquals(3, a.get(0));
  }

  @Test
  void aTensorOfTheCpuGetsItsResultAtOnce() {
    Tensor a = random(DType.F64, 3, 40, 40);
    Tensor expected = Engine.cpu().call(() -> a.add(a));
    GPU.run(() -> a.slice(Slice.all(), Slice.range(1, 40, 2)).mulInPlace(2));
    for (int i = 0; i < 40; i++) {
      assertEquals(expected.get(i, 1), a.get(i, 1));
      assertEquals(expected.get(i, 2) / 2, a.get(i, 2));
    }
  }

  @Test
  void oneTensorSeenAsAnotherType() {
    Tensor halves = GPU.call(() -> Tensor.full(DType.F32, 0.5, 8).add(0));
    View view = Internal.view(halves);
    Tensor wide =
        Internal.tensor(View.contiguous(view.storage(), DType.F64, io.lanewise.Shape.of(4)));
    Tensor sum = GPU.call(() -> wide.add(0));
    assertEquals(Double.longBitsToDouble(0x3f000000_3f000000L), sum.get(0));
  }

  @Test
  void algorithmsRunThroughIt() {
    Tensor a = random(DType.F64, 4, 48, 48);
    Tensor symmetric = Engine.cpu().call(() -> a.add(a.transpose()));
    Tensor values = GPU.call(() -> SymmetricEigen.of(symmetric).values());
    Tensor expected = Engine.cpu().call(() -> SymmetricEigen.of(symmetric).values());
    assertTrue(difference(values, expected) <= 48 * DType.F64.epsilon() * expected.abs().max());
  }

  /** After it no operation compiles anything, and nothing of it is left in the heap. */
  @Test
  void warmingUpCompilesEveryKernel() {
    for (DType dtype : new DType[] {DType.F32, DType.F64}) {
      GPU.warmUp(dtype);
      assertEquals(EnumSet.allOf(Kernel.class), BACKEND.compiled(dtype), dtype.toString());
    }
    assertThrows(DTypeException.class, () -> GPU.warmUp(DType.I64));
    Engine.cpu().warmUp(DType.F32, DType.F64);
  }

  @Test
  void manyThreadsMayUseIt() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    double[] worst = new double[4];
    for (int t = 0; t < worst.length; t++) {
      int number = t;
      worst[t] = Double.NaN;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    Tensor a = random(DType.F32, number, 30, 30);
                    Tensor expected = Engine.cpu().call(() -> a.matmul(a).add(a));
                    double largest = 0;
                    for (int i = 0; i < 20; i++) {
                      Tensor c = GPU.call(() -> a.matmul(a).add(a));
                      largest = Math.max(largest, difference(c, expected));
                    }
                    worst[number] = largest;
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (double largest : worst) {
      assertTrue(largest <= 1e-4, "off by " + largest);
    }
  }

  @Test
  void tenThousandOperationsLeaveNothingBehind() {
    Tensor a = random(DType.F32, 5, 100, 100);
    for (int i = 0; i < 1000; i++) {
      GPU.run(() -> a.add(1));
    }
    long before = javaHeap();
    for (int i = 0; i < 10_000; i++) {
      GPU.run(() -> a.add(1));
    }
    // 10 000 results of 40 kB would be 400 MB: the collector has had them back on the way or has
    // them now.
    System.gc();
    long used = used();
    for (int i = 0; i < 50 && used > 100 * 40_000; i++) {
      GPU.run(() -> a.add(1));
      System.gc();
      used = used();
    }
    assertTrue(used <= 100 * 40_000, used + " bytes in use");
    long grown = javaHeap() - before;
    assertTrue(grown < 100 * 10_000, grown + " bytes of the Java heap"); // 100 for each
  }

  /** The smallest of a few looks: what the collector has not got yet is no leak. */
  private static long javaHeap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  private static long used() {
    return BACKEND.describe().lines().stream()
        .filter(line -> line.what().equals("heap F32"))
        .mapToLong(
            line -> Long.parseLong(line.value().replaceFirst(".*bytes, (\\d+) in use", "$1")))
        .sum();
  }

  @Test
  void aFullHeapGivesWayAndWhatIsTooLargeIsRefusedFirst() {
    String property = "lanewise.gpu.memory";
    System.setProperty(property, "1m");
    Backend small;
    try {
      small = GpuBackend.create(Internal.backend(Engine.cpu()));
    } finally {
      System.clearProperty(property);
    }
    int n = 64 * 1024; // a quarter of the heap
    List<View> views = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Storage storage = small.allocate(null, n * 4L, false);
      View view = View.contiguous(storage, DType.F32, io.lanewise.Shape.of(n));
      small.fill(view, i);
      views.add(view);
    }
    View sum = View.contiguous(small.allocate(null, n * 4L, true), DType.F32, views.get(0).shape());
    for (View view : views) {
      small.zip(BinaryOp.ADD, sum, view, sum);
    }
    assertEquals(66, Internal.tensor(sum).get(n - 1));
    assertEquals(66, Internal.tensor(sum).get(0));
    Tensor large = random(DType.F32, 6, 512, 1024);
    View view = Internal.view(large);
    OutOfMemoryError refused =
        assertThrows(OutOfMemoryError.class, () -> small.zip(BinaryOp.ADD, view, 1, view));
    assertTrue(refused.getMessage().contains("lanewise.gpu.memory"), refused.getMessage());
  }
}
