package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.Machines.Machine;
import io.lanewise.io.Npz;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Errors of the elementary functions: in F64 against values with many digits, in F32 against F64
 * over every 9973rd number of the type. The bounds are those that {@code docs/design/functions.md}
 * states.
 */
@Tag("contract")
class FunctionsTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** A function, its bounds in units in the last place, and its values at special arguments. */
  private enum Function {
    EXP(1, 1, Tensor::exp, 0, INFINITY, 1, 1),
    LOG(1, 1, Tensor::log, Double.NaN, INFINITY, -INFINITY, -INFINITY),
    TANH(2, 2, Tensor::tanh, -1, 1, -0.0, 0),
    SIGMOID(1.5, 1.5, Tensor::sigmoid, 0, 1, 0.5, 0.5),
    SILU(2, 2, Tensor::silu, -0.0, INFINITY, -0.0, 0),
    ERF(1.5, 1.5, Tensor::erf, -1, 1, -0.0, 0),
    GELU(2, 2, Tensor::gelu, -0.0, INFINITY, -0.0, 0),
    SIN(2, 2, Tensor::sin, Double.NaN, Double.NaN, -0.0, 0),
    COS(2, 2, Tensor::cos, Double.NaN, Double.NaN, 1, 1);

    final double ulps32;
    final double ulps64;
    final UnaryOperator<Tensor> operation;

    /** At -infinity, infinity, -0 and 0. */
    final double[] special;

    Function(double ulps32, double ulps64, UnaryOperator<Tensor> operation, double... special) {
      this.ulps32 = ulps32;
      this.ulps64 = ulps64;
      this.operation = operation;
      this.special = special;
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#all")
  void doublesAgainstManyDigits(Machine machine) throws Exception {
    var file = Objects.requireNonNull(FunctionsTest.class.getResource("/functions/functions.npz"));
    Map<String, Tensor> known = Npz.read(Path.of(file.toURI()));
    for (Function function : Function.values()) {
      Tensor rows =
          Objects.requireNonNull(known.get(function.name().toLowerCase(java.util.Locale.ROOT)));
      Tensor x = rows.slice(Slice.all(), Slice.at(0)).contiguous();
      Tensor y = machine.engine().call(() -> function.operation.apply(x));
      double worst = 0;
      for (int i = 0; i < x.elements(); i++) {
        double value = rows.get(i, 1);
        double error = Math.abs(y.get(i) - value - rows.get(i, 2)) / Math.ulp(value);
        assertTrue(error <= function.ulps64, function + " of " + x.get(i) + ": " + error + " ulp");
        worst = Math.max(worst, error);
      }
      assertTrue(worst > 0.4, function + ": the largest error is " + worst + " ulp?");
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#all")
  void floatsAgainstDoubles(Machine machine) {
    int n = (int) ((1L << 32) / 9973);
    float[] all = new float[n];
    Random random = new Random(5);
    for (int i = 0; i < n; i++) {
      float any = Float.intBitsToFloat(i * 9973);
      all[i] = i % 2 == 0 ? any : (float) random.nextGaussian() * (1 + i % 40);
    }
    Tensor x = Tensor.of(all);
    Tensor wide = x.cast(DType.F64);
    for (Function function : Function.values()) {
      float[] got = machine.engine().call(() -> function.operation.apply(x)).toFloatArray();
      double[] expected =
          machine.engine().call(() -> function.operation.apply(wide)).toDoubleArray();
      for (int i = 0; i < n; i++) {
        float rounded = (float) expected[i];
        if (Float.isNaN(rounded) || Float.isInfinite(rounded)) {
          assertEquals(rounded, got[i], function + " of " + all[i]);
        } else {
          double error = Math.abs(got[i] - expected[i]) / Math.ulp(rounded);
          assertTrue(error <= function.ulps32, function + " of " + all[i] + ": " + error + " ulp");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void specialValues(Machine machine, DType dtype) {
    double[] at = {-INFINITY, INFINITY, -0.0, 0.0, Double.NaN};
    machine
        .engine()
        .run(
            () -> {
              for (Function function : Function.values()) {
                for (int length : new int[] {1, 5, 40}) {
                  for (int i = 0; i < at.length; i++) {
                    Tensor y = function.operation.apply(Tensor.full(dtype, at[i], length));
                    double wanted = i < 4 ? function.special[i] : Double.NaN;
                    String what = function + " of " + dtype + " " + at[i];
                    Naive.assertSame(wanted, y.get(0), what);
                    Naive.assertSame(wanted, y.get(length - 1), what);
                  }
                }
              }
            });
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void oddAndEven(Machine machine, DType dtype) {
    Tensor x = Tensor.randn(dtype, 3, 1000).mul(1e3).mul(Tensor.randn(dtype, 4, 1000).exp());
    machine
        .engine()
        .run(
            () -> {
              assertTrue(x.neg().sin().contentEquals(x.sin().neg()));
              assertTrue(x.neg().cos().contentEquals(x.cos()));
              assertTrue(x.neg().erf().contentEquals(x.erf().neg()));
              assertTrue(x.neg().tanh().contentEquals(x.tanh().neg()));
            });
  }

  /** One huge argument among small ones sends its vector through another path. */
  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void hugeArgumentsAmongSmallOnes(Machine machine, DType dtype) {
    double[] values = Naive.random(dtype, 8, 70);
    for (int i = 0; i < values.length; i += 9) {
      values[i] = Naive.round(dtype, values[i] * 1e30);
    }
    Tensor x = Tensor.of(values).cast(dtype);
    machine
        .engine()
        .run(
            () -> {
              for (int i = 0; i < values.length; i++) {
                Naive.assertUlps(dtype, StrictMath.sin(values[i]), x.sin().get(i), 2, "sin");
                Naive.assertUlps(dtype, StrictMath.cos(values[i]), x.cos().get(i), 2, "cos");
              }
              Tensor own = x.copy();
              assertTrue(own.sinInPlace().contentEquals(x.sin()));
            });
  }
}
