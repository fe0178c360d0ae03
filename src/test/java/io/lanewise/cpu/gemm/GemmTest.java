package io.lanewise.cpu.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.Activation;
import io.lanewise.DType;
import io.lanewise.backend.Backend;
import io.lanewise.backend.Epilogue;
import io.lanewise.memory.View;
import io.lanewise.testing.Exact;
import io.lanewise.testing.Kits;
import io.lanewise.testing.Layout;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Products of every layout, type and kernel set against sums with twice the digits. */
@Tag("contract")
class GemmTest {
  private static final long[] SIZES = {1, 2, 3, 4, 7, 8, 9, 17, 31, 33, 64, 65};

  /** Values as LongToDoubleFunction: reproducible, of either sign, spread over some binades. */
  private static LongToDoubleFunction random(long seed) {
    Random random = new Random(seed);
    return i -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(5) - 2);
  }

  private static DType[] types() {
    return new DType[] {DType.F32, DType.F64};
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void everyLayoutOfEveryOperand(Layout layout) {
    for (Backend backend : Kits.backends()) {
      for (DType dtype : types()) {
        for (Layout other : new Layout[] {Layout.CONTIGUOUS, Layout.TRANSPOSED, Layout.REVERSED}) {
          check(backend, dtype, layout, other, Layout.CONTIGUOUS, 1, 0, 13, 37, 29);
          check(backend, dtype, other, layout, Layout.TRANSPOSED, 1, 1, 13, 37, 29);
          check(backend, dtype, other, Layout.CONTIGUOUS, layout, 0.75, -0.5, 13, 37, 29);
          check(backend, dtype, layout, other, Layout.CONTIGUOUS, 1, 0, 1, 37, 29);
          check(backend, dtype, layout, other, layout, 2, 1, 13, 1, 29);
        }
      }
    }
  }

  @Test
  void sizesAroundTiles() {
    for (Backend backend : Kits.backends()) {
      for (DType dtype : types()) {
        for (long m : SIZES) {
          for (long n : SIZES) {
            check(
                backend,
                dtype,
                Layout.CONTIGUOUS,
                Layout.CONTIGUOUS,
                Layout.CONTIGUOUS,
                1,
                0,
                m,
                n,
                5);
          }
        }
      }
    }
  }

  @Test
  void sumsLongerThanABlock() {
    for (Backend backend : Kits.backends()) {
      for (DType dtype : types()) {
        for (long k : new long[] {1, 255, 256, 257, 512, 1021}) {
          for (double beta : new double[] {0, 1, 0.5}) {
            check(
                backend, dtype, Layout.CONTIGUOUS, Layout.SLICED, Layout.SLICED, 1, beta, 9, 34, k);
          }
        }
        for (long k : new long[] {4095, 4096, 4097, 9001}) {
          for (Layout layout : Layout.values()) {
            check(backend, dtype, layout, Layout.CONTIGUOUS, Layout.CONTIGUOUS, 1, 0, 3, 1, k);
          }
        }
      }
    }
  }

  @Test
  void largeEnoughForThreads() {
    for (Backend backend : Kits.backends()) {
      check(
          backend,
          DType.F32,
          Layout.CONTIGUOUS,
          Layout.TRANSPOSED,
          Layout.CONTIGUOUS,
          1,
          0,
          211,
          307,
          131);
      check(
          backend,
          DType.F64,
          Layout.TRANSPOSED,
          Layout.CONTIGUOUS,
          Layout.CONTIGUOUS,
          1,
          0,
          1031,
          23,
          70);
    }
  }

  private static void check(
      Backend backend,
      DType dtype,
      Layout layoutA,
      Layout layoutB,
      Layout layoutC,
      double alpha,
      double beta,
      long m,
      long n,
      long k) {
    View a = layoutA.view(dtype, random(1), m, k);
    View b = layoutB.view(dtype, random(2), k, n);
    // with beta 0 the old contents must not be read
    View c = layoutC.view(dtype, beta == 0 ? i -> Double.NaN : random(3), m, n);
    View old = Layout.CONTIGUOUS.view(dtype, i -> Layout.get(c, i), m, n);
    backend.gemm(alpha, a, b, beta, c, Epilogue.NONE);
    double unit = dtype.epsilon() / 2;
    double gamma = (k + 3) * unit / (1 - (k + 3) * unit);
    for (long i = 0; i < m; i++) {
      for (long j = 0; j < n; j++) {
        Exact exact = new Exact();
        double size = 0;
        for (long p = 0; p < k; p++) {
          double left = Layout.get(a, i * k + p);
          double right = Layout.get(b, p * n + j);
          exact.add(alpha * left, right);
          size += Math.abs(alpha * left * right);
        }
        if (beta != 0) {
          exact.add(beta, Layout.get(old, i * n + j));
          size += Math.abs(beta * Layout.get(old, i * n + j));
        }
        double error = Math.abs(Layout.get(c, i * n + j) - exact.value());
        if (!(error <= gamma * size)) {
          throw new AssertionError(
              "%s %s x %s -> %s, m %d n %d k %d alpha %s beta %s: element (%d, %d) is %s, not %s"
                  .formatted(
                      dtype,
                      layoutA,
                      layoutB,
                      layoutC,
                      m,
                      n,
                      k,
                      alpha,
                      beta,
                      i,
                      j,
                      Layout.get(c, i * n + j),
                      exact.value()));
        }
      }
    }
  }

  @Test
  void sameBitsForEveryKernelSetLayoutAndNumberOfThreads() {
    for (DType dtype : types()) {
      for (long[] size :
          new long[][] {{35, 67, 300}, {1, 40, 4500}, {40, 1, 4500}, {150, 110, 80}}) {
        View expected = null;
        for (Backend backend : Kits.backends()) {
          for (Layout layoutA : Layout.values()) {
            for (Layout layoutC :
                new Layout[] {Layout.CONTIGUOUS, Layout.TRANSPOSED, Layout.STEPPED}) {
              View a = layoutA.view(dtype, random(5), size[0], size[2]);
              View b = layoutA.view(dtype, random(6), size[2], size[1]);
              View c = layoutC.view(dtype, i -> 0, size[0], size[1]);
              backend.gemm(1, a, b, 0, c, Epilogue.NONE);
              if (expected == null) {
                expected = c;
              }
              for (long i = 0; i < c.elements(); i++) {
                assertEquals(Layout.get(expected, i), Layout.get(c, i), layoutA + " " + layoutC);
              }
            }
          }
        }
      }
    }
  }

  @Test
  void batchesBroadcast() {
    for (Backend backend : Kits.backends()) {
      for (DType dtype : types()) {
        View a = Layout.CONTIGUOUS.view(dtype, random(7), 2, 1, 4, 5, 6);
        View b = Layout.REVERSED.view(dtype, random(8), 3, 1, 6, 7);
        View c = Layout.SLICED.view(dtype, i -> 0, 2, 3, 4, 5, 7);
        backend.gemm(1, a, b, 0, c, Epilogue.NONE);
        for (int x = 0; x < 2; x++) {
          for (int y = 0; y < 3; y++) {
            for (int z = 0; z < 4; z++) {
              for (int i = 0; i < 5; i++) {
                for (int j = 0; j < 7; j++) {
                  double sum = 0;
                  for (int p = 0; p < 6; p++) {
                    sum +=
                        Layout.get(a, ((x * 4 + z) * 5 + i) * 6 + p)
                            * Layout.get(b, (y * 6 + p) * 7 + j);
                  }
                  assertEquals(
                      sum,
                      Layout.get(c, (((x * 3 + y) * 4 + z) * 5 + i) * 7 + j),
                      60 * dtype.epsilon());
                }
              }
            }
          }
        }
      }
    }
  }

  @Test
  void manySmallMatrices() {
    for (Backend backend : Kits.backends()) {
      View a = Layout.CONTIGUOUS.view(DType.F64, random(9), 5000, 3, 3);
      View b = Layout.TRANSPOSED.view(DType.F64, random(10), 5000, 3, 3);
      View c = Layout.CONTIGUOUS.view(DType.F64, i -> 0, 5000, 3, 3);
      backend.gemm(1, a, b, 0, c, Epilogue.NONE);
      for (int x = 0; x < 5000; x += 613) {
        double sum = 0;
        for (int p = 0; p < 3; p++) {
          sum += Layout.get(a, x * 9 + 3 + p) * Layout.get(b, x * 9 + p * 3 + 2);
        }
        assertEquals(sum, Layout.get(c, x * 9 + 5), 1e-14);
      }
    }
  }

  @Test
  void aResultOverItsOwnOperand() {
    for (Backend backend : Kits.backends()) {
      View a = Layout.CONTIGUOUS.view(DType.F64, random(11), 20, 20);
      View b = Layout.CONTIGUOUS.view(DType.F64, random(12), 20, 20);
      View c = Layout.CONTIGUOUS.view(DType.F64, i -> 0, 20, 20);
      backend.gemm(1, a, b, 0, c, Epilogue.NONE);
      backend.gemm(1, a, b, 0, a, Epilogue.NONE);
      for (int i = 0; i < 400; i++) {
        assertEquals(Layout.get(c, i), Layout.get(a, i));
      }
    }
  }

  @Test
  void biasIsAddedToEveryRow() {
    for (Backend backend : Kits.backends()) {
      View a = Layout.CONTIGUOUS.view(DType.F32, i -> i, 3, 2);
      View b = Layout.CONTIGUOUS.view(DType.F32, i -> 1, 2, 4);
      View bias = Layout.REVERSED.view(DType.F32, i -> 10 * i, 4);
      View c = Layout.CONTIGUOUS.view(DType.F32, i -> Double.NaN, 3, 4);
      backend.gemm(1, a, b, 0, c, new Epilogue(bias, Activation.NONE));
      for (int i = 0; i < 12; i++) {
        assertEquals(4 * (i / 4) + 1 + 10 * (i % 4), Layout.get(c, i));
      }
    }
  }

  @Test
  void emptySumsAndFactorsOfZero() {
    for (Backend backend : Kits.backends()) {
      View c = Layout.CONTIGUOUS.view(DType.F64, i -> Double.NaN, 3, 4);
      View empty = Layout.CONTIGUOUS.view(DType.F64, i -> 0, 3, 0);
      View right = Layout.CONTIGUOUS.view(DType.F64, i -> 0, 0, 4);
      backend.gemm(1, empty, right, 0, c, Epilogue.NONE);
      View nan = Layout.CONTIGUOUS.view(DType.F64, i -> Double.NaN, 3, 3);
      View three = Layout.CONTIGUOUS.view(DType.F64, i -> 3, 3, 4);
      backend.gemm(0, nan, three, 1, c, Epilogue.NONE);
      backend.gemm(0, nan, three, 2, three, Epilogue.NONE);
      for (int i = 0; i < 12; i++) {
        assertEquals(0, Layout.get(c, i));
        assertEquals(i < 9 ? 6 : 6, Layout.get(three, i));
      }
    }
  }

  @Test
  void specialValuesPropagate() {
    for (Backend backend : Kits.backends()) {
      for (DType dtype : types()) {
        View a =
            Layout.CONTIGUOUS.view(dtype, i -> i == 4 ? Double.NaN : i == 9 ? 1 / 0.0 : 1, 4, 4);
        View b = Layout.CONTIGUOUS.view(dtype, i -> i == 6 ? 0 : 1, 4, 5);
        View c = Layout.CONTIGUOUS.view(dtype, i -> 0, 4, 5);
        backend.gemm(1, a, b, 0, c, Epilogue.NONE);
        assertEquals(4, Layout.get(c, 0));
        assertTrue(Double.isNaN(Layout.get(c, 5)));
        assertEquals(Double.POSITIVE_INFINITY, Layout.get(c, 10));
        assertTrue(Double.isNaN(Layout.get(c, 11)), "infinity times zero");
      }
    }
  }
}
