package io.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.UnaryOp;
import io.lanewise.cpu.KernelChoice;
import io.lanewise.cpu.elementwise.Elements;
import io.lanewise.kernel.scalar.DoubleMath;
import io.lanewise.kernel.scalar.FloatMath;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.Storage;
import io.lanewise.testing.Kits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The SIMD kernels, where there are any, give the bits of the scalar ones: at any length and
 * address, cold and compiled, and without touching what lies beside the run.
 */
@Tag("contract")
class KernelsTest {
  private static final int GUARD = 40; // elements before and after a run
  private static final double[] SPECIAL = {
    0,
    -0.0,
    1,
    -1,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    88.72,
    88.73,
    -87.3,
    -103.9,
    -104.1,
    709.78,
    709.79,
    -708.3,
    -745.1,
    -745.2,
    0.5,
    2,
    Math.sqrt(0.5),
    1e-5,
    -1e-5,
    9.01,
    19.06,
    65535.9,
    -65536.1,
    1048577,
    3.99,
    -14.4,
    -38.9,
    1e9
  };

  private static final Map<DType, Kernels> SCALAR = kernels("SCALAR");
  private static final Map<DType, Kernels> BEST = kernels(Kits.kernelSets().getLast());

  /** What a kernel does to its runs, and what it returns. */
  private interface Action {
    double run(Kernels kernels, MemorySegment memory, long a, long b, long y, int n);
  }

  /** All of memory: what the kernels get from the library. */
  private static final MemorySegment BASE =
      NativeMemory.system().allocate(null, 64, false).host().base();

  private static Map<DType, Kernels> kernels(String set) {
    KernelChoice choice = KernelChoice.choose(set);
    return Map.of(DType.F32, choice.f32(), DType.F64, choice.f64());
  }

  /**
   * Runs an action on the scalar kernels and the best ones with the same memory, at many lengths
   * and addresses.
   */
  private static void same(DType dtype, boolean special, Action action) {
    int width = dtype.bytes();
    try (Arena arena = Arena.ofConfined()) {
      for (int n = 0; n <= 4300; n = n < 300 ? n + 1 : n * 3 / 2 + 11) {
        long run = (n + GUARD) * (long) width + 16;
        long size = 3 * run + GUARD * width;
        MemorySegment start = arena.allocate(size, 64);
        fill(start, dtype, n, special);
        long shift = n % 5 * width + n % 3 / 2; // also addresses that are no multiple of the type
        MemorySegment expected = arena.allocate(size, 64).copyFrom(start);
        double result = act(action, SCALAR.get(dtype), expected, width, run, shift, n);
        MemorySegment got = arena.allocate(size, 64).copyFrom(start);
        double other = act(action, BEST.get(dtype), got, width, run, shift, n);
        assertEquals(result, other, dtype + " n=" + n);
        compare(dtype, expected, got, shift % width, dtype + " n=" + n);
      }
    }
  }

  private static double act(
      Action action,
      Kernels kernels,
      MemorySegment memory,
      int width,
      long run,
      long shift,
      int n) {
    long first = memory.address() + GUARD / 2 * width + shift;
    return action.run(
        kernels, BASE, first, first + run - run % width, first + 2 * (run - run % width), n);
  }

  private static void fill(MemorySegment memory, DType dtype, int seed, boolean special) {
    Random random = new Random(seed);
    for (long at = 0; at + dtype.bytes() <= memory.byteSize(); at += dtype.bytes()) {
      double value =
          special && random.nextInt(3) == 0
              ? SPECIAL[random.nextInt(SPECIAL.length)]
              : random.nextGaussian() * Math.scalb(1, random.nextInt(8));
      Elements.set(dtype, memory, at, value);
    }
  }

  /** Bit by bit, except that any NaN is like any other. */
  private static void compare(
      DType dtype, MemorySegment expected, MemorySegment got, long shift, String what) {
    if (expected.mismatch(got) < 0) {
      return;
    }
    for (long at = shift; at + dtype.bytes() <= expected.byteSize(); at += dtype.bytes()) {
      double want = Elements.get(dtype, expected, at);
      double is = Elements.get(dtype, got, at);
      assertEquals(want, is, what + " at byte " + at);
    }
  }

  @ParameterizedTest
  @EnumSource
  void map(UnaryOp op) {
    for (DType dtype : new DType[] {DType.F32, DType.F64}) {
      same(dtype, true, (k, m, a, b, y, n) -> call(() -> k.map().map(op, m, a, m, y, n)));
      same(dtype, true, (k, m, a, b, y, n) -> call(() -> k.map().map(op, m, a, m, a, n)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void zip(BinaryOp op) {
    for (DType dtype : new DType[] {DType.F32, DType.F64}) {
      same(dtype, true, (k, m, a, b, y, n) -> call(() -> k.map().zip(op, m, a, m, b, m, y, n)));
      same(dtype, true, (k, m, a, b, y, n) -> call(() -> k.map().zip(op, m, a, m, b, m, a, n)));
      same(dtype, true, (k, m, a, b, y, n) -> call(() -> k.map().zip(op, m, a, m, b, m, b, n)));
      for (double scalar : new double[] {1.5, -0.0, 0, Double.NaN, Double.NEGATIVE_INFINITY}) {
        same(
            dtype,
            true,
            (k, m, a, b, y, n) -> call(() -> k.map().zipRight(op, m, a, scalar, m, y, n)));
        same(
            dtype,
            true,
            (k, m, a, b, y, n) -> call(() -> k.map().zipLeft(op, scalar, m, a, m, a, n)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void axpyAndRotate(DType dtype) {
    same(dtype, true, (k, m, a, b, y, n) -> call(() -> k.map().axpy(0.75, m, a, m, y, n)));
    double cosine = 0.6f;
    double sine = 0.8f;
    same(
        dtype,
        true,
        (k, m, a, b, y, n) -> call(() -> k.rotate().rotate(m, a, m, b, n, cosine, sine)));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void severalRunsAtOnce(DType dtype) {
    double[] alphas = {9, 0.75, -1.5, 3, 0.1f, 7};
    for (int count = 0; count <= 5; count++) {
      int runs = count;
      same(
          dtype,
          true,
          (k, m, a, b, y, n) -> {
            // overlapping runs, a few elements apart
            long stride = 3L * dtype.bytes();
            k.map().axpys(runs, alphas, 1, m, a, stride, m, y, n);
            return 0;
          });
      for (BinaryOp op : new BinaryOp[] {BinaryOp.MAX, BinaryOp.MIN}) {
        same(
            dtype,
            true,
            (k, m, a, b, y, n) -> {
              long stride = 3L * dtype.bytes();
              k.map().extremes(op, runs, m, a, stride, m, y, n);
              return 0;
            });
      }
      same(
          dtype,
          true,
          (k, m, a, b, y, n) -> {
            double[] sums = new double[7];
            k.reduce().dots(runs, m, a, 3L * dtype.bytes(), m, b, n, sums, 1);
            k.reduce().dots(runs, m, a, 3L * dtype.bytes(), m, b, n, sums, 1);
            return Arrays.hashCode(sums);
          });
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void severalRunsAreLikeOneAfterTheOther(DType dtype) {
    Kernels kernels = BEST.get(dtype);
    try (Arena arena = Arena.ofConfined()) {
      for (int n : new int[] {0, 1, 15, 16, 33, 500}) {
        long stride = (n + 3L) * dtype.bytes();
        MemorySegment memory = arena.allocate(10 * stride + 64, 64);
        fill(memory, dtype, n, false);
        MemorySegment copy = arena.allocate(memory.byteSize(), 64).copyFrom(memory);
        long m = memory.address();
        long c = copy.address();
        double[] alphas = {0.5, -2, 3, 0.25, 1.5, -1, 4};
        double[] sums = new double[7];
        kernels.reduce().dots(7, BASE, m, stride, BASE, m + 8 * stride, n, sums, 0);
        for (int r = 0; r < 7; r++) {
          assertEquals(
              kernels.reduce().dot(BASE, m + r * stride, BASE, m + 8 * stride, n),
              sums[r],
              "n=" + n);
        }
        kernels.map().axpys(7, alphas, 0, BASE, m, stride, BASE, m + 8 * stride, n);
        for (int r = 0; r < 7; r++) {
          kernels.map().axpy(alphas[r], BASE, c + r * stride, BASE, c + 8 * stride, n);
        }
        assertEquals(-1, memory.mismatch(copy), "n=" + n);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void softmax(DType dtype) {
    same(dtype, false, (k, m, a, b, y, n) -> k.softmax().expSum(m, a, 4.25, m, y, n));
    same(dtype, false, (k, m, a, b, y, n) -> k.softmax().expSum(m, a, -7.5, m, a, n));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void reduce(DType dtype) {
    for (boolean special : new boolean[] {false, true}) {
      same(dtype, special, (k, m, a, b, y, n) -> k.reduce().sum(m, a, n));
      same(dtype, special, (k, m, a, b, y, n) -> k.reduce().dot(m, a, m, b, n));
      same(dtype, special, (k, m, a, b, y, n) -> k.reduce().sumOfSquares(m, a, n, 1));
      same(dtype, special, (k, m, a, b, y, n) -> k.reduce().sumOfSquares(m, a, n, 0x1p-70));
      same(dtype, special, (k, m, a, b, y, n) -> n == 0 ? 0 : k.reduce().max(m, a, n));
      same(dtype, special, (k, m, a, b, y, n) -> n == 0 ? 0 : k.reduce().min(m, a, n));
      same(dtype, special, (k, m, a, b, y, n) -> k.reduce().maxAbs(m, a, n));
    }
  }

  /** Panels whose columns are what every kernel set has as a multiple of its vectors. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void scores(DType dtype) {
    int columns = 32;
    for (int rows : new int[] {0, 1, 2, 3, 4, 5, 37, 256}) {
      for (boolean special : new boolean[] {false, true}) {
        double[] expected = scores(SCALAR.get(dtype).scores(), dtype, rows, columns, special);
        double[] got = scores(BEST.get(dtype).scores(), dtype, rows, columns, special);
        assertArrayEquals(expected, got, dtype + " rows=" + rows);
      }
    }
  }

  @SuppressWarnings("unchecked") // the array fits the type
  private static double[] scores(
      ScoresKernel<?> kernel, DType dtype, int rows, int columns, boolean special) {
    Random random = new Random(rows);
    double[] values = random.doubles((3L * rows + 5) * columns, -30, 0).toArray();
    for (int i = 0; special && i < rows * columns; i += 1 + random.nextInt(20)) {
      values[i] = SPECIAL[random.nextInt(SPECIAL.length)];
    }
    if (dtype == DType.F64) {
      scores((ScoresKernel<double[]>) kernel, values, rows, columns);
      return values;
    }
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    scores((ScoresKernel<float[]>) kernel, narrow, rows, columns);
    Arrays.setAll(values, i -> narrow[i]);
    return values;
  }

  private static <P> void scores(ScoresKernel<P> kernel, P panels, int rows, int columns) {
    int mask = rows * columns;
    int more = 2 * mask;
    int largest = 3 * mask;
    int factor = largest + columns;
    int total = factor + columns;
    Storage storage = NativeMemory.system().allocate(null, ScoresKernel.SCRATCH, false);
    HostMemory scratch = storage.host();
    kernel.largest(panels, 0, rows, columns, 0.75, largest);
    kernel.add(panels, 0, rows / 2, columns, mask);
    kernel.exclude(panels, rows / 2 * columns, rows - rows / 2, columns, more);
    kernel.weights(panels, 0, rows, columns, factor, total, scratch.base(), scratch.origin());
    kernel.advance(panels, mask, rows, columns, factor, 0);
    kernel.multiply(panels, more, rows, columns, total);
    Reference.reachabilityFence(storage);
  }

  /** Weights beside StrictMath, below one unit in the last place. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void weights(DType dtype) {
    boolean f32 = dtype == DType.F32;
    double least = f32 ? -87.3f : -708.3;
    double worst = 0;
    for (int i = 0; i <= 2_000_000; i++) {
      double x = i < 1_000_000 ? least * i / 1e6 : -(i - 1_000_000) / 1e6;
      if (f32) {
        float exact = (float) x;
        double expected = Math.exp(exact);
        double unit = Math.ulp((float) expected);
        worst = Math.max(worst, Math.abs(FloatMath.weight(exact) - expected) / unit);
      } else {
        // exp of StrictMath is itself off by less than one unit
        double expected = StrictMath.exp(x);
        worst = Math.max(worst, Math.abs(DoubleMath.weight(x) - expected) / Math.ulp(expected));
      }
    }
    assertTrue(worst < (f32 ? 1 : 2), dtype + ": " + worst);
    assertEquals(1, f32 ? FloatMath.weight(0) : DoubleMath.weight(0));
    for (double x : new double[] {2 * least, Double.NEGATIVE_INFINITY}) {
      assertEquals(0.0, f32 ? FloatMath.weight((float) x) : DoubleMath.weight(x));
    }
    assertTrue(Double.isNaN(f32 ? FloatMath.weight(Float.NaN) : DoubleMath.weight(Double.NaN)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void partsOfWords(int width) {
    same(
        DType.F32,
        false,
        (k, m, a, b, y, n) -> {
          long stride = n / 4 * 3L; // the runs lie behind each other, in the room of the result
          int words = n / 4 * 3 / 4;
          return call(() -> k.small().part(width, m, a, m, y, stride, words));
        });
  }

  private static double call(Runnable kernel) {
    kernel.run();
    return 0;
  }
}
