package io.lanewise.grad;

import static io.lanewise.grad.GradientChecks.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import org.junit.jupiter.api.Test;

class DerivativesTest {
  /** {@code x' A x + x1 x2 x3}, whose Hessian is A + A' and three more elements. */
  private static Variable cubic(Tensor a, Variable x) {
    Variable product =
        x.slice(io.lanewise.Slice.at(0))
            .mul(x.slice(io.lanewise.Slice.at(1)))
            .mul(x.slice(io.lanewise.Slice.at(2)));
    return x.dot(Variable.constant(a).matmul(x)).add(product);
  }

  @Test
  void hessianOfAPolynomial() {
    Tensor a = random(1, 3, 3);
    Tensor x = Tensor.of(2, 3, 5);
    Tensor expected = a.add(a.transpose());
    Tensor rest = Tensor.of(new double[][] {{0, 5, 3}, {5, 0, 2}, {3, 2, 0}});
    Tensor hessian = Derivatives.hessian(v -> cubic(a, v), x);
    assertTrue(hessian.allClose(expected.add(rest), 1e-14, 1e-14), hessian.toString());
    Tensor v = random(2, 3);
    assertTrue(
        Derivatives.hessianVector(u -> cubic(a, u), x, v)
            .allClose(hessian.matmul(v), 1e-13, 1e-13));
    Tensor gradient = a.add(a.transpose()).matmul(x).add(Tensor.of(15, 10, 6));
    assertTrue(Derivatives.gradient(u -> cubic(a, u), x).allClose(gradient, 1e-13, 1e-13));
  }

  @Test
  void jacobianAndItsProducts() {
    Tensor m = random(1, 4, 3);
    Tensor x = random(2, 3, 2);
    Tensor jacobian = Derivatives.jacobian(v -> Variable.constant(m).matmul(v).tanh(), x);
    assertEquals(Shape.of(4, 2, 3, 2), jacobian.shape());
    Tensor y = m.matmul(x).tanh();
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 2; j++) {
        for (int k = 0; k < 3; k++) {
          for (int l = 0; l < 2; l++) {
            double expected = j == l ? (1 - y.get(i, j) * y.get(i, j)) * m.get(i, k) : 0;
            assertEquals(expected, jacobian.get(i, j, k, l), 1e-14);
          }
        }
      }
    }
    Tensor matrix = jacobian.reshape(8, 6);
    Tensor v = random(3, 3, 2);
    Tensor u = random(4, 4, 2);
    Tensor forward = Derivatives.jacobianVector(w -> Variable.constant(m).matmul(w).tanh(), x, v);
    assertTrue(forward.allClose(matrix.matmul(v.flatten()).reshape(4, 2), 1e-13, 1e-13));
    Tensor back = Derivatives.vectorJacobian(w -> Variable.constant(m).matmul(w).tanh(), x, u);
    assertTrue(back.allClose(matrix.transpose().matmul(u.flatten()).reshape(3, 2), 1e-13, 1e-13));
  }

  @Test
  void constantAndLinearFunctions() {
    Tensor x = Tensor.of(1, 2);
    Variable c = Variable.constant(Tensor.of(3, 4));
    assertArrayEquals(new double[2], Derivatives.gradient(v -> c.sum(), x).toDoubleArray());
    assertArrayEquals(new double[4], Derivatives.jacobian(v -> c, x).toDoubleArray());
    assertArrayEquals(new double[4], Derivatives.hessian(v -> v.sum(), x).toDoubleArray());
    assertArrayEquals(
        new double[2], Derivatives.hessianVector(v -> v.dot(c), x, x).toDoubleArray());
    assertArrayEquals(new double[2], Derivatives.jacobianVector(v -> c, x, x).toDoubleArray());
    assertArrayEquals(new double[2], Derivatives.vectorJacobian(v -> c, x, x).toDoubleArray());
    assertArrayEquals(
        new double[] {2, 0, 0, 2},
        Derivatives.hessian(v -> v.mul(v).sum(), x.cast(DType.F32)).toDoubleArray());
  }

  @Test
  void wrongShapes() {
    Tensor x = Tensor.of(1, 2);
    assertThrows(ShapeException.class, () -> Derivatives.gradient(v -> v, x));
    assertThrows(ShapeException.class, () -> Derivatives.hessian(v -> v, x));
    assertThrows(
        ShapeException.class, () -> Derivatives.hessianVector(v -> v.sum(), x, Tensor.of(1)));
    assertThrows(ShapeException.class, () -> Derivatives.vectorJacobian(v -> v, x, Tensor.of(1)));
  }
}
