package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.Machines.Machine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Inner and matrix products: |C - AB| at most gamma(k + 2) |A||B| + k times the smallest number,
 * each element.
 */
@Tag("contract")
class ProductContractTest {
  private static final int[][] SIZES = { // m, k, n
    {1, 1, 1},
    {2, 3, 4},
    {5, 0, 3},
    {0, 4, 2},
    {3, 4, 0},
    {7, 13, 11},
    {1, 37, 19},
    {23, 31, 1},
    {17, 1, 17},
    {33, 65, 34},
    {64, 64, 64},
    {101, 103, 97},
    {5, 601, 3},
    {130, 20, 3}
  };

  private static double gamma(DType dtype, int k) {
    double unit = dtype.epsilon() / 2;
    return (k + 2) * unit / (1 - (k + 2) * unit);
  }

  /** {@code alpha * a @ b + beta * c}, and the bound for each element. */
  private static void check(
      double alpha,
      double[][] a,
      double[][] b,
      double beta,
      double[][] c,
      Tensor actual,
      String what) {
    DType dtype = actual.dtype();
    int k = b.length;
    double[][] result = actual.toDoubleMatrix();
    assertEquals(a.length, result.length, what);
    for (int i = 0; i < a.length; i++) {
      int row = i;
      for (int j = 0; j < result[i].length; j++) {
        int column = j;
        double exact =
            k < 40
                ? Naive.exactDot(k, p -> a[row][p], p -> b[p][column])
                : Naive.carefulDot(k, p -> a[row][p], p -> b[p][column]);
        double size = Naive.carefulDot(k, p -> Math.abs(a[row][p]), p -> Math.abs(b[p][column]));
        double old = beta == 0 ? 0 : beta * c[i][j];
        double bound =
            gamma(dtype, k + 2) * (Math.abs(alpha) * size + Math.abs(old)) + k * Naive.tiny(dtype);
        Naive.assertNear(alpha * exact + old, result[i][j], bound, what + " at " + i + ", " + j);
      }
    }
  }

  private static double[][] rows(Tensor matrix) {
    double[][] rows = new double[(int) matrix.size(0)][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Naive.values(matrix.slice(Slice.at(i)));
    }
    return rows;
  }

  private static Tensor random(TensorLayout layout, DType dtype, long seed, long... shape) {
    return layout.of(dtype, Naive.random(dtype, seed, (int) Shape.of(shape).elements()), shape);
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypesAndLayouts")
  void matrices(Machine machine, DType dtype, TensorLayout layout) {
    machine.engine().run(() -> matrices(dtype, layout));
  }

  private static void matrices(DType dtype, TensorLayout layout) {
    TensorLayout[] layouts = TensorLayout.values();
    int turn = 0;
    for (int[] size : SIZES) {
      int m = size[0];
      int k = size[1];
      int n = size[2];
      TensorLayout other = layouts[(layout.ordinal() + turn) % layouts.length];
      TensorLayout target = TensorLayout.WRITABLE.get(turn++ % TensorLayout.WRITABLE.size());
      Tensor a = random(layout, dtype, m + k, m, k);
      Tensor b = random(other, dtype, k + n, k, n);
      double[][] as = rows(a);
      double[][] bs = rows(b);
      String what =
          dtype + a.shape().toString() + layout + " @ " + b.shape() + other + " to " + target;
      Tensor product = a.matmul(b);
      assertEquals(Shape.of(m, n), product.shape());
      check(1, as, bs, 0, new double[0][], product, what);
      Tensor dst = target.empty(dtype, m, n).fill(Double.NaN);
      assertSame(dst, a.matmulInto(b, dst));
      check(1, as, bs, 0, new double[0][], dst, what + ", NaN before");
      Tensor c = random(target, dtype, 9, m, n);
      double[][] cs = rows(c);
      assertSame(c, Tensor.gemm(-0.5, a, b, 2, c));
      check(-0.5, as, bs, 2, cs, c, what + ", gemm");
      Tensor sum = random(target, dtype, 10, m, n);
      double[][] before = rows(sum);
      check(1, as, bs, 1, before, Tensor.gemm(1, a, b, 1, sum), what + ", accumulated");
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypesAndLayouts")
  void vectors(Machine machine, DType dtype, TensorLayout layout) {
    machine.engine().run(() -> vectors(dtype, layout));
  }

  private static void vectors(DType dtype, TensorLayout layout) {
    for (int[] size : SIZES) {
      int m = size[0];
      int k = size[1];
      Tensor a = random(layout, dtype, 3, m, k);
      Tensor right = random(layout, dtype, 4, k);
      Tensor left = random(layout, dtype, 5, m);
      String what = dtype + a.shape().toString() + " " + layout;
      Tensor product = a.matmul(right);
      assertEquals(Shape.of(m), product.shape());
      check(1, rows(a), rows(right.unsqueeze(1)), 0, new double[0][], product.unsqueeze(1), what);
      Tensor other = left.matmul(a);
      assertEquals(Shape.of(k), other.shape());
      check(1, rows(left.unsqueeze(0)), rows(a), 0, new double[0][], other.unsqueeze(0), what);
      assertTrue(
          a.matmulInto(right, TensorLayout.SLICED.empty(dtype, m)).contentEquals(product), what);
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypesAndLayouts")
  void batches(Machine machine, DType dtype, TensorLayout layout) {
    machine.engine().run(() -> batches(dtype, layout));
  }

  private static void batches(DType dtype, TensorLayout layout) {
    long[][][] pairs = {
      {{3, 4, 5}, {3, 5, 6}},
      {{3, 4, 5}, {5, 6}},
      {{4, 5}, {3, 5, 6}},
      {{2, 1, 4, 5}, {3, 5, 2}},
      {{2, 3, 4, 5}, {5}},
      {{5}, {2, 3, 5, 4}},
      {{1, 4, 5}, {7, 5, 6}},
      {{0, 4, 5}, {5, 6}},
      {{3, 4, 0}, {0, 6}}
    };
    for (long[][] pair : pairs) {
      Tensor a = random(layout, dtype, 6, pair[0]);
      Tensor b = random(layout, dtype, 7, pair[1]);
      String what = dtype + a.shape().toString() + " @ " + b.shape() + " " + layout;
      Tensor product = a.matmul(b);
      Tensor x = a.rank() == 1 ? a.unsqueeze(0) : a;
      Tensor y = b.rank() == 1 ? b.unsqueeze(1) : b;
      Tensor z =
          a.rank() == 1 ? product.unsqueeze(-2) : b.rank() == 1 ? product.unsqueeze(-1) : product;
      Tensor dst = TensorLayout.TRANSPOSED.empty(dtype, product.shape().toArray());
      assertTrue(a.matmulInto(b, dst).contentEquals(product), what);
      long[] batch = java.util.Arrays.copyOf(z.shape().toArray(), z.rank() - 2);
      Naive.forEach(
          Shape.of(batch),
          index ->
              check(
                  1,
                  rows(matrix(x, index)),
                  rows(matrix(y, index)),
                  0,
                  new double[0][],
                  matrix(z, index),
                  what));
    }
  }

  /** One matrix of a batch that may have to be broadcast. */
  private static Tensor matrix(Tensor x, long[] batch) {
    Slice[] slices = new Slice[x.rank() - 2];
    int shift = batch.length - slices.length;
    for (int axis = 0; axis < slices.length; axis++) {
      slices[axis] = Slice.at(x.size(axis) == 1 ? 0 : batch[axis + shift]);
    }
    return x.slice(slices);
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypesAndLayouts")
  void dots(Machine machine, DType dtype, TensorLayout layout) {
    machine
        .engine()
        .run(
            () -> {
              for (int n : new int[] {0, 1, 2, 31, 64, 1009, 20011}) {
                Tensor a = random(layout, dtype, n, n);
                Tensor b = random(TensorLayout.OFFSET, dtype, n + 1, n);
                double[] as = Naive.values(a);
                double[] bs = Naive.values(b);
                double wanted = Naive.carefulDot(n, i -> as[i], i -> bs[i]);
                double size = Naive.carefulDot(n, i -> Math.abs(as[i]), i -> Math.abs(bs[i]));
                double bound = gamma(dtype, n) * size + n * Naive.tiny(dtype);
                Naive.assertNear(wanted, a.dot(b), bound, dtype + " " + layout + " " + n);
                assertEquals(a.dot(b), b.dot(a), "the order of the operands");
              }
            });
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void factorsOfZeroReadNothing(Machine machine, DType dtype) {
    machine
        .engine()
        .run(
            () -> {
              Tensor nan = Tensor.full(dtype, Double.NaN, 9, 9);
              Tensor c = Tensor.full(dtype, 3, 9, 9);
              Naive.assertSame(
                  Naive.values(Tensor.full(dtype, 6, 9, 9)),
                  Tensor.gemm(0, nan, nan, 2, c),
                  "alpha 0");
              Naive.assertSame(new double[81], Tensor.gemm(0, nan, nan, 0, nan.copy()), "both 0");
              Tensor one = Tensor.eye(dtype, 9);
              Naive.assertSame(
                  Naive.values(one), Tensor.gemm(1, one, one, 0, nan.copy()), "beta 0");
            });
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void nanAndInfinityPropagate(Machine machine, DType dtype) {
    machine
        .engine()
        .run(
            () -> {
              for (int n : new int[] {3, 20, 70}) {
                Tensor a = Tensor.ones(dtype, n, n);
                Tensor b = Tensor.ones(dtype, n, n);
                a.set(Double.NaN, 1, n - 1);
                b.set(Double.POSITIVE_INFINITY, 0, 2);
                Tensor c = a.matmul(b);
                for (int i = 0; i < n; i++) {
                  for (int j = 0; j < n; j++) {
                    double wanted = i == 1 ? Double.NaN : j == 2 ? Double.POSITIVE_INFINITY : n;
                    Naive.assertSame(wanted, c.get(i, j), n + " at " + i + ", " + j);
                  }
                }
              }
            });
  }
}
