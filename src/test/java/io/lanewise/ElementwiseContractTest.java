package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.Machines.Machine;
import io.lanewise.kernel.scalar.DoubleErf;
import io.lanewise.kernel.scalar.DoubleLogistic;
import java.util.function.BiFunction;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Elementwise operations against the operation on each element, special values included. */
@Tag("contract")
class ElementwiseContractTest {
  private static final long[][] SHAPES = {
    {}, {0}, {1}, {7}, {3, 0, 2}, {1, 5, 1}, {13, 17}, {2, 3, 5, 7}, {1, 2, 1, 3, 2, 2}, {4099}
  };

  /** One operation in all its forms. */
  private enum Binary {
    ADD(0, Double::sum, Tensor::add, Tensor::add),
    SUB(0, (a, b) -> a - b, Tensor::sub, Tensor::sub),
    MUL(0, (a, b) -> a * b, Tensor::mul, Tensor::mul),
    DIV(0, (a, b) -> a / b, Tensor::div, Tensor::div),
    POW(Machines.ulps(2, 16), StrictMath::pow, Tensor::pow, Tensor::pow),
    MAX(0, Math::max, Tensor::maximum, Tensor::maximum),
    MIN(0, Math::min, Tensor::minimum, Tensor::minimum);

    final double ulps;
    final DoubleBinaryOperator function;
    final BiFunction<Tensor, Tensor, Tensor> tensors;
    final BiFunction<Tensor, Double, Tensor> scalar;

    Binary(
        double ulps,
        DoubleBinaryOperator function,
        BiFunction<Tensor, Tensor, Tensor> tensors,
        BiFunction<Tensor, Double, Tensor> scalar) {
      this.ulps = ulps;
      this.function = function;
      this.tensors = tensors;
      this.scalar = scalar;
    }

    Tensor into(Tensor a, Tensor b, Tensor dst) {
      return switch (this) {
        case ADD -> a.addInto(b, dst);
        case SUB -> a.subInto(b, dst);
        case MUL -> a.mulInto(b, dst);
        case DIV -> a.divInto(b, dst);
        case POW -> a.powInto(b, dst);
        case MAX -> a.maximumInto(b, dst);
        case MIN -> a.minimumInto(b, dst);
      };
    }

    Tensor into(Tensor a, double b, Tensor dst) {
      return switch (this) {
        case ADD -> a.addInto(b, dst);
        case SUB -> a.subInto(b, dst);
        case MUL -> a.mulInto(b, dst);
        case DIV -> a.divInto(b, dst);
        case POW -> a.powInto(b, dst);
        case MAX -> a.maximumInto(b, dst);
        case MIN -> a.minimumInto(b, dst);
      };
    }

    Tensor inPlace(Tensor a, Tensor b) {
      return switch (this) {
        case ADD -> a.addInPlace(b);
        case SUB -> a.subInPlace(b);
        case MUL -> a.mulInPlace(b);
        case DIV -> a.divInPlace(b);
        case POW -> a.powInPlace(b);
        case MAX -> a.maximumInPlace(b);
        case MIN -> a.minimumInPlace(b);
      };
    }

    Tensor inPlace(Tensor a, double b) {
      return switch (this) {
        case ADD -> a.addInPlace(b);
        case SUB -> a.subInPlace(b);
        case MUL -> a.mulInPlace(b);
        case DIV -> a.divInPlace(b);
        case POW -> a.powInPlace(b);
        case MAX -> a.maximumInPlace(b);
        case MIN -> a.minimumInPlace(b);
      };
    }
  }

  private enum Unary {
    NEG(0, x -> -x, Tensor::neg, Tensor::negInPlace, Tensor::negInto),
    ABS(0, Math::abs, Tensor::abs, Tensor::absInPlace, Tensor::absInto),
    SQRT(
        Machines.ulps(0, 1), // a power and a step of Newton's method
        Math::sqrt,
        Tensor::sqrt,
        Tensor::sqrtInPlace,
        Tensor::sqrtInto),
    EXP(Machines.ulps(2, 3), StrictMath::exp, Tensor::exp, Tensor::expInPlace, Tensor::expInto),
    LOG(Machines.ulps(2, 3), StrictMath::log, Tensor::log, Tensor::logInPlace, Tensor::logInto),
    TANH(
        Machines.ulps(2, 5), StrictMath::tanh, Tensor::tanh, Tensor::tanhInPlace, Tensor::tanhInto),
    SIGMOID(
        2, DoubleLogistic::sigmoid, Tensor::sigmoid, Tensor::sigmoidInPlace, Tensor::sigmoidInto),
    SILU(2, DoubleLogistic::silu, Tensor::silu, Tensor::siluInPlace, Tensor::siluInto),
    ERF(2, DoubleErf::erf, Tensor::erf, Tensor::erfInPlace, Tensor::erfInto),
    GELU(2, DoubleErf::gelu, Tensor::gelu, Tensor::geluInPlace, Tensor::geluInto),
    SIN(2, StrictMath::sin, Tensor::sin, Tensor::sinInPlace, Tensor::sinInto),
    COS(2, StrictMath::cos, Tensor::cos, Tensor::cosInPlace, Tensor::cosInto);

    final double ulps;
    final DoubleUnaryOperator function;
    final Function<Tensor, Tensor> fresh;
    final Function<Tensor, Tensor> inPlace;
    final BiFunction<Tensor, Tensor, Tensor> into;

    Unary(
        double ulps,
        DoubleUnaryOperator function,
        Function<Tensor, Tensor> fresh,
        Function<Tensor, Tensor> inPlace,
        BiFunction<Tensor, Tensor, Tensor> into) {
      this.ulps = ulps;
      this.function = function;
      this.fresh = fresh;
      this.inPlace = inPlace;
      this.into = into;
    }
  }

  private static void check(
      DType dtype, double ulps, DoubleUnaryOperator expected, Tensor actual, String what) {
    double[] values = Naive.values(actual);
    for (int i = 0; i < values.length; i++) {
      double wanted = expected.applyAsDouble(i);
      if (ulps == 0) {
        Naive.assertSame(Naive.round(dtype, wanted), values[i], what + " at " + i);
      } else {
        Naive.assertUlps(dtype, wanted, values[i], ulps, what + " at " + i);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypesAndLayouts")
  void unary(Machine machine, DType dtype, TensorLayout layout) {
    machine.engine().run(() -> unary(dtype, layout));
  }

  private static void unary(DType dtype, TensorLayout layout) {
    for (Unary op : Unary.values()) {
      for (long[] shape : SHAPES) {
        int n = (int) Shape.of(shape).elements();
        double[] values = Naive.special(dtype, 7 * n + op.ordinal(), n);
        Tensor x = layout.of(dtype, values, shape);
        double[] given = Naive.values(x);
        DoubleUnaryOperator expected = i -> op.function.applyAsDouble(given[(int) i]);
        String what = op + " of " + dtype + x.shape() + " " + layout;

        Tensor fresh = op.fresh.apply(x);
        assertEquals(x.shape(), fresh.shape());
        assertEquals(dtype, fresh.dtype());
        assertTrue(fresh.isContiguous());
        check(dtype, op.ulps, expected, fresh, what);
        Naive.assertSame(given, x, what + ": operand");
        for (TensorLayout target : TensorLayout.WRITABLE) {
          Tensor dst = target.empty(dtype, shape);
          assertSame(dst, op.into.apply(x, dst));
          check(dtype, op.ulps, expected, dst, what + " into " + target);
        }
        if (layout != TensorLayout.BROADCAST) {
          assertSame(x, op.inPlace.apply(x));
          check(dtype, op.ulps, expected, x, what + " in place");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypesAndLayouts")
  void binary(Machine machine, DType dtype, TensorLayout layout) {
    machine.engine().run(() -> binary(dtype, layout));
  }

  private static void binary(DType dtype, TensorLayout layout) {
    for (Binary op : Binary.values()) {
      for (long[] shape : SHAPES) {
        int n = (int) Shape.of(shape).elements();
        double[] right = Naive.special(dtype, 3 * n + 1, n);
        Tensor b = layout.of(dtype, right, shape);
        double[] bs = Naive.values(b);
        // The other operand has another layout, so that both strides differ.
        TensorLayout other =
            TensorLayout.values()[(layout.ordinal() + 2) % TensorLayout.values().length];
        Tensor a = other.of(dtype, Naive.special(dtype, 5 * n + op.ordinal(), n), shape);
        double[] as = Naive.values(a);
        DoubleUnaryOperator expected = i -> op.function.applyAsDouble(as[(int) i], bs[(int) i]);
        String what = op + " of " + dtype + a.shape() + " " + other + " and " + layout;

        check(dtype, op.ulps, expected, op.tensors.apply(a, b), what);
        Tensor dst = TensorLayout.TRANSPOSED.empty(dtype, shape);
        assertSame(dst, op.into(a, b, dst));
        check(dtype, op.ulps, expected, dst, what + " into");
        Naive.assertSame(as, a, what + ": left");
        Naive.assertSame(bs, b, what + ": right");
        if (other != TensorLayout.BROADCAST) {
          assertSame(a, op.inPlace(a, b));
          check(dtype, op.ulps, expected, a, what + " in place");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypesAndLayouts")
  void scalars(Machine machine, DType dtype, TensorLayout layout) {
    machine.engine().run(() -> scalars(dtype, layout));
  }

  private static void scalars(DType dtype, TensorLayout layout) {
    for (double scalar : new double[] {0.1, -2, 0, 1e300, Double.NaN, Double.NEGATIVE_INFINITY}) {
      double rounded = Naive.round(dtype, scalar);
      for (long[] shape : new long[][] {{}, {5}, {0}, {3, 41}, {1031}}) {
        int n = (int) Shape.of(shape).elements();
        Tensor x = layout.of(dtype, Naive.special(dtype, n, n), shape);
        double[] xs = Naive.values(x);
        for (Binary op : Binary.values()) {
          DoubleUnaryOperator expected = i -> op.function.applyAsDouble(xs[(int) i], rounded);
          String what = op + " of " + dtype + x.shape() + " " + layout + " and " + scalar;
          check(dtype, op.ulps, expected, op.scalar.apply(x, scalar), what);
          Tensor dst = TensorLayout.SLICED.empty(dtype, shape);
          check(dtype, op.ulps, expected, op.into(x, scalar, dst), what + " into");
          check(dtype, op.ulps, expected, op.inPlace(x.copy(), scalar), what + " in place");
        }
        String what = scalar + " on the left of " + dtype + x.shape() + " " + layout;
        check(dtype, 0, i -> rounded - xs[(int) i], x.rsub(scalar), what);
        check(dtype, 0, i -> rounded - xs[(int) i], x.copy().rsubInPlace(scalar), what);
        check(dtype, 0, i -> rounded / xs[(int) i], x.rdiv(scalar), what);
        check(dtype, 0, i -> rounded / xs[(int) i], x.copy().rdivInPlace(scalar), what);
        DoubleUnaryOperator power = i -> StrictMath.pow(rounded, xs[(int) i]);
        check(dtype, Binary.POW.ulps, power, x.rpow(scalar), what);
        check(dtype, Binary.POW.ulps, power, x.copy().rpowInPlace(scalar), what);
        Tensor dst = TensorLayout.REVERSED.empty(dtype, shape);
        check(dtype, 0, i -> rounded - xs[(int) i], x.rsubInto(scalar, dst), what);
        check(dtype, 0, i -> rounded / xs[(int) i], x.rdivInto(scalar, dst), what);
        check(dtype, Binary.POW.ulps, power, x.rpowInto(scalar, dst), what);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void operandsBroadcast(Machine machine, DType dtype) {
    long[][][] pairs = {
      {{3, 4}, {4}},
      {{4}, {3, 4}},
      {{3, 1}, {1, 5}},
      {{2, 1, 3}, {4, 1}},
      {{}, {2, 2}},
      {{5, 1}, {}},
      {{1}, {0}},
      {{2, 3, 4, 5}, {3, 1, 5}},
      {{64, 33}, {64, 1}},
      {{64, 33}, {33}}
    };
    machine
        .engine()
        .run(
            () -> {
              for (long[][] pair : pairs) {
                for (TensorLayout layout : TensorLayout.WRITABLE) {
                  Shape left = Shape.of(pair[0]);
                  Shape right = Shape.of(pair[1]);
                  Tensor a =
                      layout.of(dtype, Naive.random(dtype, 1, (int) left.elements()), pair[0]);
                  Tensor b =
                      layout.of(dtype, Naive.random(dtype, 2, (int) right.elements()), pair[1]);
                  Shape shape = left.broadcast(right, "test");
                  double[] expected = new double[(int) shape.elements()];
                  boolean[] smaller = new boolean[expected.length];
                  int[] at = {0};
                  Naive.forEach(
                      shape,
                      index -> {
                        double x = element(a, index);
                        double y = element(b, index);
                        smaller[at[0]] = x < y;
                        expected[at[0]++] = Naive.round(dtype, x - y);
                      });
                  String what = dtype + " " + left + " - " + right + " " + layout;
                  Tensor difference = a.sub(b);
                  assertEquals(shape, difference.shape());
                  Naive.assertSame(expected, difference, what);
                  Tensor dst = layout.empty(dtype, shape.toArray());
                  Naive.assertSame(expected, a.subInto(b, dst), what + " into");
                  if (shape.equals(left)) {
                    Naive.assertSame(expected, a.copy().subInPlace(b), what + " in place");
                  }
                  Tensor less = a.lt(b);
                  assertEquals(DType.BOOL, less.dtype());
                  at[0] = 0;
                  Naive.forEach(
                      shape,
                      index -> assertEquals(smaller[at[0]++] ? 1 : 0, less.get(index), what));
                }
              }
            });
  }

  private static double element(Tensor tensor, long[] index) {
    long[] own = new long[tensor.rank()];
    int shift = index.length - own.length;
    for (int axis = 0; axis < own.length; axis++) {
      own[axis] = tensor.size(axis) == 1 ? 0 : index[axis + shift];
    }
    return tensor.get(own);
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypesAndLayouts")
  void comparisonsAndWhere(Machine machine, DType dtype, TensorLayout layout) {
    machine.engine().run(() -> comparisonsAndWhere(dtype, layout));
  }

  private static void comparisonsAndWhere(DType dtype, TensorLayout layout) {
    for (long[] shape : SHAPES) {
      int n = (int) Shape.of(shape).elements();
      Tensor a = layout.of(dtype, Naive.special(dtype, n, n), shape);
      Tensor b = TensorLayout.OFFSET.of(dtype, Naive.special(dtype, n + 1, n), shape);
      double[] as = Naive.values(a);
      double[] bs = Naive.values(b);
      String what = dtype + Shape.of(shape).toString() + " " + layout;
      truth(n, i -> as[i] == bs[i], a.eq(b), "eq " + what);
      truth(n, i -> as[i] != bs[i], a.ne(b), "ne " + what);
      truth(n, i -> as[i] < bs[i], a.lt(b), "lt " + what);
      truth(n, i -> as[i] <= bs[i], a.le(b), "le " + what);
      truth(n, i -> as[i] > bs[i], a.gt(b), "gt " + what);
      truth(n, i -> as[i] >= bs[i], a.ge(b), "ge " + what);
      for (double value : new double[] {0, 0.1, Double.NaN, 1}) {
        truth(n, i -> as[i] == value, a.eq(value), "eq " + value + what);
        truth(n, i -> as[i] != value, a.ne(value), "ne " + value + what);
        truth(n, i -> as[i] < value, a.lt(value), "lt " + value + what);
        truth(n, i -> as[i] <= value, a.le(value), "le " + value + what);
        truth(n, i -> as[i] > value, a.gt(value), "gt " + value + what);
        truth(n, i -> as[i] >= value, a.ge(value), "ge " + value + what);
      }
      Tensor chosen = Tensor.where(a.lt(b), a, b);
      double[] smaller = new double[n];
      for (int i = 0; i < n; i++) {
        smaller[i] = as[i] < bs[i] ? as[i] : bs[i];
      }
      Naive.assertSame(smaller, chosen, "where " + what);
    }
  }

  @FunctionalInterface
  private interface Truth {
    boolean at(int i);
  }

  private static void truth(int n, Truth expected, Tensor actual, String what) {
    assertEquals(DType.BOOL, actual.dtype());
    double[] wanted = new double[n];
    boolean any = false;
    boolean all = true;
    for (int i = 0; i < n; i++) {
      wanted[i] = expected.at(i) ? 1 : 0;
      any |= expected.at(i);
      all &= expected.at(i);
    }
    Naive.assertSame(wanted, actual, what);
    assertEquals(any, actual.any(), what + " any");
    assertEquals(all, actual.all(), what + " all");
  }
}
