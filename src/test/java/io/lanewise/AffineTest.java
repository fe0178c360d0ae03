package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bias and activation in the product's last pass: the bits of separate operations. */
class AffineTest {
  private static final long[][] SHAPES = {
    {1, 3, 5},
    {5, 3, 1},
    {2, 1, 3},
    {7, 9, 17},
    {9, 300, 31},
    {64, 64, 64},
    {200, 600, 150},
    {3, 0, 4}
  };

  @ParameterizedTest
  @EnumSource(Activation.class)
  void sameBitsAsSeparateOperations(Activation activation) {
    for (DType dtype : new DType[] {DType.F32, DType.F64}) {
      for (long[] shape : SHAPES) {
        Tensor a = Tensor.randn(dtype, 1, shape[0], shape[1]);
        Tensor b = Tensor.randn(dtype, 2, shape[1], shape[2]);
        Tensor bias = Tensor.randn(dtype, 3, shape[2]);
        Tensor expected = apply(activation, a.matmul(b).add(bias));
        String what = dtype + " " + a.shape() + b.shape();
        assertTrue(a.affine(b, bias, activation).contentEquals(expected), what);
        Tensor columns = Tensor.zeros(dtype, shape[2], shape[0]).transpose();
        assertTrue(a.affineInto(b, bias, activation, columns).contentEquals(expected), what);
        Tensor stepped = Tensor.zeros(dtype, 2 * shape[2]).slice(Slice.range(0, 2 * shape[2], 2));
        stepped.copyFrom(bias);
        assertTrue(a.affine(b, stepped, activation).contentEquals(expected), what);
        assertTrue(a.affine(b, activation).contentEquals(apply(activation, a.matmul(b))), what);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void batchesAndOldContents(Activation activation) {
    Tensor a = Tensor.randn(DType.F32, 1, 3, 20, 30);
    Tensor b = Tensor.randn(DType.F32, 2, 30, 40);
    Tensor bias = Tensor.randn(DType.F32, 3, 40);
    Tensor c = Tensor.randn(DType.F32, 4, 3, 20, 40);
    Tensor expected = c.copy();
    Tensor.gemm(0.5, a, b, -2, expected);
    expected = apply(activation, expected.addInPlace(bias));
    assertTrue(Tensor.gemm(0.5, a, b, -2, c, bias, activation).contentEquals(expected));
    Tensor many = Tensor.randn(DType.F32, 5, 3, 30, 40);
    assertTrue(
        a.affine(many, bias, activation)
            .contentEquals(apply(activation, a.matmul(many).add(bias))));
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void aBiasThatIsPartOfTheResult(Activation activation) {
    Tensor a = Tensor.randn(DType.F64, 1, 6, 5);
    Tensor b = Tensor.randn(DType.F64, 2, 5, 7);
    Tensor c = Tensor.randn(DType.F64, 3, 6, 7);
    Tensor bias = c.slice(Slice.at(2));
    Tensor expected = apply(activation, a.matmul(b).add(bias.copy()));
    assertTrue(a.affineInto(b, bias, activation, c).contentEquals(expected));
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void whatDoesNotFit(Activation activation) {
    Tensor a = Tensor.ones(DType.F32, 2, 3);
    Tensor b = Tensor.ones(DType.F32, 3, 4);
    ShapeException wrong =
        assertThrows(
            ShapeException.class, () -> a.affine(b, Tensor.ones(DType.F32, 3), activation));
    assertEquals(
        "affine: (2, 3) @ (3, 4) with a bias of shape (3): it must be a vector as long as a row of"
            + " the result",
        wrong.getMessage());
    assertThrows(ShapeException.class, () -> a.affine(b, Tensor.ones(DType.F32, 1, 4), activation));
    assertThrows(DTypeException.class, () -> a.affine(b, Tensor.ones(DType.F64, 4), activation));
    assertThrows(
        ShapeException.class,
        () -> a.affine(Tensor.ones(DType.F32, 3), Tensor.ones(DType.F32, 2), activation));
  }

  private static Tensor apply(Activation activation, Tensor x) {
    return switch (activation) {
      case NONE -> x;
      case RELU -> x.maximum(0);
      case GELU -> x.gelu();
      case SILU -> x.silu();
      case SIGMOID -> x.sigmoid();
      case TANH -> x.tanh();
    };
  }
}
