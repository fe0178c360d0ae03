package io.lanewise.cpu.factor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.backend.Backend;
import io.lanewise.backend.Epilogue;
import io.lanewise.cpu.CpuBackend;
import io.lanewise.memory.View;
import io.lanewise.testing.Kits;
import io.lanewise.testing.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract of the primitives of factorisations, against plain loops, over kernels, threads and
 * layouts.
 */
@Tag("contract")
class FactorContractTest {
  private static final List<CpuBackend> BACKENDS = Kits.backends();

  private static double[] random(DType dtype, long seed, int count) {
    Random random = new Random(seed);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      double value = random.nextGaussian();
      values[i] = dtype == DType.F32 ? (float) value : value;
    }
    return values;
  }

  private static View view(Layout layout, DType dtype, double[] values, long... sizes) {
    return layout.view(dtype, i -> values[(int) i], sizes);
  }

  private static View blank(DType dtype, long... sizes) {
    return Layout.CONTIGUOUS.view(dtype, i -> Double.NaN, sizes);
  }

  private static double[][] matrix(View view) {
    int m = (int) view.size(0);
    int n = (int) view.size(1);
    double[][] a = new double[m][n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = Layout.get(view, (long) i * n + j);
      }
    }
    return a;
  }

  private static double[] elements(View view) {
    double[] a = new double[(int) view.elements()];
    for (int i = 0; i < a.length; i++) {
      a[i] = Layout.get(view, i);
    }
    return a;
  }

  private static double[][] transposed(double[][] a) {
    double[][] t = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < t.length; j++) {
        t[j][i] = a[i][j];
      }
    }
    return t;
  }

  private static double[][] multiply(double[][] a, double[][] b) {
    double[][] c = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int p = 0; p < b.length; p++) {
        for (int j = 0; j < c[0].length; j++) {
          c[i][j] += a[i][p] * b[p][j];
        }
      }
    }
    return c;
  }

  /** That A is B but for rounding, column by column. */
  private static void assertClose(double[][] a, double[][] b, DType dtype, String what) {
    for (int j = 0; j < a[0].length; j++) {
      double error = 0;
      double norm = 0;
      for (int i = 0; i < a.length; i++) {
        error += Math.abs(a[i][j] - b[i][j]);
        norm += Math.abs(a[i][j]);
      }
      double bound = 10 * a.length * dtype.epsilon() * norm;
      assertTrue(error <= bound, what + ", column " + j + ": " + error + " > " + bound);
    }
  }

  /** Runs over all backends and layouts; results must have the same bits. */
  private static void overAll(BiFunction<Backend, Layout, double[]> run, String what) {
    double[] first = null;
    for (CpuBackend backend : BACKENDS) {
      for (Layout layout : Layout.values()) {
        double[] result = run.apply(backend, layout);
        first = first == null ? result : first;
        assertArrayEquals(first, result, what + " " + layout);
      }
    }
  }

  private static double[] concat(double[]... parts) {
    List<Double> all = new ArrayList<>();
    for (double[] part : parts) {
      for (double value : part) {
        all.add(value);
      }
    }
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** {@code Q X} for {@code Q = I - V T V'}. */
  private static double[][] applied(double[][] vt, double[][] t, double[][] x) {
    double[][] weighted = multiply(transposed(vt), multiply(t, multiply(vt, x)));
    double[][] result = new double[x.length][x[0].length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[0].length; j++) {
        result[i][j] = x[i][j] - weighted[i][j];
      }
    }
    return result;
  }

  private static void checkReflections(double[][] vt, double[][] t, DType dtype, String what) {
    int b = vt.length;
    int m = vt[0].length;
    for (int j = 0; j < b; j++) {
      for (int i = 0; i < j; i++) {
        assertEquals(0, vt[j][i], what + ": zeros of V");
        assertEquals(0, t[j][i], what + ": zeros of T");
      }
      assertEquals(1, vt[j][j], what + ": ones of V");
    }
    double[][] identity = new double[m][m];
    for (int i = 0; i < m; i++) {
      identity[i][i] = 1;
    }
    if (m <= 200) {
      double[][] q = applied(vt, t, identity);
      assertClose(identity, multiply(transposed(q), q), dtype, what + ": Q'Q");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void qrPanel(DType dtype) {
    int[][] sizes = {{1, 1}, {1, 9}, {3, 3}, {8, 8}, {9, 20}, {33, 40}, {64, 64}, {3, 4200}};
    for (int[] size : sizes) {
      int b = size[0];
      int m = size[1];
      double[] values = random(dtype, b, b * m);
      String what = b + " columns of " + m;
      overAll(
          (backend, layout) -> {
            View columns = view(layout, dtype, values, b, m);
            View r = blank(dtype, b, b);
            View t = blank(dtype, b, b);
            backend.qrPanel(columns, r, t);
            double[][] vt = matrix(columns);
            checkReflections(vt, matrix(t), dtype, what);
            double[][] triangle = new double[m][b];
            for (int i = 0; i < b; i++) {
              triangle[i] = matrix(r)[i];
              for (int j = 0; j < i; j++) {
                assertEquals(0, triangle[i][j], what + ": zeros of R");
              }
            }
            double[][] product = applied(vt, matrix(t), triangle);
            double[][] panel = transposed(matrix(view(Layout.CONTIGUOUS, dtype, values, b, m)));
            assertClose(panel, product, dtype, what);
            return concat(elements(columns), elements(r), elements(t));
          },
          what);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void applyReflections(DType dtype) {
    int[][] sizes = {{0, 1, 3}, {1, 1, 1}, {5, 3, 9}, {40, 16, 33}, {130, 64, 70}, {7, 64, 300}};
    for (int[] size : sizes) {
      int n = size[0];
      int b = size[1];
      int m = size[2];
      String what = n + " rows, " + b + " reflections of " + m;
      double[] values = random(dtype, n, n * m);
      double[] reflections = random(dtype, b, b * m);
      double[] triangle = random(dtype, m, b * b);
      overAll(
          (backend, layout) -> {
            View x = view(layout, dtype, values, n, m);
            View v = view(layout, dtype, reflections, b, m);
            View t = view(layout, dtype, triangle, b, b);
            backend.applyReflections(x, v, t);
            assertArrayEquals(reflections, elements(v), what);
            assertArrayEquals(triangle, elements(t), what);
            if (n > 0) {
              checkApplied(
                  matrix(view(Layout.CONTIGUOUS, dtype, values, n, m)),
                  matrix(v),
                  matrix(t),
                  matrix(x),
                  dtype,
                  what);
            }
            return elements(x);
          },
          what);
    }
  }

  /**
   * {@code |Y - X (I - V T V')| <= (m + 2 b + 4) eps (|X| + |X| |V| |T| |V'|)}, element by element.
   */
  private static void checkApplied(
      double[][] x, double[][] vt, double[][] t, double[][] y, DType dtype, String what) {
    double[][] exact = multiply(multiply(multiply(x, transposed(vt)), t), vt);
    double[][] size =
        multiply(
            multiply(multiply(absolute(x), transposed(absolute(vt))), absolute(t)), absolute(vt));
    double unit = (vt[0].length + 2.0 * vt.length + 4) * dtype.epsilon();
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[0].length; j++) {
        double error = Math.abs(x[i][j] - exact[i][j] - y[i][j]);
        double bound = unit * (Math.abs(x[i][j]) + size[i][j]);
        assertTrue(error <= bound, what + ": " + i + ", " + j + ": " + error + " > " + bound);
      }
    }
  }

  private static double[][] absolute(double[][] a) {
    double[][] sizes = new double[a.length][a[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        sizes[i][j] = Math.abs(a[i][j]);
      }
    }
    return sizes;
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void pivotedQrPanel(DType dtype) {
    int[][] sizes = {{1, 1, 1}, {5, 3, 2}, {3, 5, 3}, {40, 40, 16}, {300, 31, 9}, {8, 4200, 8}};
    for (int[] size : sizes) {
      int n = size[0];
      int m = size[1];
      double[] values = random(dtype, n, n * m);
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < m; i++) {
          values[j * m + i] *= Math.scalb(1.0, -(j * 7 % 30)); // columns of many sizes
        }
      }
      String what = n + " columns of " + m + ", " + size[2] + " steps";
      overAll(
          (backend, layout) -> {
            View columns = view(layout, dtype, values, n, m);
            View norms = blank(DType.F64, 2, n);
            View permutation = Layout.CONTIGUOUS.view(DType.I64, i -> i, n);
            View r = blank(dtype, size[2], size[2]);
            View t = blank(dtype, size[2], size[2]);
            View f = blank(dtype, size[2], n);
            int k = backend.pivotedQrPanel(columns, 0, norms, permutation, r, t, f);
            assertTrue(k > 0 && k <= size[2], what + ": steps " + k);
            View v = columns.block(0, k, 0, m);
            if (k < n && k < m) {
              View update = f.block(0, k, k, n - k).swapAxes(0, 1);
              View rest = columns.block(k, n - k, k, m - k);
              backend.gemm(1, update, v.block(0, k, k, m - k), 1, rest, Epilogue.NONE);
            }
            double[][] vt = matrix(v);
            double[][] small = matrix(t.block(0, k, 0, k));
            checkReflections(vt, small, dtype, what);
            double[][] reduced = transposed(matrix(columns));
            double[][] original = new double[m][n];
            for (int j = 0; j < n; j++) {
              int from = (int) Layout.get(permutation, j);
              for (int i = 0; i < m; i++) {
                original[i][j] = values[from * m + i];
                if (j < k) {
                  reduced[i][j] = i < k ? Layout.get(r, (long) i * size[2] + j) : 0;
                }
              }
            }
            assertClose(original, applied(vt, small, reduced), dtype, what);
            for (int i = 1; i < k; i++) {
              assertTrue(
                  Math.abs(reduced[i][i]) <= Math.abs(reduced[i - 1][i - 1]) * 1.001,
                  what + ": the diagonal falls");
            }
            return concat(elements(columns), elements(permutation), elements(r), elements(t));
          },
          what);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void luPanel(DType dtype) {
    int[][] sizes = {{1, 1}, {9, 1}, {3, 3}, {8, 8}, {20, 9}, {40, 33}, {64, 64}, {4200, 3}};
    for (int[] size : sizes) {
      int m = size[0];
      int b = size[1];
      double[] values = random(dtype, m, b * m);
      if (b > 2) {
        for (int i = 0; i < m; i++) {
          values[i * b + 2] = 2 * values[i * b]; // a column without a pivot
        }
      }
      overAll(
          (backend, layout) -> {
            View whole = view(layout, dtype, concat(new double[2 * b], values), m + 2, b);
            View a = whole.block(2, m, 0, b);
            View pivots = Layout.CONTIGUOUS.view(DType.I64, i -> -1, b);
            backend.luPanel(whole, 2, pivots);
            double[][] factors = matrix(a);
            double[][] l = new double[m][b];
            double[][] u = new double[b][b];
            for (int i = 0; i < m; i++) {
              for (int j = 0; j < b; j++) {
                l[i][j] = i == j ? 1 : i > j ? factors[i][j] : 0;
                assertTrue(Math.abs(l[i][j]) <= 1, "a multiplier is larger than 1");
                if (i <= j) {
                  u[i][j] = factors[i][j];
                }
              }
            }
            View exchanged =
                view(Layout.CONTIGUOUS, dtype, concat(new double[2 * b], values), m + 2, b);
            backend.swapRows(exchanged, 2, pivots);
            double[][] panel = matrix(exchanged.block(2, m, 0, b));
            assertClose(panel, multiply(l, u), dtype, "P A = L U");
            for (int i = 0; i < b; i++) {
              double pivot = Layout.get(pivots, i);
              assertTrue(pivot >= i + 2 && pivot < m + 2, "pivot " + pivot + " at " + i);
            }
            return concat(elements(whole), elements(pivots));
          },
          m + " x " + b);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void aZeroPanelIsLeftAsItIs(DType dtype) {
    overAll(
        (backend, layout) -> {
          View a = layout.view(dtype, i -> 0, 20, 17);
          View pivots = Layout.CONTIGUOUS.view(DType.I64, i -> -1, 17);
          backend.luPanel(a, 0, pivots);
          for (int i = 0; i < 17; i++) {
            assertEquals(i, Layout.get(pivots, i));
          }
          assertArrayEquals(new double[340], elements(a));
          return elements(a);
        },
        "zero");
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void swapRows(DType dtype) {
    int[] pivots = {3, 6, 6, 4};
    for (int n : new int[] {0, 1, 7, 600, 1300}) {
      double[] values = random(dtype, n, 7 * n);
      double[] expected = values.clone();
      for (int i = 0; i < pivots.length; i++) {
        for (int j = 0; j < n; j++) {
          double kept = expected[(i + 1) * n + j];
          expected[(i + 1) * n + j] = expected[pivots[i] * n + j];
          expected[pivots[i] * n + j] = kept;
        }
      }
      for (CpuBackend backend : BACKENDS) {
        for (Layout layout : Layout.values()) {
          View a = view(layout, dtype, values, 7, n);
          backend.swapRows(
              a, 1, Layout.CONTIGUOUS.view(DType.I64, i -> pivots[(int) i], pivots.length));
          assertArrayEquals(expected, elements(a), layout + " " + n);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void solveLower(DType dtype) {
    int[][] sizes = {{1, 1}, {3, 0}, {5, 1}, {16, 3}, {17, 300}, {33, 5}, {64, 513}};
    for (int[] size : sizes) {
      int n = size[0];
      int k = size[1];
      for (boolean unit : new boolean[] {false, true}) {
        double[] triangle = random(dtype, n, n * n);
        double[] right = random(dtype, k + 7, n * k);
        double[][] l = new double[n][n];
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            triangle[i * n + j] = dtype == DType.F32 ? (float) (triangle[i * n + j] / n) : 0.25 / n;
            if (i == j) {
              triangle[i * n + j] = unit ? Double.NaN : 1.5;
            } else if (j > i) {
              triangle[i * n + j] = Double.NaN; // not read
            }
            l[i][j] = i == j && unit ? 1 : i >= j ? triangle[i * n + j] : 0;
          }
        }
        String what = n + " x " + k + (unit ? " unit" : "");
        overAll(
            (backend, layout) -> {
              View b = view(layout, dtype, right, n, k);
              backend.solveLower(view(layout, dtype, triangle, n, n), unit, b);
              if (k > 0) {
                double[][] expected = matrix(view(Layout.CONTIGUOUS, dtype, right, n, k));
                assertClose(expected, multiply(l, matrix(b)), dtype, what);
              }
              return elements(b);
            },
            what);
      }
    }
  }

  private static double[] positiveDefinite(DType dtype, int n) {
    double[] half = random(dtype, n, n * n);
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = i == j ? 0.5 : 0;
        for (int p = 0; p < n; p++) {
          sum += half[Math.min(i, j) * n + p] * half[Math.max(i, j) * n + p];
        }
        a[i * n + j] = j < i ? Double.NaN : dtype == DType.F32 ? (float) sum : sum;
      }
    }
    return a;
  }

  private static double[][] symmetric(double[] upper, int n) {
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = upper[Math.min(i, j) * n + Math.max(i, j)];
      }
    }
    return a;
  }

  private static double[][] upper(View a, int rows) {
    double[][] u = matrix(a.block(0, rows, 0, a.size(1)));
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < i; j++) {
        u[i][j] = 0;
      }
    }
    return u;
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void choleskyBlock(DType dtype) {
    for (int n : new int[] {1, 2, 16, 17, 33, 64, 71}) {
      double[] values = positiveDefinite(dtype, n);
      overAll(
          (backend, layout) -> {
            View a = view(layout, dtype, values, n, n);
            assertEquals(n, backend.choleskyBlock(a));
            double[][] u = upper(a, n);
            assertClose(symmetric(values, n), multiply(transposed(u), u), dtype, "n = " + n);
            return concat(u);
          },
          "n = " + n);
      for (int wrong : new int[] {0, n / 2, n - 1}) {
        double[] indefinite = values.clone();
        indefinite[wrong * n + wrong] = wrong % 2 == 0 ? -1 : Double.NaN;
        for (CpuBackend backend : BACKENDS) {
          View a = view(Layout.SLICED, dtype, indefinite, n, n);
          assertEquals(wrong, backend.choleskyBlock(a));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void pivotedCholeskyPanel(DType dtype) {
    for (int n : new int[] {1, 2, 15, 40}) {
      double[] values = positiveDefinite(dtype, n);
      overAll(
          (backend, layout) -> {
            View a = view(layout, dtype, values, n, n);
            View permutation = Layout.CONTIGUOUS.view(DType.I64, i -> i, n);
            int k = Math.min(n, 9);
            assertEquals(k, backend.pivotedCholeskyPanel(a, 0, 9, 0, permutation));
            double[][] u = upper(a, k);
            double[][] original = symmetric(values, n);
            double[][] product = multiply(transposed(u), u);
            for (int i = 0; i < n; i++) {
              int row = (int) Layout.get(permutation, i);
              for (int j = 0; j < n; j++) {
                double expected = original[row][(int) Layout.get(permutation, j)];
                double size = Math.sqrt(original[row][row]);
                if (i < k || j < k) {
                  assertEquals(
                      expected,
                      product[i][j],
                      20 * n * dtype.epsilon() * size * size + 20 * n * dtype.epsilon(),
                      "n = " + n);
                }
              }
            }
            for (int i = 1; i < k; i++) {
              assertTrue(u[i][i] <= u[i - 1][i - 1] * 1.001, "the diagonal falls");
            }
            return concat(concat(u), elements(permutation));
          },
          "n = " + n);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void pivotedCholeskyStopsAtTheFloor(DType dtype) {
    double[] diagonal = {1, 16, 4, 0, 9, -3};
    View a = Layout.CONTIGUOUS.view(dtype, i -> i % 7 == 0 ? diagonal[(int) i / 7] : 0, 6, 6);
    View permutation = Layout.CONTIGUOUS.view(DType.I64, i -> i, 6);
    Backend backend = BACKENDS.getLast();
    assertEquals(2, backend.pivotedCholeskyPanel(a, 0, 2, 0, permutation));
    assertEquals(2, backend.pivotedCholeskyPanel(a, 2, 6, 0, permutation));
    assertEquals(0, backend.pivotedCholeskyPanel(a, 4, 6, 0, permutation));
    assertArrayEquals(new double[] {1, 4, 2, 0, 3, 5}, sortedTail(elements(permutation)));
    assertEquals(4, Layout.get(a, 0));
    assertEquals(1, Layout.get(a, 21));
    assertEquals(
        1,
        backend.pivotedCholeskyPanel(
            Layout.CONTIGUOUS.view(dtype, i -> i % 7 == 0 ? diagonal[(int) i / 7] : 0, 6, 6),
            0,
            6,
            9,
            permutation));
  }

  /** Which of the zeros comes first does not matter. */
  private static double[] sortedTail(double[] permutation) {
    double[] result = permutation.clone();
    java.util.Arrays.sort(result, 4, 6);
    return new double[] {result[0], result[1], result[2], result[3], result[4], result[5]};
  }

  /** What the panel's reflections make of the matrix is tridiagonal where they worked. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void tridiagonalPanel(DType dtype) {
    for (int[] size : new int[][] {{1, 3, 0}, {2, 3, 0}, {9, 4, 0}, {41, 8, 0}, {41, 8, 8}}) {
      int n = size[0];
      int b = size[1];
      int done = size[2];
      double[] values = random(dtype, n, n * n);
      overAll(
          (backend, layout) -> {
            View a = view(layout, dtype, values, n, n);
            View stack = blank(dtype, 2L * b + 1, n);
            View results = blank(dtype, 3, b);
            backend.tridiagonalPanel(a, done, stack, results);
            int steps = Math.min(b, n - done);
            double[][] behind = symmetric(values, n);
            double[][] reflected = symmetric(values, n);
            double[][] rows = matrix(stack);
            double[][] found = matrix(results);
            for (int p = 0; p < Math.min(steps, n - 1 - done); p++) {
              for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                  behind[i][j] -= rows[p][i] * rows[b + p][j] + rows[b + p][i] * rows[p][j];
                }
              }
              reflect(reflected, rows[p], found[2][p]);
              reflected = transposed(reflected);
              reflect(reflected, rows[p], found[2][p]);
            }
            double bound = 50 * n * n * dtype.epsilon();
            for (int i = done; i < n; i++) {
              for (int j = i; j < n; j++) {
                int step = i - done;
                double expected = step >= steps ? behind[i][j] : j - i < 2 ? found[j - i][step] : 0;
                assertEquals(expected, reflected[i][j], bound, "n = " + n + ", row " + i);
              }
            }
            return concat(found[0], rows[0]);
          },
          "n = " + n + ", b = " + b + ", done = " + done);
    }
  }

  /** {@code X := (I - t v v') X}. */
  private static void reflect(double[][] x, double[] v, double t) {
    for (int j = 0; j < x[0].length; j++) {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += v[i] * x[i][j];
      }
      for (int i = 0; i < x.length; i++) {
        x[i][j] -= t * sum * v[i];
      }
    }
  }
}
