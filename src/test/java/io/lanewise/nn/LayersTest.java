package io.lanewise.nn;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import io.lanewise.grad.Derivatives;
import io.lanewise.grad.Variable;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Layers against formulas and central differences, also where blocks of rows end. */
class LayersTest {
  private static Tensor random(long seed, long... shape) {
    return Tensor.randn(DType.F64, seed, shape);
  }

  /** First derivatives by the quick rules, second ones by the compositions. */
  private static void check(String name, UnaryOperator<Variable> f, Tensor x) {
    Tensor weights = random(70, f.apply(Variable.constant(x)).shape().toArray());
    UnaryOperator<Variable> number = v -> f.apply(v).mul(Variable.constant(weights)).sum();
    Tensor direction = random(71, x.shape().toArray());
    double h = 1e-5;
    Tensor above = x.add(direction.mul(h));
    Tensor below = x.sub(direction.mul(h));
    Tensor gradient = Derivatives.gradient(number, x);
    double along = gradient.mul(direction).sum();
    double difference =
        (number.apply(Variable.constant(above)).item()
                - number.apply(Variable.constant(below)).item())
            / (2 * h);
    assertEquals(difference, along, 1e-7 * (1 + gradient.norm()), name);
    Tensor second = Derivatives.hessianVector(number, x, direction);
    Tensor byDifferences =
        Derivatives.gradient(number, above).sub(Derivatives.gradient(number, below)).div(2 * h);
    double off = second.sub(byDifferences).norm();
    assertTrue(off <= 1e-7 * (1 + second.norm()), name + ": " + off);
  }

  @Test
  void derivatives() {
    LayerNorm norm = LayerNorm.of(random(1, 6), random(2, 6));
    RmsNorm rms = RmsNorm.of(random(3, 6));
    Linear linear = Linear.of(random(4, 6, 5), random(5, 5));
    Linear factors = Linear.ofFactors(random(6, 6, 2), random(7, 2, 5), random(8, 5));
    SwiGlu gated = SwiGlu.random(DType.F64, 6, 9, .5, 9);
    Map<String, UnaryOperator<Variable>> layers =
        Map.of(
            "norm", norm::apply,
            "rms", rms::apply,
            "linear", linear::apply,
            "factors", factors::apply,
            "gated", gated::apply,
            "gelu", Activations::gelu,
            "silu", Variable::silu,
            "dropout", x -> Dropout.apply(x.mul(x), .4, 3));
    for (long[] shape : new long[][] {{6}, {1, 6}, {7, 6}, {2, 3, 6}}) {
      layers.forEach((name, f) -> check(name, f, random(20, shape)));
    }
    layers.forEach((name, f) -> check(name, f, random(21, 6, 3).transpose()));
    check("norm, blocks", norm::apply, random(22, 5003, 6));
    check("gelu, blocks", Activations::gelu, random(23, 40_001));
    SelfAttention attention =
        SelfAttention.of(
            Linear.of(random(30, 8, 24), random(31, 24)), Linear.of(random(32, 8, 8), null), 2);
    check("attention", attention::apply, random(24, 3, 5, 8));
    check("attention", attention::apply, random(25, 1, 1, 8));
    Tensor targets = Tensor.of(new long[] {0, 4, 2, 2, 1, 3}).reshape(2, 3);
    check("cross entropy", x -> Losses.crossEntropy(x, targets), random(26, 2, 3, 5).mul(3));
    Tensor many = Tensor.rand(DType.F64, 9, 5003).mul(7).cast(DType.I64);
    check("cross entropy, blocks", x -> Losses.crossEntropy(x, many), random(27, 5003, 7));
  }

  @Test
  void parametersHaveDerivatives() {
    Tensor x = random(1, 4, 6);
    check("norm gain", w -> norm(w, x), random(2, 6));
    Linear linear = Linear.of(random(4, 6, 5), random(5, 5));
    Variable y = linear.apply(Variable.constant(x)).sum();
    Variable bias = requireNonNull(linear.parameters().get("bias"));
    assertEquals(4, y.backward().of(bias).get(2), 1e-12);
  }

  /** By the parameters alone, through the layer's own rule. */
  private static Variable norm(Variable gain, Tensor x) {
    Variable one = Variable.constant(Tensor.ones(DType.F64, 6));
    LayerNorm plain = LayerNorm.of(DType.F64, 6);
    return plain.apply(Variable.constant(x)).mul(gain).mul(one);
  }

  @Test
  void attentionIsThatOfTensors() {
    Tensor joint = random(1, 8, 24);
    SelfAttention attention =
        SelfAttention.of(Linear.of(joint, null), Linear.of(Tensor.eye(DType.F64, 8), null), 2);
    Tensor x = random(2, 3, 5, 8);
    Tensor qkv = x.matmul(joint);
    Tensor[] parts = new Tensor[3];
    for (int i = 0; i < 3; i++) {
      parts[i] =
          qkv.slice(
                  io.lanewise.Slice.all(),
                  io.lanewise.Slice.all(),
                  io.lanewise.Slice.range(8L * i, 8L * i + 8))
              .reshape(3, 5, 2, 4)
              .swapAxes(1, 2);
    }
    Tensor expected =
        Attention.scaledDotProduct(
                parts[0], parts[1], parts[2], AttentionOptions.auto().withCausal(true))
            .swapAxes(1, 2)
            .contiguous()
            .reshape(3, 5, 8);
    Tensor found = attention.apply(Variable.constant(x)).value();
    assertTrue(found.allClose(expected, 1e-12, 1e-12));
  }

  @Test
  void crossEntropyOfEqualScores() {
    Variable equal = Variable.constant(Tensor.full(DType.F32, 1000, 3, 256));
    double loss = Losses.crossEntropy(equal, Tensor.of(new long[] {0, 7, 255})).item();
    assertEquals(Math.log(256), loss, 1e-6);
    Variable sure = Variable.constant(Tensor.of(new double[][] {{1000, 0}}));
    assertEquals(0, Losses.crossEntropy(sure, Tensor.of(new long[] {0})).item());
    assertEquals(1000, Losses.crossEntropy(sure, Tensor.of(new long[] {1})).item());
  }

  @Test
  void geluByTable() {
    // From the exact x Phi(x), which the formula approaches to 5e-4.
    double[] exact = {-0.00404969, -0.15865525, 0, 0.84134475, 2.99595031};
    Tensor y = Activations.gelu(Variable.constant(Tensor.of(-3, -1, 0, 1, 3))).value();
    for (int i = 0; i < 5; i++) {
      assertEquals(exact[i], y.get(i), 5e-4);
    }
  }

  @Test
  void dropoutKeepsTheMean() {
    Variable ones = Variable.constant(Tensor.ones(DType.F32, 100_000));
    Tensor dropped = Dropout.apply(ones, .25, 7).value();
    assertEquals(1, dropped.mean(), .01);
    assertEquals(.25, dropped.eq(0).cast(DType.F32).mean(), .01);
    assertTrue(dropped.contentEquals(Dropout.apply(ones, .25, 7).value()));
    assertThrows(IllegalArgumentException.class, () -> Dropout.apply(ones, 1, 7));
  }

  @Test
  void namesAreThoseOfGpt2() {
    Gpt gpt = Gpt.random(DType.F32, new GptOptions(16, 4, 8, 1, 2), 1);
    assertEquals(
        List.of(
            "wte.weight",
            "wpe.weight",
            "h.0.ln_1.weight",
            "h.0.ln_1.bias",
            "h.0.attn.c_attn.weight",
            "h.0.attn.c_attn.bias",
            "h.0.attn.c_proj.weight",
            "h.0.attn.c_proj.bias",
            "h.0.ln_2.weight",
            "h.0.ln_2.bias",
            "h.0.mlp.c_fc.weight",
            "h.0.mlp.c_fc.bias",
            "h.0.mlp.c_proj.weight",
            "h.0.mlp.c_proj.bias",
            "ln_f.weight",
            "ln_f.bias"),
        List.copyOf(gpt.parameters().keySet()));
    assertEquals(
        Shape.of(8, 24), requireNonNull(gpt.parameters().get("h.0.attn.c_attn.weight")).shape());
  }

  @Test
  void wrongShapes() {
    Variable x = Variable.constant(random(1, 3, 5));
    assertThrows(ShapeException.class, () -> LayerNorm.of(DType.F64, 4).apply(x));
    assertThrows(ShapeException.class, () -> Linear.of(random(1, 4, 2), null).apply(x));
    assertThrows(ShapeException.class, () -> Linear.of(random(1, 4, 2), random(2, 4)));
    assertThrows(
        ShapeException.class, () -> Linear.ofFactors(random(1, 4, 2), random(1, 3, 2), null));
    assertThrows(ShapeException.class, () -> Losses.crossEntropy(x, Tensor.of(new long[] {1, 2})));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> Losses.crossEntropy(x, Tensor.of(new long[] {1, 2, 5})));
    assertThrows(IllegalArgumentException.class, () -> GptOptions.auto().withWidth(10, 3));
  }
}
