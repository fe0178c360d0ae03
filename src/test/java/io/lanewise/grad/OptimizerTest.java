package io.lanewise.grad;

import static io.lanewise.grad.GradientChecks.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class OptimizerTest {
  /** {@code sum c x^2 / 2}, whose gradient is c x. */
  private static Gradients gradients(Variable x) {
    return x.mul(x).mul(Variable.constant(Tensor.of(1, 4))).sum().mul(.5).backward();
  }

  @Test
  void gradientDescentWithMomentumByHand() {
    Variable x = Variable.of(Tensor.of(1, 2));
    Sgd sgd = Sgd.of(Map.of("x", x), .9, .5);
    double[] at = {1, 2};
    double[] m = new double[2];
    double[] c = {1, 4};
    for (int step = 0; step < 20; step++) {
      sgd.step(gradients(x), .01);
      for (int i = 0; i < 2; i++) {
        m[i] = .9 * m[i] + (c[i] + .5) * at[i];
        at[i] -= .01 * m[i];
        assertEquals(at[i], x.value().get(i), 1e-15);
      }
    }
    assertEquals(20, sgd.steps());
  }

  @Test
  void adamByHand() {
    Variable x = Variable.of(Tensor.of(new double[][] {{1, 2}}));
    Variable bias = Variable.of(Tensor.of(1, 2));
    AdamW.Options options = AdamW.Options.auto().withBetas(.8, .9).withEpsilon(1e-3).withDecay(.1);
    AdamW adam = AdamW.of(Map.of("x", x, "b", bias), options);
    double[] c = {1, 4};
    double[][] at = {{1, 2}, {1, 2}};
    double[][] m = new double[2][2];
    double[][] v = new double[2][2];
    for (int t = 1; t <= 20; t++) {
      Gradients both = gradients(x).plus(gradients(bias));
      adam.step(both, .05);
      for (int which = 0; which < 2; which++) {
        for (int i = 0; i < 2; i++) {
          double g = c[i] * at[which][i];
          m[which][i] = .8 * m[which][i] + .2 * g;
          v[which][i] = .9 * v[which][i] + .1 * g * g;
          double decay = which == 0 ? .1 : 0;
          at[which][i] -=
              .05 * decay * at[which][i]
                  + .05
                      * (m[which][i] / (1 - Math.pow(.8, t)))
                      / (Math.sqrt(v[which][i] / (1 - Math.pow(.9, t))) + 1e-3);
        }
      }
      assertEquals(at[0][1], x.value().get(0, 1), 1e-14);
      assertEquals(at[1][0], bias.value().get(0), 1e-14);
    }
  }

  @Test
  void anInterruptionChangesNoBit() {
    Function<Map<String, Variable>, Optimizer> adam = AdamW::of;
    Function<Map<String, Variable>, Optimizer> sgd = all -> Sgd.of(all, .9, 0);
    for (Function<Map<String, Variable>, Optimizer> make : java.util.List.of(adam, sgd)) {
      Variable x = Variable.of(random(1, 2));
      Optimizer whole = make.apply(Map.of("x", x));
      Variable y = Variable.of(random(1, 2));
      Optimizer first = make.apply(Map.of("x", y));
      for (int i = 0; i < 3; i++) {
        whole.step(gradients(x), .1);
        first.step(gradients(y), .1);
      }
      Map<String, Tensor> state = new LinkedHashMap<>();
      first.state().forEach((name, tensor) -> state.put(name, tensor.copy()));
      Optimizer second = make.apply(Map.of("x", y));
      second.restore(first.steps(), state);
      for (int i = 0; i < 3; i++) {
        whole.step(gradients(x), .1);
        second.step(gradients(y), .1);
      }
      assertTrue(x.value().contentEquals(y.value()));
      assertEquals(6, second.steps());
      Optimizer other = make.apply(Map.of("z", y));
      assertThrows(IllegalArgumentException.class, () -> other.restore(1, state));
    }
  }

  @Test
  void whatIsNotReachedStays() {
    Variable x = Variable.of(Tensor.of(1, 2));
    Variable other = Variable.of(Tensor.of(new double[][] {{3, 4}}));
    AdamW.of(Map.of("x", x, "other", other)).step(gradients(x), .1);
    assertTrue(other.value().contentEquals(Tensor.of(new double[][] {{3, 4}})));
  }

  @Test
  void clipping() {
    Variable x = Variable.of(Tensor.of(3, 1));
    Variable y = Variable.of(Tensor.of(0, 0));
    Gradients g = gradients(x).plus(y.sum().backward()); // 3 4, 1 1
    assertEquals(Math.sqrt(27), g.norm(), 1e-14);
    Gradients clipped = g.clipped(1);
    assertEquals(1, clipped.norm(), 1e-15);
    assertEquals(3 / Math.sqrt(27), clipped.of(x).get(0), 1e-15);
    assertEquals(1 / Math.sqrt(27), clipped.of(y).get(0), 1e-15);
    assertTrue(g.clipped(10).of(x).contentEquals(g.of(x)));
    assertThrows(IllegalArgumentException.class, () -> g.clipped(0));
  }

  @Test
  void schedules() {
    Schedule cosine = Schedule.cosine(1, .1, 10, 110);
    assertEquals(.1, cosine.rate(0), 1e-15);
    assertEquals(1, cosine.rate(9), 1e-15);
    assertEquals(1, cosine.rate(10), 1e-15);
    assertEquals(.55, cosine.rate(10 + 99 / 2), .01);
    assertEquals(.1, cosine.rate(109), 1e-15);
    assertEquals(.1, cosine.rate(1000), 1e-15);
    assertEquals(3, Schedule.constant(3).rate(7));
    assertEquals(.25, Schedule.stairs(1, .5, 10).rate(29));
    assertThrows(IllegalArgumentException.class, () -> Schedule.stairs(1, .5, 0));
    assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(1, 0, -1, 9));
  }

  @Test
  void wrongNumbers() {
    Variable x = Variable.of(Tensor.of(1, 2));
    Map<String, Variable> parameters = Map.of("x", x);
    assertThrows(IllegalArgumentException.class, () -> Sgd.of(parameters, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> Sgd.of(parameters, 0, -1));
    assertThrows(IllegalArgumentException.class, () -> AdamW.Options.auto().withBetas(.9, 1));
    assertThrows(IllegalArgumentException.class, () -> AdamW.Options.auto().withDecay(-1));
    Gradients g = gradients(x);
    assertThrows(IllegalArgumentException.class, () -> Sgd.of(parameters).step(g, Double.NaN));
  }
}
