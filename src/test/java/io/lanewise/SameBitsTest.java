package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.Machines.Machine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same input gives the same bits: cold and after compilation, with 1, 2 and 5 threads, at any
 * offset, in any layout. Cold is only cold in a JVM that has not run the operation before, so the
 * first run of each comes before everything else here.
 */
@Tag("contract")
class SameBitsTest {
  /** Operations of two operands of one square shape; a scalar result becomes a tensor. */
  private static final Map<String, BinaryOperator<Tensor>> OPERATIONS = new LinkedHashMap<>();

  static {
    OPERATIONS.put("add", Tensor::add);
    OPERATIONS.put("sub", Tensor::sub);
    OPERATIONS.put("mul", Tensor::mul);
    OPERATIONS.put("div", Tensor::div);
    OPERATIONS.put("pow", (a, b) -> a.abs().pow(b));
    OPERATIONS.put("maximum", Tensor::maximum);
    OPERATIONS.put("minimum", Tensor::minimum);
    OPERATIONS.put("scalar", (a, b) -> a.rsub(0.3).mul(1.7).div(0.9));
    OPERATIONS.put("neg", (a, b) -> a.neg());
    OPERATIONS.put("abs", (a, b) -> a.abs());
    OPERATIONS.put("sqrt", (a, b) -> a.sqrt());
    OPERATIONS.put("exp", (a, b) -> a.exp());
    OPERATIONS.put("log", (a, b) -> a.log());
    OPERATIONS.put("tanh", (a, b) -> a.tanh());
    OPERATIONS.put("sigmoid", (a, b) -> a.sigmoid());
    OPERATIONS.put("silu", (a, b) -> a.silu());
    OPERATIONS.put("erf", (a, b) -> a.erf());
    OPERATIONS.put("gelu", (a, b) -> a.gelu());
    OPERATIONS.put("sin", (a, b) -> a.sin());
    OPERATIONS.put("cos", (a, b) -> a.cos());
    OPERATIONS.put("where", (a, b) -> Tensor.where(a.lt(b), a, b));
    OPERATIONS.put("sum", (a, b) -> Tensor.of(a.sum()));
    OPERATIONS.put("sum 0", (a, b) -> a.sum(0));
    OPERATIONS.put("sum 1", (a, b) -> a.sum(1));
    OPERATIONS.put("sum 0, 1", (a, b) -> a.sum(0, 1));
    OPERATIONS.put("mean 1", (a, b) -> a.mean(1));
    OPERATIONS.put("norm", (a, b) -> Tensor.of(a.norm()));
    OPERATIONS.put("norm 0", (a, b) -> a.norm(0));
    OPERATIONS.put("max", (a, b) -> a.max(1));
    OPERATIONS.put("argmin", (a, b) -> a.argmin(0));
    OPERATIONS.put("dot", (a, b) -> Tensor.of(flat(a).dot(flat(b))));
    OPERATIONS.put("matmul", Tensor::matmul);
    OPERATIONS.put("matmul transposed", (a, b) -> a.matmul(b.transpose()));
    OPERATIONS.put("matrix vector", (a, b) -> a.matmul(b.slice(Slice.at(0))));
    OPERATIONS.put("vector matrix", (a, b) -> a.slice(Slice.at(0)).matmul(b));
    OPERATIONS.put("softmax 0", (a, b) -> a.softmax(0));
    OPERATIONS.put("softmax 1", (a, b) -> a.softmax(1));
    OPERATIONS.put("cast", (a, b) -> a.cast(DType.BF16));
  }

  private static Tensor flat(Tensor x) {
    return x.contiguous().flatten();
  }

  private static final int[] SIZES = {7, 33, 150};

  private record Key(String operation, DType dtype, int size) {}

  static Stream<Arguments> kernelsAndTypes() {
    return Stream.of(EngineOptions.Kernels.SCALAR, EngineOptions.Kernels.SIMD)
        .filter(
            kernels ->
                Machines.ALL.stream()
                    .anyMatch(machine -> machine.name().startsWith(kernels.name())))
        .flatMap(
            kernels -> Stream.of(DType.F32, DType.F64).map(dtype -> Arguments.of(kernels, dtype)));
  }

  private record Operand(TensorLayout layout, DType dtype, int seed, int size) {}

  /** Made once: filling them takes longer than computing with them. */
  private static final Map<Operand, Tensor> OPERANDS = new ConcurrentHashMap<>();

  private static Tensor operand(TensorLayout layout, DType dtype, int seed, int size) {
    return OPERANDS.computeIfAbsent(
        new Operand(layout, dtype, seed, size),
        key -> layout.of(dtype, Naive.special(dtype, seed, size * size), size, size));
  }

  @ParameterizedTest
  @MethodSource("kernelsAndTypes")
  void whateverThreadsLayoutsAndCompilation(EngineOptions.Kernels kernels, DType dtype) {
    List<Machine> machines =
        Machines.machines(1, 2, 5).stream()
            .filter(machine -> machine.name().startsWith(kernels.name()))
            .toList();
    Map<Key, Tensor> cold = new LinkedHashMap<>();
    machines
        .getFirst()
        .engine()
        .run(
            () ->
                OPERATIONS.forEach(
                    (name, operation) -> {
                      for (int size : SIZES) {
                        cold.put(new Key(name, dtype, size), run(operation, dtype, size));
                      }
                    }));
    for (Machine machine : machines) {
      machine.engine().run(() -> cold.forEach((key, first) -> compare(key, first, machine)));
    }
    machines.getFirst().engine().run(() -> cold.forEach(SameBitsTest::warmUp));
    for (Machine machine : machines) {
      machine.engine().run(() -> cold.forEach((key, first) -> compare(key, first, machine)));
    }
  }

  private static Tensor run(BinaryOperator<Tensor> operation, DType dtype, int size) {
    return operation.apply(
        operand(TensorLayout.CONTIGUOUS, dtype, 1, size),
        operand(TensorLayout.CONTIGUOUS, dtype, 2, size));
  }

  private static void compare(Key key, Tensor first, Machine machine) {
    BinaryOperator<Tensor> operation = OPERATIONS.get(key.operation());
    for (TensorLayout left : TensorLayout.WRITABLE) {
      Tensor a = operand(left, key.dtype(), 1, key.size());
      for (TensorLayout right : List.of(TensorLayout.CONTIGUOUS, left)) {
        Tensor b = operand(right, key.dtype(), 2, key.size());
        assertSameBits(first, operation.apply(a, b), key + " " + left + " " + right + machine);
      }
    }
  }

  private static void warmUp(Key key, Tensor first) {
    BinaryOperator<Tensor> operation = OPERATIONS.get(key.operation());
    int times = key.size() < 10 ? 20_000 : key.size() < 100 ? 500 : 50;
    Tensor a = operand(TensorLayout.CONTIGUOUS, key.dtype(), 1, key.size());
    Tensor b = operand(TensorLayout.CONTIGUOUS, key.dtype(), 2, key.size());
    for (int i = 0; i < times; i++) {
      Tensor result = operation.apply(a, b);
      if (i % 50 == 0 || i == times - 1) {
        assertSameBits(first, result, key + " run " + i);
      }
    }
  }

  /**
   * NaNs count as equal: which of two operands' NaNs an instruction returns is the hardware's
   * choice.
   */
  private static void assertSameBits(Tensor expected, Tensor actual, String what) {
    assertEquals(expected.shape(), actual.shape(), what);
    if (!expected.contentEquals(actual)) {
      Naive.assertSame(Naive.values(expected), actual, what);
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void atAnyOffset(Machine machine, DType dtype) {
    machine
        .engine()
        .run(
            () ->
                OPERATIONS.forEach(
                    (name, operation) -> {
                      int size = 37;
                      Tensor first = run(operation, dtype, size);
                      Tensor memory = Tensor.empty(dtype, 2 * size * size + 40);
                      for (int offset = 0; offset < 17; offset++) {
                        Tensor a = at(memory, offset, dtype, 1, size);
                        Tensor b = at(memory, size * size + 2L * offset, dtype, 2, size);
                        assertSameBits(first, operation.apply(a, b), name + " at " + offset);
                      }
                    }));
  }

  private static Tensor at(Tensor memory, long offset, DType dtype, int seed, int size) {
    return Naive.fill(
        memory.slice(Slice.range(offset, offset + (long) size * size)).reshape(size, size),
        Naive.special(dtype, seed, size * size));
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void broadcastIsLikeCopied(Machine machine, DType dtype) {
    machine
        .engine()
        .run(
            () -> {
              Tensor row = Tensor.randn(dtype, 5, 1, 123).broadcastTo(77, 123);
              Tensor column = Tensor.randn(dtype, 6, 77, 1).broadcastTo(77, 123);
              for (String name :
                  List.of(
                      "add",
                      "div",
                      "sum",
                      "sum 0",
                      "sum 1",
                      "norm",
                      "dot",
                      "softmax 0",
                      "softmax 1",
                      "max",
                      "exp")) {
                BinaryOperator<Tensor> operation = OPERATIONS.get(name);
                assertTrue(
                    operation
                        .apply(row.copy(), column.copy())
                        .contentEquals(operation.apply(row, column)),
                    name);
              }
            });
  }
}
