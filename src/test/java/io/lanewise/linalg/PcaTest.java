package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PcaTest {

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void agreesWithNumPy(DType dtype) throws Exception {
    Map<String, Tensor> known = EigenTest.read("pca.npz");
    Tensor x = get(known, "x", dtype);
    double scale = x.norm() * 20 * dtype.epsilon();
    for (int k : new int[] {1, 3, 7}) {
      Pca pca = Pca.fit(x, k);
      Slice first = Slice.to(k);
      check(get(known, "mean", dtype), pca.mean(), scale);
      check(get(known, "singular", dtype).slice(first), pca.singularValues(), scale);
      check(get(known, "ratio", dtype).slice(first), pca.explainedVarianceRatio(), scale);
      Tensor variance = get(known, "variance", dtype).slice(first);
      check(variance, pca.explainedVariance(), scale * variance.max());
      // the noise's three directions are close together, so vectors are a few digits less exact
      Tensor components = get(known, "components", dtype).slice(first);
      check(components, pca.components(), scale * 10);
      Tensor scores = get(known, "scores", dtype).slice(Slice.all(), first);
      check(scores, pca.transform(x), scale * 100);
    }
  }

  private static Tensor get(Map<String, Tensor> known, String name, DType dtype) {
    return Objects.requireNonNull(known.get(name), name).cast(dtype);
  }

  private static void check(Tensor expected, Tensor found, double tolerance) {
    assertEquals(expected.dtype(), found.dtype());
    assertEquals(expected.shape(), found.shape());
    assertTrue(
        expected.allClose(found, 0, tolerance),
        () -> expected + " but was " + found + ", tolerance " + tolerance);
  }

  @Test
  void pointsOnALine() {
    Tensor x = Tensor.of(new double[][] {{1, 2}, {2, 4}, {3, 6}, {4, 8}});
    Pca pca = Pca.fit(x, 2);
    assertArrayEquals(new double[] {2.5, 5}, pca.mean().toDoubleArray());
    assertEquals(1 / Math.sqrt(5), pca.components().get(0, 0), 1e-15);
    assertEquals(2 / Math.sqrt(5), pca.components().get(0, 1), 1e-15);
    // the squares of distances along the line, 5 (1.5^2 + 0.5^2) 2, over 3
    assertEquals(25.0 / 3, pca.explainedVariance().get(0), 1e-14);
    assertEquals(0, pca.explainedVariance().get(1), 1e-28);
    assertArrayEquals(new double[] {1, 0}, pca.explainedVarianceRatio().toDoubleArray(), 1e-15);
    assertEquals(-1.5 * Math.sqrt(5), pca.transform(x).get(0, 0), 1e-14);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void whatMustHoldForAnySamples(DType dtype) {
    int[][] shapes = {{2, 1}, {2, 5}, {3, 3}, {7, 4}, {40, 13}, {13, 40}, {101, 130}};
    for (int[] shape : shapes) {
      int m = shape[0];
      int n = shape[1];
      Tensor x = Tensor.of(TestMatrices.random(m + n, m, n)).cast(dtype).addInPlace(3);
      int most = Math.min(m, n);
      Pca pca = Pca.fit(x, most);
      double eps = dtype.epsilon() * Math.max(m, n);
      Tensor gram = pca.components().matmul(pca.components().transpose());
      assertTrue(gram.sub(Tensor.eye(dtype, most)).norm() < 30 * eps);
      assertEquals(1, pca.explainedVarianceRatio().sum(), 30 * eps);
      // all components together lose nothing
      Tensor z = pca.transform(x);
      assertTrue(pca.inverseTransform(z).sub(x).norm() < 30 * eps * x.norm());
      // coordinates have mean 0, are uncorrelated, and their variances are those explained
      assertTrue(z.mean(0).norm() < 30 * eps * x.norm());
      Tensor covariance = z.transpose().matmul(z).divInPlace(m - 1.0);
      Tensor expected = Tensor.diag(pca.explainedVariance());
      assertTrue(covariance.sub(expected).norm() < 60 * eps * x.norm() * x.norm());
      for (Tensor row : rows(pca.components())) {
        assertTrue(row.max() >= -row.min(), "sign");
      }
    }
  }

  private static Tensor[] rows(Tensor a) {
    Tensor[] rows = new Tensor[(int) a.size(0)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = a.slice(Slice.at(i));
    }
    return rows;
  }

  @Test
  void fewerComponentsAreTheFirstOnes() {
    Tensor x = Tensor.of(TestMatrices.random(1, 30, 9));
    Pca all = Pca.fit(x, 9);
    Pca some = Pca.fit(x, 4);
    assertTrue(all.components().slice(Slice.to(4)).contentEquals(some.components()));
    assertTrue(all.explainedVariance().slice(Slice.to(4)).contentEquals(some.explainedVariance()));
    Tensor one = x.slice(Slice.at(5));
    assertEquals("(4)", some.transform(one).shape().toString());
    assertTrue(some.transform(one).allClose(some.transform(x).slice(Slice.at(5))));
    Tensor batch = x.copy().reshape(5, 6, 9);
    assertEquals("(5, 6, 4)", some.transform(batch).shape().toString());
    assertEquals("(5, 6, 9)", some.inverseTransform(some.transform(batch)).shape().toString());
  }

  /** A covariance matrix in F32 would not see the second component at all. */
  @Test
  void smallComponentsBesideLargeOnesAreKept() {
    Tensor x = Tensor.of(TestMatrices.random(1, 200, 2)).cast(DType.F32);
    x.slice(Slice.all(), Slice.at(1)).mulInPlace(1e-6);
    Pca pca = Pca.fit(x, 2);
    Tensor small = x.slice(Slice.all(), Slice.at(1));
    double deviation = small.sub(small.mean()).norm() / Math.sqrt(199);
    assertEquals(1, Math.sqrt(pca.explainedVariance().get(1)) / deviation, 0.02);
  }

  /** Far from the origin the mean's own rounding is as large as what is looked for. */
  @Test
  void samplesFarFromTheOrigin() {
    double[][] values = TestMatrices.random(2, 1000, 3);
    Tensor near = Tensor.of(values).cast(DType.F32).mulInPlace(4);
    near = near.cast(DType.I64).cast(DType.F32); // so that the shift is exact
    Tensor far = near.add(0x1p23);
    assertTrue(far.sub(0x1p23).contentEquals(near));
    Tensor expected = Pca.fit(near, 3).explainedVariance();
    Tensor found = Pca.fit(far, 3).explainedVariance();
    assertTrue(expected.allClose(found, 1e-5, 0), () -> expected + " but was " + found);
  }

  @Test
  void nearOverflowAndUnderflow() {
    Tensor x = Tensor.of(TestMatrices.random(3, 50, 4));
    Pca pca = Pca.fit(x, 4);
    for (double factor : new double[] {0x1p1021, 0x1p-1000}) {
      Pca scaled = Pca.fit(x.mul(factor), 4);
      assertTrue(scaled.components().contentEquals(pca.components()));
      assertTrue(scaled.mean().div(factor).contentEquals(pca.mean()));
      assertTrue(scaled.explainedVarianceRatio().contentEquals(pca.explainedVarianceRatio()));
    }
  }

  @Test
  void equalSamples() {
    Pca pca = Pca.fit(Tensor.full(DType.F64, 0.1, 5, 3), 2);
    assertArrayEquals(new double[2], pca.explainedVariance().toDoubleArray(), 1e-30);
    assertTrue(pca.explainedVarianceRatio().sum() <= 1);
    Tensor zero = Pca.fit(Tensor.zeros(DType.F64, 5, 3), 3).explainedVarianceRatio();
    assertArrayEquals(new double[3], zero.toDoubleArray());
  }

  @Test
  void theSameBitsForAnyThreadsAndLayouts() {
    Tensor x = Tensor.of(TestMatrices.random(4, 90, 120)).transpose();
    Pca pca = Pca.fit(x, 5);
    Pca copy = Pca.fit(x.copy(), 5);
    assertTrue(copy.components().contentEquals(pca.components()));
    EngineOptions options = EngineOptions.auto().withThreads(3);
    Pca threads = Engine.cpu(options).call(() -> Pca.fit(x, 5));
    assertTrue(threads.components().contentEquals(pca.components()));
    assertTrue(threads.mean().contentEquals(pca.mean()));
  }

  @Test
  void errorsSayWhatIsWrong() {
    Tensor x = Tensor.ones(DType.F64, 4, 3);
    assertTrue(message(Tensor.ones(DType.F64, 1, 3), 1).contains("1 sample in shape (1, 3)"));
    assertTrue(message(Tensor.ones(DType.F64, 0, 3), 1).contains("0 samples"));
    assertTrue(message(x, 0).contains("k is 0"));
    assertTrue(message(x, 4).contains("from 1 to 3"));
    assertTrue(message(Tensor.ones(DType.F64, 2, 3), 3).contains("from 1 to 2"));
    Tensor bad = x.copy();
    bad.set(Double.NaN, 2, 1);
    assertTrue(message(bad, 1).contains("(2, 1)"));
    assertThrows(ShapeException.class, () -> Pca.fit(Tensor.of(1, 2), 1));
    assertThrows(DTypeException.class, () -> Pca.fit(Tensor.ones(DType.U8, 3, 3), 1));
    Pca pca = Pca.fit(x, 2);
    Tensor wrong = Tensor.ones(DType.F64, 4, 4);
    assertTrue(
        assertThrows(ShapeException.class, () -> pca.transform(wrong))
            .getMessage()
            .contains("(..., 3)"));
    assertTrue(
        assertThrows(ShapeException.class, () -> pca.inverseTransform(x))
            .getMessage()
            .contains("(..., 2)"));
    assertThrows(ShapeException.class, () -> pca.transform(Tensor.scalar(DType.F64, 1)));
    assertThrows(DTypeException.class, () -> pca.transform(x.cast(DType.F32)));
  }

  private static String message(Tensor x, long k) {
    return assertThrows(IllegalArgumentException.class, () -> Pca.fit(x, k)).getMessage();
  }
}
