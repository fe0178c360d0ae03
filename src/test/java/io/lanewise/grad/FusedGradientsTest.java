package io.lanewise.grad;

import static io.lanewise.grad.GradientChecks.check;
import static io.lanewise.grad.GradientChecks.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.internal.Internal;
import io.lanewise.nn.Activations;
import io.lanewise.nn.Attention;
import io.lanewise.nn.AttentionOptions;
import io.lanewise.nn.Normalization;
import io.lanewise.nn.RotaryEmbedding;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Operations of {@code nn} with a backward pass of their own. */
@Tag("contract")
class FusedGradientsTest {
  private static final AttentionOptions AUTO = AttentionOptions.auto();
  private static final AttentionOptions CAUSAL = AUTO.withCausal(true);

  /** An engine whose backend has none of the fused forms. */
  private static final Engine PLAIN = plain();

  private static Engine plain() {
    Set<String> none =
        Set.of(
            "attention",
            "attentionGradient",
            "normalize",
            "normalizeGradient",
            "gelu",
            "geluGradient");
    Backend own = Internal.backend(Engine.cpu());
    return Internal.engine(
        (Backend)
            Proxy.newProxyInstance(
                Backend.class.getClassLoader(),
                new Class<?>[] {Backend.class},
                (proxy, method, arguments) ->
                    none.contains(method.getName()) ? false : method.invoke(own, arguments)));
  }

  private static Function<Variable[], Variable> attention(AttentionOptions options) {
    return x -> Attention.scaledDotProduct(x[0], x[1], x[2], options);
  }

  private static void differences(AttentionOptions options, long[] q, long[] k, long[] v) {
    check(
        "attention " + options,
        x -> attention(options).apply(x),
        random(1, q),
        random(2, k),
        random(3, v));
  }

  @Test
  void attentionByDifferences() {
    long[] q = {3, 4};
    long[] k = {5, 4};
    long[] v = {5, 2};
    differences(AUTO, q, k, v);
    differences(CAUSAL, q, k, v);
    differences(CAUSAL, k, q, new long[] {3, 2}); // the first queries see nothing
    differences(AUTO.withScale(.7), q, k, v);
    Tensor chosen = random(4, 3, 5).lt(.3);
    chosen.slice(io.lanewise.Slice.at(1)).fill(0); // a query without keys
    differences(AUTO.withMask(chosen), q, k, v);
    differences(CAUSAL.withMask(chosen), q, k, v);
    differences(AUTO.withMask(random(5, 1, 5)), q, k, v);
    long[] heads = {2, 2, 3, 4};
    differences(CAUSAL, heads, heads, heads);
    differences(AUTO, new long[] {2, 2, 3, 4}, new long[] {2, 1, 5, 4}, new long[] {5, 3});
    differences(CAUSAL, new long[] {4, 3, 2}, new long[] {2, 3, 2}, new long[] {2, 3, 2});
    differences(AUTO, new long[] {0, 4}, k, v);
  }

  /** Rows, blocks and runs that end within one, and heads of one column. */
  @Test
  void attentionBesideThreeSteps() {
    long[][] sizes = {
      {1, 1, 1, 1}, {1, 70, 3, 2}, {129, 129, 8, 8}, {65, 67, 5, 3}, {70, 9000, 2, 3}, {20, 7, 0, 2}
    };
    for (long[] size : sizes) {
      for (AttentionOptions options : new AttentionOptions[] {AUTO, CAUSAL}) {
        same(
            attention(options),
            random(1, 2, size[0], size[2]),
            random(2, 2, size[1], size[2]),
            random(3, 2, size[1], size[3]));
      }
    }
  }

  /**
   * Gradients in F64 beside those without fused forms, in F32 beside F64, by one or more threads.
   */
  private static void same(Function<Variable[], Variable> f, Tensor... operands) {
    Tensor[] expected = PLAIN.call(() -> gradients(f, operands));
    Tensor[] fused = gradients(f, operands);
    Tensor[] halves = new Tensor[operands.length];
    for (int i = 0; i < halves.length; i++) {
      halves[i] = operands[i].cast(DType.F32);
    }
    Tensor[] single = gradients(f, halves);
    Tensor[] wrapped = new Tensor[operands.length];
    for (int i = 0; i < wrapped.length; i++) {
      wrapped[i] = Tensor.wrap(halves[i].toFloatArray(), halves[i].shape().toArray());
    }
    Tensor[] foreign = gradients(f, wrapped);
    Engine three = Engine.cpu(EngineOptions.auto().withThreads(3));
    Engine one = Engine.cpu(EngineOptions.auto().withThreads(1));
    Tensor[] byThree = three.call(() -> gradients(f, halves));
    Tensor[] byOne = one.call(() -> gradients(f, halves));
    for (int i = 0; i < expected.length; i++) {
      String what = operands[0].shape() + ", gradient " + i;
      double size = 1 + expected[i].norm();
      assertEquals(expected[i].shape(), fused[i].shape(), what);
      assertTrue(expected[i].sub(fused[i]).norm() <= 1e-13 * size, what);
      double off = expected[i].sub(single[i].cast(DType.F64)).norm();
      assertTrue(off <= 2e-5 * size, what + " in F32: " + off + " of " + size);
      assertTrue(single[i].contentEquals(foreign[i]), what + " of arrays");
      assertTrue(byOne[i].contentEquals(byThree[i]), what + " by threads");
    }
  }

  private static Tensor[] gradients(Function<Variable[], Variable> f, Tensor... operands) {
    Variable[] x = GradientChecks.variables(operands);
    Variable y = f.apply(x);
    Tensor weights = Tensor.randn(DType.F64, 7, y.shape().toArray()).cast(y.dtype());
    Gradients gradients = y.backward(weights, /* keepGraph= */ false);
    Tensor[] all = new Tensor[x.length + 1];
    for (int i = 0; i < x.length; i++) {
      all[i] = gradients.of(x[i]);
    }
    all[x.length] = y.value();
    return all;
  }

  @Test
  void normsByDifferences() {
    for (long[] shape : new long[][] {{5}, {3, 5}, {2, 3, 4}, {2, 1}}) {
      long n = shape[shape.length - 1];
      Tensor x = random(1, shape);
      check("layerNorm", v -> layerNorm(v), x, random(2, n), random(3, n));
      check("layerNorm alone", v -> Normalization.layerNorm(v[0], null, null, .1), x);
      check("rmsNorm", v -> Normalization.rmsNorm(v[0], v[1], .1), x, random(2, n));
      check("rmsNorm alone", v -> Normalization.rmsNorm(v[0], null, .1), x);
    }
    Tensor columns = random(1, 4, 3).transpose();
    check("layerNorm of a view", v -> layerNorm(v), columns, random(2, 4), random(3, 4));
  }

  private static Variable layerNorm(Variable[] v) {
    return Normalization.layerNorm(v[0], v[1], v[2], .1);
  }

  @Test
  void normsBesideSteps() {
    for (long[] shape : new long[][] {{1}, {7}, {2, 0}, {0, 4}, {130, 65}, {2, 9000}, {3, 1}}) {
      long n = shape[shape.length - 1];
      Tensor x = random(1, shape).add(3);
      same(v -> layerNorm(v), x, random(2, n), random(3, n));
      same(v -> Normalization.rmsNorm(v[0], v[1], .1), x, random(2, n));
    }
  }

  @Test
  void gelu() {
    for (long n : new long[] {0, 1, 33, 2049, 40_000}) {
      same(x -> Activations.gelu(x[0]), random(1, n).mul(3));
    }
    for (DType dtype : new DType[] {DType.F32, DType.F64}) {
      double huge = dtype == DType.F32 ? 3e38 : 1e300;
      Tensor x = Tensor.of(-huge, -1e10, -200, -0.0, 0, 1e-30, 200, huge).cast(dtype);
      Variable v = Variable.of(x);
      Variable y = Activations.gelu(v);
      double[] slope = y.sum().backward().of(v).toDoubleArray();
      for (int i = 0; i < slope.length; i++) {
        double at = x.get(i);
        assertEquals(Math.max(0, at), y.value().get(i), Math.abs(at) < 1 ? 1e-30 : 0, "at " + at);
        assertEquals(Math.abs(at) < 1 ? .5 : at > 0 ? 1 : 0, slope[i], 1e-6, "slope at " + at);
      }
    }
  }

  @Test
  void rotation() {
    for (RotaryEmbedding.Pairs pairs : RotaryEmbedding.Pairs.values()) {
      RotaryEmbedding rotary = RotaryEmbedding.of(DType.F64, 4, 6, 100, pairs);
      check("rotate", x -> rotary.rotate(x[0], 2).pow(2), random(1, 2, 3, 4));
    }
  }

  /** Whoever adds an operation on tensors to these adds it on variables, too. */
  @Test
  void everyOperationHasATwin() {
    for (Class<?> type :
        List.of(Attention.class, Normalization.class, RotaryEmbedding.class, Activations.class)) {
      Set<String> twins = new HashSet<>();
      for (Method method : type.getMethods()) {
        if (method.getReturnType() == Variable.class) {
          twins.add(method.getName());
        }
      }
      for (Method method : type.getMethods()) {
        String name = method.getName();
        if (method.getReturnType() == Tensor.class
            && !name.endsWith("Into")
            && !name.endsWith("InPlace")) {
          assertTrue(twins.contains(name), type + " " + name);
        }
      }
    }
  }
}
