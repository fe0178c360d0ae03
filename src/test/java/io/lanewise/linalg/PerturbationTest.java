package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PerturbationTest {
  private static final Tensor ARTICLE = Tensor.of(new double[][] {{1000, 0.001}, {0.001, 0.001}});

  @Test
  void theArticlesMatrixIsOffByAHalfAndRarelyByHundreds() {
    Perturbation p = Perturbation.of(ARTICLE, Tensor.of(1, 1), 1e-6, 2000, 1);
    assertEquals(1.0e6, p.condition(), 10);
    assertEquals(Double.POSITIVE_INFINITY, p.bound()); // it can become singular
    assertEquals(0.53, p.median(), 0.06);
    double[] errors = p.errors().toDoubleArray();
    long hundreds = Arrays.stream(errors).filter(x -> x > 100).count();
    assertTrue(hundreds > 0 && hundreds < 40, "hundreds: " + hundreds);
    for (int i = 1; i < errors.length; i++) {
      assertTrue(errors[i] >= errors[i - 1]);
    }
    assertEquals(errors[1999], p.max());
    assertEquals(errors[0], p.quantile(0));
    assertEquals(errors[999], p.quantile(0.5));
    assertEquals(errors[1979], p.quantile(0.99));
    assertTrue(p.toString().startsWith("Perturbation[condition 1.0e+06, bound Infinity, median "));
  }

  @Test
  void theHistogramCountsAll() {
    Perturbation p = Perturbation.of(ARTICLE, Tensor.of(1, 1), 1e-6, 500, 1);
    Histogram histogram = p.histogram(8);
    assertEquals(500, Arrays.stream(histogram.counts().toLongArray()).sum());
    double[] edges = histogram.edges().toDoubleArray();
    assertEquals(9, edges.length);
    assertEquals(p.quantile(0), edges[0]);
    assertEquals(p.max(), edges[8]);
    long[] counts = histogram.counts().toLongArray();
    double[] errors = p.errors().toDoubleArray();
    for (int i = 0; i < 8; i++) {
      double low = edges[i];
      double high = i == 7 ? Double.POSITIVE_INFINITY : edges[i + 1];
      assertEquals(Arrays.stream(errors).filter(x -> x >= low && x < high).count(), counts[i]);
      assertEquals(edges[1] / edges[0], edges[i + 1] / edges[i], 1e-9);
    }
    String text = histogram.toString();
    assertEquals(8, text.lines().count());
    assertTrue(text.contains("#".repeat(50)) && !text.contains("#".repeat(51)), text);
    assertThrows(IllegalArgumentException.class, () -> p.histogram(0));
    Histogram odd = Histogram.logarithmic(new double[] {0, 0, Double.POSITIVE_INFINITY}, 3);
    assertEquals(3, Arrays.stream(odd.counts().toLongArray()).sum());
  }

  @Test
  void errorsStayBelowTheBound() {
    Tensor a = Tensor.randn(DType.F32, 3, 20, 20);
    Tensor b = Tensor.randn(DType.F32, 4, 20, 2);
    double relative = 1e-3 / Condition.of(a);
    Perturbation p = Perturbation.of(a, b, relative, 50, 9);
    assertTrue(p.bound() < 0.1, "" + p);
    assertTrue(p.max() <= p.bound(), "" + p);
    assertTrue(p.max() > p.bound() / 1000, "" + p);
    assertTrue(Perturbation.of(a, b, 0, 3, 9).max() == 0);
  }

  @Test
  void theSeedDecides() {
    Tensor b = Tensor.of(1, 1);
    Tensor errors = Perturbation.of(ARTICLE, b, 1e-6, 50, 5).errors();
    assertTrue(errors.contentEquals(Perturbation.of(ARTICLE, b, 1e-6, 50, 5).errors()));
    double[] other = Perturbation.of(ARTICLE, b, 1e-6, 50, 6).errors().toDoubleArray();
    for (double error : other) {
      assertFalse(Arrays.stream(errors.toDoubleArray()).anyMatch(x -> x == error));
    }
    double[] scaled =
        Perturbation.of(ARTICLE.mul(0x1p900), b, 1e-6, 50, 5).errors().toDoubleArray();
    for (int i = 0; i < scaled.length; i++) {
      assertEquals(errors.get(i), scaled[i], 1e-9 * scaled[i]);
    }
  }

  @Test
  void errors() {
    Tensor b = Tensor.of(1, 1);
    assertThrows(IllegalArgumentException.class, () -> Perturbation.of(ARTICLE, b, -1, 5, 1));
    assertThrows(
        IllegalArgumentException.class, () -> Perturbation.of(ARTICLE, b, Double.NaN, 5, 1));
    assertThrows(IllegalArgumentException.class, () -> Perturbation.of(ARTICLE, b, 1, 0, 1));
    assertThrows(
        SingularMatrixException.class,
        () -> Perturbation.of(Tensor.ones(DType.F64, 2, 2), b, 1e-3, 5, 1));
    assertThrows(
        ShapeException.class, () -> Perturbation.of(Tensor.zeros(DType.F64, 0, 0), b, 1e-3, 5, 1));
    assertThrows(ShapeException.class, () -> Perturbation.of(ARTICLE, Tensor.of(1.0), 1e-3, 5, 1));
    Perturbation p = Perturbation.of(ARTICLE, b, 1e-6, 5, 1);
    assertThrows(IllegalArgumentException.class, () -> p.quantile(1.1));
  }
}
