package io.lanewise.grad;

import static io.lanewise.Slice.at;
import static io.lanewise.Slice.to;
import static io.lanewise.grad.GradientChecks.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a graph holds, for how long, and what is noticed. */
class GraphTest {
  @Test
  void aVariableUsedOftenGetsTheSum() {
    Variable x = Variable.of(Tensor.of(2));
    Variable y = x.mul(x).add(x.mul(3)).add(x);
    assertEquals(8, y.sum().backward().of(x).item());
  }

  @Test
  void aDeepGraphNeedsNoStack() {
    Variable x = Variable.of(Tensor.of(1));
    Variable y = x;
    for (int i = 0; i < 20_000; i++) {
      y = y.add(x);
    }
    assertEquals(20_001, y.sum().backward().of(x).item());
  }

  @Test
  void whatIsNotReachedHasZeros() {
    Variable x = Variable.of(random(1, 2));
    Variable other = Variable.of(random(2, 2, 3).cast(DType.F32));
    Gradients gradients = x.sum().backward();
    assertTrue(gradients.reaches(x));
    assertFalse(gradients.reaches(other));
    assertTrue(gradients.of(other).contentEquals(Tensor.zeros(DType.F32, 2, 3)));
    assertSame(x.value(), x.detach().value());
    assertThrows(IllegalArgumentException.class, () -> gradients.of(x.detach()));
    assertThrows(IllegalArgumentException.class, () -> gradients.of(x.add(1)));
  }

  @Test
  void passesAddUp() {
    Variable x = Variable.of(Tensor.of(1, 2));
    Variable y = Variable.of(Tensor.of(5));
    Gradients sum = x.mul(x).sum().backward().plus(x.sum().add(y.sum()).backward()).times(10);
    assertArrayEquals(new double[] {30, 50}, sum.of(x).toDoubleArray());
    assertEquals(10, sum.of(y).item());
  }

  @Test
  void gradientsOfResultsOnTheWay() {
    Variable x = Variable.of(Tensor.of(3));
    Variable square = x.mul(x);
    Variable y = square.mul(square).sum();
    assertEquals(18, y.gradients(square).get(0).item());
    List<Variable> both = y.gradients(x, square);
    assertEquals(108, both.get(0).item());
    assertEquals(18, both.get(1).item());
    assertEquals(0, y.gradients(Variable.of(Tensor.of(1))).get(0).item());
    assertEquals(1, y.gradients(y).get(0).item());
  }

  @Test
  void thirdDerivatives() {
    Variable x = Variable.of(Tensor.of(2));
    Variable first = x.pow(4).gradients(x).get(0);
    Variable second = first.gradients(x).get(0);
    assertEquals(32, first.item());
    assertEquals(48, second.item());
    assertEquals(48, second.backward().of(x).item());
  }

  @Test
  void aGraphIsWalkedOnceUnlessItIsKept() {
    Variable x = Variable.of(Tensor.of(1, 2));
    Variable y = x.exp().sum();
    Tensor one = Tensor.scalar(DType.F64, 1);
    Tensor first = y.backward(one, true).of(x);
    assertTrue(first.contentEquals(y.backward(one, false).of(x)));
    IllegalStateException freed = assertThrows(IllegalStateException.class, y::backward);
    assertTrue(String.valueOf(freed.getMessage()).contains("freed"), freed.getMessage());
    assertThrows(IllegalStateException.class, () -> y.gradients(x));
  }

  @Test
  void memoryIsFreedAsThePassGoes() {
    Variable x = Variable.of(Tensor.of(1, 2));
    List<WeakReference<Tensor>> seen = new ArrayList<>();
    Supplier<Variable> graph =
        () -> {
          Variable a = x.exp();
          seen.add(new WeakReference<>(a.value()));
          // Runs when the pass is at the middle of the graph; a's value is needed later.
          Variable b = Custom.of("probe", a.value().mul(1), g -> probe(seen, g), a);
          Variable c = b.exp();
          seen.add(new WeakReference<>(c.value()));
          return c.sum();
        };
    Variable y = graph.get();
    collect();
    assertTrue(seen.get(0).get() != null && seen.get(1).get() != null);
    y.backward();
    collect();
    assertNull(seen.get(0).get());
    assertNull(seen.get(1).get());
    assertTrue(y.isTracked());
  }

  private static List<Variable> probe(List<WeakReference<Tensor>> seen, Variable g) {
    collect();
    assertTrue(seen.get(0).get() != null, "exp still needs its result");
    assertNull(seen.get(1).get(), "what the pass is done with is free");
    return List.of(g);
  }

  private static void collect() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
  }

  @Test
  void operationsHoldOnlyWhatTheirDerivativesNeed() {
    Variable x = Variable.of(Tensor.of(1, 2));
    List<WeakReference<Tensor>> seen = new ArrayList<>();
    Variable y = sumOfDifferences(x, seen);
    collect();
    assertNull(seen.get(0).get(), "neither add nor sub reads its operands again");
    assertArrayEquals(new double[2], y.backward().of(x).toDoubleArray(), 1e-15);
  }

  private static Variable sumOfDifferences(Variable x, List<WeakReference<Tensor>> seen) {
    Variable a = x.exp();
    Variable b = a.add(1);
    seen.add(new WeakReference<>(b.value()));
    return b.sub(a).mul(3).sum();
  }

  @Test
  void changesInPlaceAreNoticed() {
    Variable x = Variable.of(Tensor.of(1, 2));
    Variable product = x.mul(x).sum();
    x.value().addInPlace(1);
    IllegalStateException changed = assertThrows(IllegalStateException.class, product::backward);
    assertTrue(String.valueOf(changed.getMessage()).contains("mul"), changed.getMessage());
    assertTrue(String.valueOf(changed.getMessage()).contains("in place"), changed.getMessage());

    Variable power = x.exp();
    Variable y = power.sum();
    power.value().slice(at(0)).fill(7);
    assertThrows(IllegalStateException.class, y::backward);

    Variable part = x.slice(to(1)).tanh().sum();
    x.value().set(5, 1); // tanh holds its result, which is other memory
    assertEquals(1, part.backward().of(x).toDoubleArray().length - 1);

    Variable sum = x.add(x).sum();
    x.value().fill(0); // add reads nothing again
    assertArrayEquals(new double[] {2, 2}, sum.backward().of(x).toDoubleArray());

    Tensor constant = Tensor.of(1, 2);
    Variable scaled = x.mul(Variable.constant(constant)).sum();
    constant.copyFrom(Tensor.of(3, 4));
    assertThrows(IllegalStateException.class, scaled::backward);
  }

  @Test
  void recordingOffHoldsNothing() {
    Variable x = Variable.of(Tensor.of(1, 2));
    assertTrue(Recording.isOn());
    Variable y =
        Recording.off(
            () -> {
              assertFalse(Recording.isOn());
              return x.mul(x).sum();
            });
    assertFalse(y.isTracked());
    IllegalStateException nothing = assertThrows(IllegalStateException.class, y::backward);
    assertTrue(String.valueOf(nothing.getMessage()).contains("recording"), nothing.getMessage());
    assertTrue(x.add(1).isTracked());
  }

  @Test
  void wrongUse() {
    Variable x = Variable.of(random(1, 2, 3));
    ShapeException many = assertThrows(ShapeException.class, x::backward);
    assertTrue(String.valueOf(many.getMessage()).contains("(2, 3)"), many.getMessage());
    assertThrows(ShapeException.class, () -> x.backward(random(1, 3), false));
    assertThrows(DTypeException.class, () -> x.backward(random(1, 2, 3).cast(DType.F32), false));
    assertThrows(DTypeException.class, () -> Variable.of(Tensor.of(new long[] {1})));
    assertThrows(ShapeException.class, () -> x.add(Variable.of(random(1, 2))));
    assertThrows(ShapeException.class, () -> x.matmul(x));
    ShapeException vector =
        assertThrows(ShapeException.class, () -> x.matmul(Variable.of(random(1, 2))));
    assertTrue(String.valueOf(vector.getMessage()).contains("(2, 3) @ (2)"), vector.getMessage());
  }

  @Test
  void customOperations() {
    GradientChecks.check("softplus", x -> softplus(x[0]), random(1, 3, 4));
    Variable x = Variable.of(Tensor.of(1, 2));
    Variable y = Custom.firstOrder("twice", x.value().mul(2), g -> List.of(g.mul(2)), x).sum();
    UnsupportedOperationException once =
        assertThrows(UnsupportedOperationException.class, () -> y.gradients(x));
    assertTrue(String.valueOf(once.getMessage()).contains("twice"), once.getMessage());
    assertArrayEquals(new double[] {2, 2}, y.backward().of(x).toDoubleArray());
    Variable wrong = Custom.of("wrong", Tensor.of(1, 2), g -> List.of(g.sum()), x).sum();
    IllegalStateException shape = assertThrows(IllegalStateException.class, wrong::backward);
    assertTrue(String.valueOf(shape.getMessage()).contains("(2)"), shape.getMessage());
    assertThrows(
        IllegalStateException.class,
        () -> Custom.of("few", Tensor.of(1, 2), g -> List.of(), x).sum().backward());
  }

  @Test
  void fusedOperationsHaveAllDerivatives() {
    GradientChecks.check(
        "fused",
        x -> {
          Variable inner = x[0].mul(x[1]);
          return Custom.fused(
              "x tanh w",
              inner.value().mul(x[1].value().tanh()),
              g -> {
                Tensor t = x[1].value().tanh();
                return List.of(g.mul(t), g.mul(inner.value()).mul(t.mul(t).rsub(1)));
              },
              () -> inner.mul(x[1].tanh()),
              inner,
              x[1]);
        },
        random(1, 3),
        random(2, 3));
  }

  private static Variable softplus(Variable x) {
    Tensor value = x.value().exp().add(1).log();
    return Custom.of("softplus", value, g -> List.of(g.mul(x.sigmoid())), x);
  }

  @Test
  void checkpointsGiveTheSameBits() {
    Variable w = Variable.of(random(1, 4, 4));
    Variable x = Variable.of(random(2, 3, 4));
    Gradients whole = block(block(x, w), w).sum().backward();
    Variable once = Checkpoint.of(() -> block(x, w), x);
    Variable twice = Checkpoint.of(() -> block(once, w), once);
    Gradients parts = twice.sum().backward();
    assertTrue(whole.of(x).contentEquals(parts.of(x)));
    assertTrue(whole.of(w).allClose(parts.of(w), 1e-14, 1e-14)); // two sums in another order
  }

  @Test
  void checkpointsUseTheirOperandsOnTheWay() {
    Tensor weights = random(3, 4, 4);
    GradientChecks.check(
        "checkpoint",
        x -> {
          Variable outside = x[0].exp();
          return Checkpoint.of(() -> block(x[0], x[1]).mul(outside), x[0], outside).mul(outside);
        },
        random(1, 3, 4),
        weights);
  }

  @Test
  void checkpointsNoticeChangesOfTheirOperands() {
    Variable w = Variable.of(random(1, 4, 4));
    Variable x = Variable.of(random(2, 3, 4));
    Variable y = Checkpoint.of(() -> block(x, w), x).sum();
    x.value().fill(1);
    assertThrows(IllegalStateException.class, y::backward);
    assertFalse(Recording.off(() -> Checkpoint.of(() -> block(x, w), x)).isTracked());
  }

  private static Variable block(Variable x, Variable w) {
    return x.matmul(w).tanh().add(x);
  }

  @Test
  void sameBitsForAnyNumberOfThreads() {
    Tensor x = Tensor.randn(DType.F32, 1, 37, 129);
    Tensor w = Tensor.randn(DType.F32, 2, 129, 129);
    Tensor alone = threads(1, x, w);
    assertTrue(alone.contentEquals(threads(2, x, w)));
    assertTrue(alone.contentEquals(threads(3, x, w)));
  }

  private static Tensor threads(int count, Tensor x, Tensor w) {
    return Engine.cpu(EngineOptions.auto().withThreads(count))
        .call(
            () -> {
              Variable weights = Variable.of(w);
              return block(Variable.constant(x), weights).softmax(-1).norm().backward().of(weights);
            });
  }

  @Test
  void threadsShareVariables() throws InterruptedException, ExecutionException {
    Variable w = Variable.of(random(1, 4, 4));
    Tensor expected = block(Variable.constant(random(2, 3, 4)), w).sum().backward().of(w);
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      List<Future<Tensor>> all =
          java.util.stream.IntStream.range(0, 50)
              .mapToObj(
                  i ->
                      pool.submit(
                          () ->
                              block(Variable.constant(random(2, 3, 4)), w).sum().backward().of(w)))
              .toList();
      for (Future<Tensor> one : all) {
        assertTrue(expected.contentEquals(one.get()));
      }
    }
  }
}
