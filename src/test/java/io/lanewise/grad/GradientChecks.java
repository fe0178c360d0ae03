package io.lanewise.grad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Compares gradients with central differences in f64. Those err by h^2 f'''/6 and by eps f/h; with
 * h the cube root of eps both are near 1e-10 of what the functions here do.
 */
final class GradientChecks {
  private static final double STEP = 6e-6;
  private static final double TOLERANCE = 3e-8;

  /** A function of several variables. */
  interface Operation extends Function<Variable[], Variable> {}

  private GradientChecks() {}

  /** First and second derivatives. */
  static void check(String name, Operation f, Tensor... operands) {
    first(name, f, operands);
    second(name, f, operands);
  }

  static void first(String name, Operation f, Tensor... operands) {
    Variable[] x = variables(operands);
    Variable y = f.apply(x);
    Tensor weights = Tensor.randn(DType.F64, 77, y.shape().toArray());
    Gradients gradients = y.backward(weights, /* keepGraph= */ false);
    ToDoubleFunction<Tensor[]> value = at -> f.apply(variables(at)).value().mul(weights).sum();
    for (int i = 0; i < operands.length; i++) {
      Tensor gradient = gradients.of(x[i]);
      assertEquals(operands[i].shape(), gradient.shape(), name);
      compare(name + ", operand " + i, gradient, operands, i, value);
    }
  }

  static void second(String name, Operation f, Tensor... operands) {
    Variable[] x = variables(operands);
    Variable y = f.apply(x);
    Tensor weights = Tensor.randn(DType.F64, 77, y.shape().toArray());
    List<Tensor> directions = new ArrayList<>();
    for (Tensor operand : operands) {
      directions.add(Tensor.randn(DType.F64, 88 + directions.size(), operand.shape().toArray()));
    }
    Variable along = Variable.constant(Tensor.scalar(DType.F64, 0));
    List<Variable> first = y.gradients(weights, x);
    for (int i = 0; i < x.length; i++) {
      along = along.add(first.get(i).mul(Variable.constant(directions.get(i))).sum());
    }
    ToDoubleFunction<Tensor[]> value =
        at -> {
          Variable[] moved = variables(at);
          Gradients gradients = f.apply(moved).backward(weights, /* keepGraph= */ false);
          double sum = 0;
          for (int i = 0; i < moved.length; i++) {
            sum += gradients.of(moved[i]).mul(directions.get(i)).sum();
          }
          return sum;
        };
    assertEquals(
        value.applyAsDouble(operands), along.item(), 1e-12 * (1 + Math.abs(along.item())), name);
    List<Variable> second = along.gradients(x);
    for (int i = 0; i < operands.length; i++) {
      compare(name + ", second, operand " + i, second.get(i).value(), operands, i, value);
    }
  }

  private static void compare(
      String name, Tensor gradient, Tensor[] operands, int which, ToDoubleFunction<Tensor[]> f) {
    Tensor at = operands[which].copy();
    Tensor[] moved = operands.clone();
    moved[which] = at;
    double[] exact = gradient.contiguous().flatten().toDoubleArray();
    Tensor flat = at.flatten();
    double scale = 1;
    for (double element : exact) {
      scale = Math.max(scale, Math.abs(element));
    }
    for (int i = 0; i < exact.length; i++) {
      double x = flat.get(i);
      flat.set(x + STEP, i);
      double above = f.applyAsDouble(moved);
      flat.set(x - STEP, i);
      double below = f.applyAsDouble(moved);
      flat.set(x, i);
      double difference = (above - below) / (2 * STEP);
      assertTrue(
          Math.abs(difference - exact[i]) <= TOLERANCE * scale,
          name + ", element " + i + ": " + exact[i] + ", by differences " + difference);
    }
  }

  static Variable[] variables(Tensor... tensors) {
    Variable[] variables = new Variable[tensors.length];
    for (int i = 0; i < tensors.length; i++) {
      variables[i] = Variable.of(tensors[i]);
    }
    return variables;
  }

  static Tensor random(long seed, long... shape) {
    return Tensor.randn(DType.F64, seed, shape);
  }

  /** Between 0.5 and 2, away from where functions have poles and kinks. */
  static Tensor positive(long seed, long... shape) {
    return Tensor.rand(DType.F64, seed, shape).mul(1.5).add(.5);
  }
}
