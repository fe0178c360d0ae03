package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepSizeTest {

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void diagonal(DType dtype) {
    StepSize step = StepSize.forQuadratic(Tensor.of(new double[][] {{4, 0}, {0, 1}}).cast(dtype));
    assertEquals(4, step.largest());
    assertEquals(1, step.smallest());
    assertEquals(0.5, step.limit());
    assertEquals(0.4, step.optimal(), 1e-15);
    assertEquals(0.6, step.rate(), 1e-15);
    assertEquals("StepSize[limit 0.500, optimal 0.400, rate 0.600]", step.toString());
  }

  /**
   * Gradient descent does what is said of it: below, at and above the limit, and at the optimum.
   */
  @Test
  void gradientDescentBehavesAsSaid() {
    double[] values = {9, 5, 2, 0.5};
    Tensor h = Tensor.of(TestMatrices.withEigenvalues(3, values));
    StepSize step = StepSize.forQuadratic(h);
    assertEquals(2 / 9.0, step.limit(), 1e-15);
    assertEquals(2 / 9.5, step.optimal(), 1e-15);
    Tensor start = SymmetricEigen.of(h).vectors().sum(1); // a part in every direction
    double begin = start.norm();
    int steps = 200;
    assertTrue(descend(h, start, 0.99 * step.limit(), steps) < 0.05 * begin);
    assertTrue(descend(h, start, 1.01 * step.limit(), steps) > 5 * begin);
    assertEquals(1, descend(h, start, step.limit(), steps), 1e-9); // its part alone is left
    double[] left = new double[2];
    left[0] = descend(h, start, step.optimal(), 20);
    left[1] = descend(h, start, step.optimal(), 21);
    assertEquals(step.rate(), left[1] / left[0], 1e-3);
    for (double other : new double[] {0.95, 1.02}) {
      assertTrue(
          descend(h, start, other * step.optimal(), 60) > descend(h, start, step.optimal(), 60));
    }
  }

  private static double descend(Tensor h, Tensor start, double size, int steps) {
    Tensor x = start.copy();
    for (int i = 0; i < steps; i++) {
      x.subInPlace(h.matmul(x).mulInPlace(size));
    }
    return x.norm();
  }

  @Test
  void flatDirectionsAreLeftOut() {
    Tensor h = Tensor.of(TestMatrices.withEigenvalues(1, 8, 2, 0, 0));
    StepSize step = StepSize.forQuadratic(h);
    assertEquals(2, step.smallest(), 1e-14);
    assertEquals(0.2, step.optimal(), 1e-15);
    StepSize ones = StepSize.forQuadratic(Tensor.ones(DType.F32, 5, 5));
    assertEquals(0.4, ones.limit(), 1e-6);
    assertEquals(0, ones.rate(), 1e-6);
  }

  @Test
  void extremeSizes() {
    for (double size : new double[] {1e300, 1e-300}) {
      StepSize step = StepSize.forQuadratic(Tensor.of(new double[][] {{size, 0}, {0, size / 2}}));
      assertEquals(1, step.limit() * size / 2, 1e-15);
      assertEquals(1, step.optimal() * size * 0.75, 1e-15);
      assertEquals(1.0 / 3, step.rate(), 1e-15);
    }
    Tensor huge = Tensor.of(new double[][] {{Double.MAX_VALUE, 0}, {0, Double.MAX_VALUE / 2}});
    assertEquals(4.0 / 3 / Double.MAX_VALUE, StepSize.forQuadratic(huge).optimal(), 1e-322);
  }

  @Test
  void errorsSayWhatIsWrong() {
    String saddle = message(new double[][] {{1, 0}, {0, -3}});
    assertTrue(saddle.contains("-3.0") && saddle.contains("no step size"), saddle);
    assertTrue(message(new double[3][3]).contains("zero"));
    assertTrue(message(new double[][] {{1, 2}, {3, 4}}).contains("not symmetric"));
    assertTrue(message(new double[][] {{1, Double.NaN}, {3, 4}}).contains("(0, 1)"));
    Tensor wide = Tensor.ones(DType.F64, 2, 3);
    assertThrows(ShapeException.class, () -> StepSize.forQuadratic(wide));
    Tensor none = Tensor.ones(DType.F64, 0, 0);
    assertThrows(ShapeException.class, () -> StepSize.forQuadratic(none));
  }

  private static String message(double[][] hessian) {
    Tensor h = Tensor.of(hessian);
    return assertThrows(IllegalArgumentException.class, () -> StepSize.forQuadratic(h))
        .getMessage();
  }
}
