package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TruncatedSvdTest {

  /** Singular values {@code 10^(-6 i/n)}: as a layer's weights may fall. */
  private static double[] falling(int n) {
    double[] s = new double[n];
    for (int i = 0; i < n; i++) {
      s[i] = Math.pow(10, -6.0 * i / n);
    }
    return s;
  }

  /** The relative error of the best approximation. */
  private static double best(double[] s, int k) {
    double all = 0;
    double rest = 0;
    for (int i = 0; i < s.length; i++) {
      all += s[i] * s[i];
      rest += i < k ? 0 : s[i] * s[i];
    }
    return Math.sqrt(rest / all);
  }

  /** {@code |A - U diag(s) V'| / |A|} in plain loops. */
  private static double error(Tensor a, Svd svd) {
    double[][] rows = a.toDoubleMatrix();
    double[][] u = svd.u().toDoubleMatrix();
    double[][] vt = svd.vt().toDoubleMatrix();
    double[] s = svd.s().toDoubleArray();
    double norm = 0;
    double error = 0;
    for (int i = 0; i < rows.length; i++) {
      double[] row = rows[i];
      for (double element : row) {
        norm += element * element;
      }
      for (int r = 0; r < s.length; r++) {
        double factor = u[i][r] * s[r];
        for (int j = 0; j < row.length; j++) {
          row[j] -= factor * vt[r][j];
        }
      }
      for (double element : row) {
        error += element * element;
      }
    }
    return Math.sqrt(error / norm);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void nearlyTheBestApproximation(DType dtype) {
    for (int[] shape :
        new int[][] {{256, 256, 64}, {300, 200, 50}, {200, 300, 50}, {211, 211, 7}}) {
      int m = shape[0];
      int n = shape[1];
      int k = shape[2];
      double[] values = falling(Math.min(m, n));
      Tensor a = Tensor.of(TestMatrices.withSingularValues(m, m, n, values)).cast(dtype);
      Tensor kept = a.copy();
      Svd svd = Svd.truncated(a, k);
      String what = m + " x " + n + ", rank " + k + ": " + svd.truncationError();
      assertTrue(a.contentEquals(kept), "the input was changed");
      assertEquals("(" + m + ", " + k + ")", svd.u().shape().toString());
      assertEquals("(" + k + ")", svd.s().shape().toString());
      assertEquals("(" + k + ", " + n + ")", svd.vt().shape().toString());
      assertEquals(dtype, svd.s().dtype());
      assertTrue(Ratios.orthogonality(svd.u().toDoubleMatrix(), dtype) < 30, what);
      Tensor v = svd.vt().transpose();
      assertTrue(Ratios.orthogonality(v.toDoubleMatrix(), dtype) < 30, what);
      double rounding = 100 * dtype.epsilon();
      assertEquals(error(a, svd), svd.truncationError(), rounding, what);
      double best = best(values, k);
      assertTrue(svd.truncationError() >= best - rounding, what);
      assertTrue(svd.truncationError() <= 1.01 * best + rounding, what);
      for (int i = 0; i < k; i++) {
        double found = svd.s().get(i);
        assertTrue(found <= values[i] + rounding, what);
        assertTrue(found >= values[i] * (i < k / 2 ? 0.999 : 0.9), what + ", value " + i);
        Tensor column = svd.u().slice(Slice.all(), Slice.at(i));
        assertTrue(column.max() >= -column.min(), "sign");
      }
    }
  }

  /** Values that hardly fall are the hardest. */
  @Test
  void randomNumbers() {
    Tensor a = Tensor.of(TestMatrices.random(9, 240, 240));
    double[] values = Svd.of(a).s().toDoubleArray();
    double best = best(values, 60);
    double found = Svd.truncated(a, 60).truncationError();
    assertTrue(best > 0.6 && found >= best && found <= 1.02 * best, found + ", best " + best);
  }

  /** What oversampling and power iterations are for; without them the error is far larger. */
  @Test
  void theOptionsDoWhatTheyAreFor() {
    double[] values = falling(256);
    Tensor a = Tensor.of(TestMatrices.withSingularValues(1, 256, 256, values));
    double best = best(values, 64);
    TruncatedOptions none = TruncatedOptions.auto().withPowerIterations(0).withOversampling(0);
    double[] ratios = {
      Svd.truncated(a, 64, none).truncationError() / best,
      Svd.truncated(a, 64, none.withOversampling(8)).truncationError() / best,
      Svd.truncated(a, 64, none.withOversampling(8).withPowerIterations(1)).truncationError()
          / best,
      Svd.truncated(a, 64, none.withOversampling(8).withPowerIterations(2)).truncationError() / best
    };
    assertTrue(ratios[0] > 2);
    for (int i = 1; i < ratios.length; i++) {
      assertTrue(ratios[i] < ratios[i - 1], i + ": " + ratios[i]);
    }
    assertTrue(ratios[3] < 1.02, "ratio " + ratios[3]);
  }

  /** Power iterations that were not made orthonormal would lose all but the first few. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void manyPowerIterationsLoseNothing(DType dtype) {
    double[] values = falling(150);
    Tensor a = Tensor.of(TestMatrices.withSingularValues(2, 150, 150, values)).cast(dtype);
    Svd svd = Svd.truncated(a, 60, TruncatedOptions.auto().withPowerIterations(12));
    for (int i = 0; i < 60; i++) {
      assertEquals(values[i], svd.s().get(i), 100 * dtype.epsilon(), "value " + i);
    }
  }

  /**
   * Of lower rank than asked for: exact up to rounding, and vectors are orthonormal all the same.
   */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void matricesOfLowerRank(DType dtype) {
    Tensor a = Tensor.of(TestMatrices.withSingularValues(3, 170, 140, 5, 3, 2, 1)).cast(dtype);
    for (int k : new int[] {3, 4, 20}) {
      Svd svd = Svd.truncated(a, k);
      double expected = k == 3 ? 1 / Math.sqrt(39) : 0;
      assertEquals(expected, svd.truncationError(), 50 * dtype.epsilon());
      assertEquals(2, svd.s().get(2), 100 * dtype.epsilon());
      assertTrue(Ratios.orthogonality(svd.u().toDoubleMatrix(), dtype) < 30);
      assertTrue(Ratios.orthogonality(svd.vt().transpose().toDoubleMatrix(), dtype) < 30);
    }
    Svd zero = Svd.truncated(Tensor.zeros(dtype, 50, 40), 3);
    assertEquals(0, zero.truncationError());
    assertEquals(0, zero.s().norm());
    assertTrue(Ratios.orthogonality(zero.u().toDoubleMatrix(), dtype) < 30);
  }

  /** Where random directions would be as many as all, there are none. */
  @Test
  void allSingularValues() {
    for (int[] shape : new int[][] {{1, 1}, {5, 3}, {3, 5}, {30, 20}}) {
      Tensor a = Tensor.of(TestMatrices.random(4, shape[0], shape[1]));
      int r = Math.min(shape[0], shape[1]);
      Svd all = Svd.of(a);
      Svd same = Svd.truncated(a, r);
      assertTrue(same.s().contentEquals(all.s()));
      assertTrue(same.u().contentEquals(all.u()));
      assertTrue(same.vt().contentEquals(all.vt()));
      assertTrue(same.truncationError() < 1e-14);
      assertEquals(0, all.truncationError());
    }
  }

  @Test
  void sameSeedSameBits() {
    Tensor a = Tensor.of(TestMatrices.random(5, 150, 140));
    Svd svd = Svd.truncated(a, 10);
    for (int threads : new int[] {1, 3}) {
      EngineOptions options = EngineOptions.auto().withThreads(threads);
      Svd same = Engine.cpu(options).call(() -> Svd.truncated(a, 10));
      assertTrue(same.s().contentEquals(svd.s()));
      assertTrue(same.u().contentEquals(svd.u()));
      assertTrue(same.vt().contentEquals(svd.vt()));
      assertEquals(svd.truncationError(), same.truncationError());
    }
    Svd other = Svd.truncated(a, 10, TruncatedOptions.auto().withSeed(1));
    assertFalse(other.s().contentEquals(svd.s()));
    assertTrue(other.s().allClose(svd.s(), 0.02, 0));
  }

  /** A transposed or sliced view gives the bits that its copy gives. */
  @Test
  void views() {
    Tensor large = Tensor.of(TestMatrices.random(6, 140, 150));
    Tensor view = large.transpose().slice(Slice.range(5, 95), Slice.all().step(-1));
    Svd svd = Svd.truncated(view, 6);
    Svd copy = Svd.truncated(view.copy(), 6);
    assertTrue(svd.s().contentEquals(copy.s()));
    assertTrue(svd.u().contentEquals(copy.u()));
    assertTrue(svd.vt().contentEquals(copy.vt()));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void nearOverflowAndUnderflow(DType dtype) {
    Tensor a = Tensor.of(TestMatrices.withSingularValues(7, 160, 150, falling(150))).cast(dtype);
    Svd svd = Svd.truncated(a, 20);
    int[] exponents =
        dtype == DType.F32 ? new int[] {30, 127, -60, -110} : new int[] {300, 1023, -600, -1000};
    for (int exponent : exponents) {
      Tensor scaled = Matrices.scaled(a, exponent);
      Svd other = Svd.truncated(scaled, 20);
      // elements that became subnormal have lost digits
      boolean exact = exponent > (dtype == DType.F32 ? -80 : -900);
      assertEquals(svd.truncationError(), other.truncationError(), exact ? 0 : 1e-4);
      assertTrue(!exact || other.u().contentEquals(svd.u()));
      assertTrue(Matrices.scaled(other.s(), -exponent).allClose(svd.s(), 1e-3, 0));
    }
  }

  @Test
  void errorsSayWhatIsWrong() {
    Tensor a = Tensor.ones(DType.F64, 6, 4);
    assertTrue(message(a, 0).contains("k is 0"));
    assertTrue(message(a, 5).contains("(6, 4) has from 1 to 4"));
    assertTrue(message(Tensor.ones(DType.F64, 0, 4), 1).contains("no singular values"));
    Tensor bad = a.copy();
    bad.set(Double.POSITIVE_INFINITY, 3, 2);
    assertTrue(message(bad, 2).contains("(3, 2)"));
    assertThrows(ShapeException.class, () -> Svd.truncated(Tensor.of(1, 2), 1));
    assertThrows(DTypeException.class, () -> Svd.truncated(Tensor.ones(DType.I64, 3, 3), 1));
    TruncatedOptions auto = TruncatedOptions.auto();
    assertThrows(IllegalArgumentException.class, () -> auto.withOversampling(-2));
    assertThrows(IllegalArgumentException.class, () -> auto.withPowerIterations(-1));
  }

  private static String message(Tensor a, long k) {
    return assertThrows(IllegalArgumentException.class, () -> Svd.truncated(a, k)).getMessage();
  }

  @Test
  void anInterruptCancels() {
    Thread.currentThread().interrupt();
    try {
      Tensor a = Tensor.of(TestMatrices.random(8, 60, 60));
      assertThrows(CancellationException.class, () -> Svd.truncated(a, 5));
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      Thread.interrupted();
    }
  }
}
