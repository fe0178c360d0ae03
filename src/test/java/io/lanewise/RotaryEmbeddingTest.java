package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.nn.RotaryEmbedding;
import io.lanewise.nn.RotaryEmbedding.Pairs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RotaryEmbeddingTest {

  @ParameterizedTest
  @EnumSource
  void rotatesPairs(Pairs pairs) {
    for (DType dtype : new DType[] {DType.F32, DType.F64}) {
      RotaryEmbedding embedding = RotaryEmbedding.of(dtype, 6, 500, 100, pairs);
      Tensor x = Tensor.randn(dtype, 1, 2, 7, 6);
      Tensor y = embedding.rotate(x, 490);
      double eps = dtype.epsilon();
      for (int row = 0; row < 14; row++) {
        for (int i = 0; i < 3; i++) {
          long first = pairs == Pairs.HALVES ? i : 2L * i;
          long second = pairs == Pairs.HALVES ? i + 3L : 2L * i + 1;
          double a = x.get(row / 7, row % 7, first);
          double b = x.get(row / 7, row % 7, second);
          double angle = (490 + row % 7) * Math.pow(100, -i / 3.0);
          double bound = 3 * eps * Math.hypot(a, b) + 1e-13;
          assertEquals(
              a * Math.cos(angle) - b * Math.sin(angle), y.get(row / 7, row % 7, first), bound);
          assertEquals(
              b * Math.cos(angle) + a * Math.sin(angle), y.get(row / 7, row % 7, second), bound);
        }
      }
      Tensor own = x.copy();
      assertTrue(embedding.rotateInPlace(own, 490).contentEquals(y));
    }
  }

  /** What it is for: products depend on differences of positions alone. */
  @ParameterizedTest
  @EnumSource
  void productsDependOnDifferences(Pairs pairs) {
    RotaryEmbedding embedding = RotaryEmbedding.of(DType.F64, 16, 2000, 10000, pairs);
    Tensor q = Tensor.randn(DType.F64, 1, 1, 16);
    Tensor k = Tensor.randn(DType.F64, 2, 1, 16);
    double near = embedding.rotate(q, 9).flatten().dot(embedding.rotate(k, 4).flatten());
    double far = embedding.rotate(q, 1905).flatten().dot(embedding.rotate(k, 1900).flatten());
    assertEquals(near, far, 1e-11);
    assertEquals(q.norm(), embedding.rotate(q, 1234).norm(), 1e-14);
    assertTrue(embedding.rotate(q, 0).contentEquals(q));
  }

  @Test
  void errors() {
    RotaryEmbedding embedding = RotaryEmbedding.of(DType.F32, 4, 10);
    Tensor x = Tensor.zeros(DType.F32, 3, 4);
    assertEquals(x.shape(), embedding.rotate(x, 7).shape());
    assertThrows(ShapeException.class, () -> embedding.rotate(x, 8));
    assertThrows(ShapeException.class, () -> embedding.rotate(x, -1));
    assertThrows(ShapeException.class, () -> embedding.rotate(Tensor.zeros(DType.F32, 3, 6), 0));
    assertThrows(DTypeException.class, () -> embedding.rotate(x.cast(DType.F64), 0));
    assertThrows(IllegalArgumentException.class, () -> RotaryEmbedding.of(DType.F32, 3, 10));
    assertThrows(DTypeException.class, () -> RotaryEmbedding.of(DType.BF16, 4, 10));
  }
}
