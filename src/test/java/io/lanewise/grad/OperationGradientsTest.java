package io.lanewise.grad;

import static io.lanewise.Slice.all;
import static io.lanewise.Slice.at;
import static io.lanewise.Slice.newAxis;
import static io.lanewise.Slice.range;
import static io.lanewise.grad.GradientChecks.check;
import static io.lanewise.grad.GradientChecks.positive;
import static io.lanewise.grad.GradientChecks.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.Activation;
import io.lanewise.DType;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation of Variable against central differences, first and second derivatives. */
class OperationGradientsTest {
  private static final long[][] SHAPES = {{}, {1}, {7}, {3, 4}, {2, 3, 2}, {0, 3}};

  /** Left and right. */
  private static final long[][][] BROADCASTS = {
    {{}, {}},
    {{5}, {5}},
    {{3, 4}, {3, 4}},
    {{3, 4}, {4}},
    {{4}, {3, 4}},
    {{3, 1}, {1, 4}},
    {{2, 3, 4}, {3, 1}},
    {{1, 1}, {2, 1, 3}},
    {{}, {2, 3}},
    {{2, 3}, {1}},
    {{0, 3}, {3}},
    {{2, 1}, {1, 0}}
  };

  private static final Map<String, UnaryOperator<Variable>> UNARY = new LinkedHashMap<>();
  private static final Map<String, BinaryOperator<Variable>> BINARY = new LinkedHashMap<>();

  static {
    UNARY.put("neg", Variable::neg);
    UNARY.put("abs", Variable::abs);
    UNARY.put("sqrt", Variable::sqrt);
    UNARY.put("exp", Variable::exp);
    UNARY.put("log", Variable::log);
    UNARY.put("tanh", Variable::tanh);
    UNARY.put("sigmoid", Variable::sigmoid);
    UNARY.put("silu", Variable::silu);
    UNARY.put("gelu", Variable::gelu);
    UNARY.put("erf", Variable::erf);
    UNARY.put("sin", Variable::sin);
    UNARY.put("cos", Variable::cos);
    UNARY.put("add number", x -> x.add(3));
    UNARY.put("sub number", x -> x.sub(3));
    UNARY.put("mul number", x -> x.mul(3));
    UNARY.put("div number", x -> x.div(3));
    UNARY.put("rsub number", x -> x.rsub(3));
    UNARY.put("rdiv number", x -> x.rdiv(3));
    UNARY.put("pow 0", x -> x.pow(0).mul(x));
    UNARY.put("pow 1", x -> x.pow(1));
    UNARY.put("pow 2", x -> x.pow(2));
    UNARY.put("pow 3.5", x -> x.pow(3.5));
    UNARY.put("pow -1", x -> x.pow(-1));
    UNARY.put("rpow", x -> x.rpow(3));
    UNARY.put("maximum number", x -> x.maximum(1.1));
    UNARY.put("minimum number", x -> x.minimum(1.1));
    UNARY.put("x x", x -> x.mul(x));
    UNARY.put("x / x", x -> x.div(x.add(x)));
    BINARY.put("add", Variable::add);
    BINARY.put("sub", Variable::sub);
    BINARY.put("mul", Variable::mul);
    BINARY.put("multiplyAdd", (a, b) -> a.multiplyAdd(b, a));
    BINARY.put("multiplyAdd of a sum", (a, b) -> b.multiplyAdd(b, a));
    BINARY.put("div", Variable::div);
    BINARY.put("pow", Variable::pow);
    BINARY.put("maximum", Variable::maximum);
    BINARY.put("minimum", Variable::minimum);
    BINARY.put("where", (a, b) -> Variable.where(a.value().lt(b.value()), a, b.mul(2)));
  }

  @Test
  void operationsOfOneOperand() {
    UNARY.forEach(
        (name, f) -> {
          for (long[] shape : SHAPES) {
            check(name, x -> f.apply(x[0]), positive(1, shape));
          }
          check(name, x -> f.apply(x[0]), positive(2, 4, 3).transpose());
          check(name, x -> f.apply(x[0].slice(all().step(-2))), positive(3, 5, 2));
        });
  }

  @Test
  void operationsOfTwoOperands() {
    BINARY.forEach(
        (name, f) -> {
          for (long[][] shapes : BROADCASTS) {
            check(name, x -> f.apply(x[0], x[1]), positive(1, shapes[0]), positive(2, shapes[1]));
          }
          check(name, x -> f.apply(x[0].transpose(), x[1]), positive(3, 4, 3), positive(4, 4));
        });
  }

  @Test
  void conditionsBroadcast() {
    Tensor condition = random(5, 3, 1).gt(0);
    check("where", x -> Variable.where(condition, x[0], x[1]), random(1, 4), random(2, 1));
  }

  @Test
  void reductions() {
    Map<String, UnaryOperator<Variable>> along = new LinkedHashMap<>();
    int[][] choices = {{}, {0}, {-1}, {1, 2}, {2, 0}, {0, 1, 2}};
    for (int[] axes : choices) {
      String text = java.util.Arrays.toString(axes);
      along.put("sum " + text, x -> x.sum(axes));
      along.put("mean " + text, x -> x.mean(axes));
      along.put("max " + text, x -> x.max(axes));
      along.put("min " + text, x -> x.min(axes));
      along.put("norm " + text, x -> x.norm(axes));
    }
    along.put("softmax 0", x -> x.softmax(0));
    along.put("softmax -1", x -> x.softmax(-1));
    along.put("logSoftmax 1", x -> x.logSoftmax(1));
    along.put("logSoftmax -1", x -> x.logSoftmax(-1));
    along.put("sumTo", x -> x.sumTo(3, 1));
    along.forEach(
        (name, f) -> {
          check(name, x -> f.apply(x[0]), random(1, 2, 3, 4));
          check(name, x -> f.apply(x[0].permute(2, 1, 0)), random(2, 4, 3, 2));
        });
    check("sum", x -> x[0].sum().add(x[0].mean()).add(x[0].max()).add(x[0].norm()), random(1));
    check("sum of nothing", x -> x[0].sum(1), random(1, 3, 0));
    check("sum of nothing", x -> x[0].sum(0), random(1, 3, 0));
  }

  @Test
  void equalsShareTheGradient() {
    Variable x = Variable.of(Tensor.of(3, 1, 3));
    assertArrayEquals(new double[] {.5, 0, .5}, x.max().backward().of(x).toDoubleArray());
    Variable y = Variable.of(Tensor.of(-1, 0, 1));
    assertArrayEquals(new double[] {0, .5, 1}, y.maximum(0).sum().backward().of(y).toDoubleArray());
    assertArrayEquals(new double[] {-1, 0, 1}, y.abs().sum().backward().of(y).toDoubleArray());
  }

  @Test
  void limitsAtZero() {
    Variable x = Variable.of(Tensor.of(0, 0));
    assertArrayEquals(new double[2], x.norm().backward().of(x).toDoubleArray());
    Variable a = Variable.of(Tensor.of(0, 2, 0));
    Variable b = Variable.of(Tensor.of(2, 0, 1));
    Gradients g = a.pow(b).sum().backward();
    assertArrayEquals(new double[] {0, 0, 1}, g.of(a).toDoubleArray());
    assertArrayEquals(new double[] {0, Math.log(2), 0}, g.of(b).toDoubleArray(), 1e-15);
  }

  @Test
  void views() {
    Map<String, UnaryOperator<Variable>> views = new LinkedHashMap<>();
    views.put("slice at", x -> x.slice(at(1)));
    views.put("slice -1", x -> x.slice(all(), at(-1), newAxis()));
    views.put("slice steps", x -> x.slice(range(0, 2), all().step(-2), Slice.from(1)));
    views.put("transpose", Variable::transpose);
    views.put("swapAxes", x -> x.swapAxes(0, -1));
    views.put("permute", x -> x.permute(2, 0, -2));
    views.put("reshape", x -> x.reshape(4, -1));
    views.put("reshape twice", x -> x.transpose().contiguous().reshape(3, 8).transpose());
    views.put("flatten", Variable::flatten);
    views.put("unsqueeze", x -> x.unsqueeze(1).unsqueeze(-1));
    views.put("squeeze", x -> x.unsqueeze(-2).squeeze(-2));
    views.put("broadcastTo", x -> x.slice(all(), range(1, 2)).broadcastTo(5, 2, 3, 4));
    views.put("diagonal", Variable::diagonal);
    views.put("contiguous", x -> x.transpose().contiguous());
    views.put("cast", x -> x.cast(DType.F64));
    views.put("diag", x -> Variable.diag(x.slice(at(0), at(0))));
    views.put("diag of a view", x -> Variable.diag(x.slice(at(0), all().step(-1), at(0))));
    views.put("parts", x -> x.slice(at(0)).mul(x.slice(at(1))));
    // Squares, since the second derivative of a view alone is nothing.
    views.forEach((name, f) -> check(name, x -> f.apply(x[0]).pow(2), random(1, 2, 3, 4)));
  }

  @Test
  void joining() {
    for (int axis : new int[] {0, 1, -1}) {
      check(
          "concat " + axis,
          x -> Variable.concat(axis, x[0], x[1], x[0]).pow(3),
          random(1, 2, 3),
          random(2, 2, 3));
      check(
          "stack " + axis,
          x -> Variable.stack(axis, x[0], x[1]).pow(3),
          random(1, 2, 3),
          random(2, 2, 3));
    }
    check("concat", x -> Variable.concat(0, x[0], x[1]).pow(3), random(1, 2, 3), random(2, 0, 3));
  }

  @Test
  void rowsByNumber() {
    Tensor ids = Tensor.of(new long[] {2, 0, 2, 1, 2, 0}).reshape(2, 3);
    check("takeRows", x -> x[0].takeRows(ids).pow(3), random(1, 4, 5));
    check("takeRows of a vector", x -> x[0].takeRows(ids).pow(3), random(1, 4));
    check("takeRows", x -> x[0].takeRows(ids.transpose()).pow(3), random(1, 4, 2, 3));
    check("pick", x -> x[0].pick(ids).pow(3), random(1, 2, 3, 4));
    check("pick", x -> x[0].pick(ids.cast(DType.U8)).pow(3), random(1, 4, 3, 2).permute(2, 1, 0));
    Variable x = Variable.of(random(1, 2, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> x.takeRows(ids));
    assertThrows(IndexOutOfBoundsException.class, () -> x.pick(Tensor.of(new long[] {0, -1})));
    assertThrows(ShapeException.class, () -> x.pick(ids));
  }

  @Test
  void products() {
    long[][][] shapes = {
      {{3, 4}, {4, 2}},
      {{4}, {4, 2}},
      {{3, 4}, {4}},
      {{2, 3, 4}, {4, 2}},
      {{2, 3, 4}, {4}},
      {{4}, {2, 4, 3}},
      {{3, 4}, {2, 4, 2}},
      {{2, 1, 3, 4}, {5, 4, 2}},
      {{5, 3, 4}, {1, 4, 2}},
      {{3, 0}, {0, 2}},
      {{0, 3}, {3, 2}},
      {{0, 2, 3}, {3, 2}},
      {{1, 1}, {1, 1}}
    };
    for (long[][] pair : shapes) {
      check("matmul", x -> x[0].matmul(x[1]).pow(2), random(1, pair[0]), random(2, pair[1]));
    }
    for (Activation activation : Activation.values()) {
      for (long[] shape : new long[][] {{4}, {3, 4}, {2, 3, 4}, {0, 4}}) {
        check(
            "affine " + activation,
            x -> x[0].affine(x[1], x[2], activation).pow(2),
            random(1, shape),
            random(2, 4, 2),
            random(3, 2));
      }
    }
    check(
        "affine", x -> x[0].affine(x[1], null, Activation.TANH), random(1, 3, 4), random(2, 4, 2));
    check("dot", x -> x[0].dot(x[1]).pow(2), random(1, 5), random(2, 5));
    check("x'x", x -> x[0].transpose().matmul(x[0]).pow(2), random(1, 3, 4));
    check(
        "views",
        x -> x[0].permute(1, 2, 0).matmul(x[1].slice(all().step(-1)).transpose()),
        random(1, 4, 2, 3),
        random(2, 2, 4));
  }

  @Test
  void constantsTakeNoPart() {
    Variable c = Variable.constant(random(9, 3, 4));
    check("constants", x -> x[0].matmul(c).add(c.sum(1).sum()).mul(c).div(c), random(1, 3, 3));
    assertFalse(c.add(c).isTracked());
  }

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F64"})
  void gradientsHaveTheTypeOfTheVariable(DType dtype) {
    DType other = dtype == DType.F32 ? DType.F64 : DType.F32;
    Variable x = Variable.of(Tensor.of(1, 2, 3).cast(dtype));
    Tensor gradient = x.cast(other).pow(2).sum().backward().of(x);
    assertEquals(dtype, gradient.dtype());
    assertArrayEquals(new double[] {2, 4, 6}, gradient.toDoubleArray());
    assertFalse(x.cast(DType.I64).isTracked());
  }

  /** Whoever adds an operation to Tensor adds it to Variable, and here. */
  @Test
  void everyOperationOfTensorIsThere() {
    Set<String> there = new HashSet<>();
    for (Method method : Variable.class.getMethods()) {
      there.add(method.getName());
    }
    Set<String> other =
        Set.of(
            // no functions of real numbers, or not of the elements
            "eq",
            "ne",
            "lt",
            "le",
            "gt",
            "ge",
            "any",
            "all",
            "argmax",
            "argmin",
            "allClose",
            "contentEquals",
            "get",
            "getLong",
            "set",
            "fill",
            "copy",
            "copyTo",
            "isContiguous",
            "isWritable",
            "sharesMemoryWith",
            "elements",
            "gemm",
            "copyFrom",
            "toDoubleArray",
            "toFloatArray",
            "toLongArray",
            "toDoubleMatrix",
            // creation
            "scalar",
            "zeros",
            "ones",
            "full",
            "empty",
            "eye",
            "arange",
            "linspace",
            "rand",
            "randn",
            "wrap");
    for (Method method : Tensor.class.getMethods()) {
      String name = method.getName();
      if (Modifier.isPublic(method.getModifiers())
          && method.getDeclaringClass() == Tensor.class
          && !name.endsWith("Into")
          && !name.endsWith("InPlace")
          && !other.contains(name)) {
        assertTrue(there.contains(name), name);
      }
    }
  }
}
