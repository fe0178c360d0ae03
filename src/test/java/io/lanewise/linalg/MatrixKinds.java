package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The matrices that every factorisation is tested on. */
final class MatrixKinds {
  /** Orders from 0 to 300, with primes and what lies beside the sizes of blocks. */
  static final int[] ORDERS = {0, 1, 2, 3, 7, 8, 9, 16, 31, 63, 64, 65, 97, 128, 131, 193, 300};

  private MatrixKinds() {}

  /** Square matrices with nasty properties, named. */
  static Map<String, double[][]> square(DType dtype, int n) {
    Map<String, double[][]> kinds = new LinkedHashMap<>();
    double[][] random = TestMatrices.random(n, n, n);
    kinds.put("random", random);
    kinds.put("zero", new double[n][n]);
    double[] values = new double[n];
    Arrays.fill(values, 1);
    kinds.put("identity", TestMatrices.diagonal(values));
    kinds.put("orthogonal", TestMatrices.withSingularValues(n, n, n, values));
    kinds.put("hilbert", TestMatrices.hilbert(n));
    kinds.put("kahan", TestMatrices.kahan(n, 0.9));
    kinds.put("wilkinson", TestMatrices.wilkinson(n));
    kinds.put("rosser", TestMatrices.rosser());
    kinds.put("repeated", TestMatrices.withSingularValues(n, n, n, each(n, i -> 1 + i % 3)));
    kinds.put(
        "rank deficient",
        TestMatrices.withSingularValues(n, n, n, each(n, i -> i < n / 2 ? 1 + i : 0)));
    kinds.put(
        "graded",
        TestMatrices.withSingularValues(n, n, n, each(n, i -> Math.pow(10, -16.0 * i / n))));
    int exponent = dtype == DType.F32 ? 123 : 1019;
    kinds.put("near overflow", TestMatrices.scaled(random, Math.scalb(1.0, exponent)));
    kinds.put("near underflow", TestMatrices.scaled(random, Math.scalb(1.0, 3 - exponent)));
    double[][] columns = TestMatrices.scaled(random, 1);
    double[][] rows = TestMatrices.scaled(random, 1);
    double decades = dtype == DType.F32 ? 30 : 250;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        columns[i][j] *= Math.pow(10, -decades * (j * 7 % n) / n);
        rows[i][j] *= Math.pow(10, -decades * (i * 5 % n) / n);
      }
    }
    kinds.put("columns of many sizes", columns);
    kinds.put("rows of many sizes", rows);
    return kinds;
  }

  private static double[] each(int n, java.util.function.IntToDoubleFunction value) {
    double[] values = new double[n];
    Arrays.setAll(values, value);
    return values;
  }

  /** The same matrix in other layouts. */
  static List<Tensor> layouts(Tensor a) {
    long m = a.size(0);
    long n = a.size(1);
    List<Tensor> layouts = new ArrayList<>();
    layouts.add(a.transpose().copy().transpose());
    layouts.add(
        Tensor.zeros(a.dtype(), m + 2, n + 3)
            .slice(Slice.range(1, m + 1), Slice.range(2, n + 2))
            .copyFrom(a));
    layouts.add(
        Tensor.zeros(a.dtype(), 2 * m, 3 * n)
            .slice(Slice.range(0, 2 * m, 2), Slice.range(0, 3 * n, 3))
            .copyFrom(a));
    layouts.add(
        Tensor.zeros(a.dtype(), m, n)
            .slice(Slice.range(-1, -m - 1, -1), Slice.range(-1, -n - 1, -1))
            .copyFrom(a));
    layouts.add(
        a.dtype() == DType.F32
            ? Tensor.wrap(a.toFloatArray(), m, n)
            : Tensor.wrap(a.toDoubleArray(), m, n));
    return layouts;
  }

  /** What 1, 2 and 5 threads make of it, with the best kernels and with scalar ones. */
  static List<Tensor[]> onAllEngines(Supplier<Tensor[]> work) {
    List<Tensor[]> results = new ArrayList<>();
    for (EngineOptions.Kernels kernels :
        List.of(EngineOptions.Kernels.AUTO, EngineOptions.Kernels.SCALAR)) {
      for (int threads : new int[] {1, 2, 5}) {
        Engine engine = Engine.cpu(EngineOptions.auto().withThreads(threads).withKernels(kernels));
        results.add(engine.call(work::get));
      }
    }
    return results;
  }

  /** {@code |b - A x| / (n eps |A| |x|)}, the largest over the columns of x. */
  static double solutionRatio(double[][] a, double[][] x, double[][] b, DType dtype) {
    double norm = Products.oneNorm(TestMatrices.transposed(a)); // the largest sum of a row
    double[][] residual = Products.minus(b, Products.multiply(a, x));
    double worst = 0;
    for (int j = 0; j < x[0].length; j++) {
      double size = 0;
      double error = 0;
      for (int i = 0; i < a.length; i++) {
        size = Math.max(size, Math.abs(x[i][j]));
        error = Math.max(error, Math.abs(residual[i][j]));
      }
      worst = Math.max(worst, error == 0 ? 0 : error / (norm * size));
    }
    return worst / (a.length * dtype.epsilon());
  }
}
