package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.Machines.Machine;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Targets that overlap their operands in any way: the result is that of disjoint memory, and
 * nothing else changes.
 */
@Tag("contract")
class AliasingContractTest {

  private record Case(String name, int operands, boolean square, Operation operation) {}

  @FunctionalInterface
  private interface Operation {
    void run(Tensor[] operands, Tensor dst);
  }

  private static final List<Case> CASES =
      List.of(
          new Case("copy", 1, false, (x, dst) -> dst.copyFrom(x[0])),
          new Case("neg", 1, false, (x, dst) -> x[0].negInto(dst)),
          new Case("exp", 1, false, (x, dst) -> x[0].expInto(dst)),
          new Case("add", 2, false, (x, dst) -> x[0].addInto(x[1], dst)),
          new Case("scalar", 1, false, (x, dst) -> x[0].rsubInto(2, dst)),
          new Case("softmax", 1, false, (x, dst) -> x[0].softmaxInto(1, dst)),
          new Case("softmax 0", 1, false, (x, dst) -> x[0].softmaxInto(0, dst)),
          new Case("matmul", 2, true, (x, dst) -> x[0].matmulInto(x[1], dst)),
          new Case("row", 2, false, (x, dst) -> x[0].addInto(x[1].slice(Slice.range(0, 1)), dst)),
          new Case(
              "column",
              2,
              false,
              (x, dst) -> x[0].mulInto(x[1].slice(Slice.all(), Slice.range(0, 1)), dst)),
          new Case(
              "sum", 1, false, (x, dst) -> x[0].sumInto(dst.slice(Slice.all(), Slice.at(0)), 1)),
          new Case("max", 1, false, (x, dst) -> x[0].maxInto(dst.slice(Slice.at(0)), 0)));

  /** A random view of shape (m, n) somewhere in the memory. */
  private static Tensor view(Random random, Tensor memory, int m, int n) {
    int stepM = 1 + random.nextInt(2);
    int stepN = 1 + random.nextInt(2);
    boolean transposed = random.nextBoolean();
    int rows = (transposed ? n : m) * stepM;
    int columns = (transposed ? m : n) * stepN;
    int from = random.nextInt(random.nextBoolean() ? 3 : 1 + (int) memory.elements() / 4);
    Tensor view =
        memory
            .slice(Slice.range(from, from + (long) rows * columns))
            .reshape(rows, columns)
            .slice(
                Slice.all().step(random.nextBoolean() ? stepM : -stepM),
                Slice.all().step(random.nextBoolean() ? stepN : -stepN));
    return transposed ? view.transpose() : view;
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void anyOverlap(Machine machine, DType dtype) {
    machine
        .engine()
        .run(
            () -> {
              for (Case operation : CASES) {
                for (int seed = 0; seed < 120; seed++) {
                  check(operation, dtype, seed);
                }
              }
            });
  }

  private static void check(Case operation, DType dtype, int seed) {
    Random random = new Random(seed);
    int m = 1 + random.nextInt(seed % 10 == 0 ? 60 : 7);
    int n = operation.square() ? m : 1 + random.nextInt(seed % 10 == 1 ? 300 : 7);
    int size = 8 * m * n + 16;
    double[] contents = Naive.random(dtype, seed, size);
    // Two tensors over one array share memory though their storages differ.
    byte[] array = new byte[size * dtype.bytes()];
    boolean wrapped = seed % 3 == 0;
    Tensor first =
        wrapped
            ? Tensor.wrap(MemorySegment.ofArray(array), dtype, size)
            : Tensor.empty(dtype, size);
    Tensor second = wrapped ? Tensor.wrap(MemorySegment.ofArray(array), dtype, size) : first;
    Naive.fill(first, contents);
    long where = random.nextLong();
    Tensor dst = view(new Random(where), first, m, n);
    Tensor[] operands = new Tensor[operation.operands()];
    Tensor[] copies = new Tensor[operands.length];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = random.nextInt(3) == 0 ? dst : view(random, second, m, n);
      copies[i] = operands[i].copy();
    }
    Tensor expected = first.copy();
    operation.operation().run(copies, view(new Random(where), expected, m, n));

    operation.operation().run(operands, dst);
    assertTrue(
        first.contentEquals(expected),
        () -> operation.name() + " " + dtype + " seed " + seed + ": " + dst + expected);
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void theReversedSelf(Machine machine, DType dtype) {
    machine
        .engine()
        .run(
            () -> {
              for (int n : new int[] {1, 2, 5, 64, 1001, 70001}) {
                double[] values = Naive.random(dtype, n, n);
                Tensor x = Tensor.of(values).cast(dtype);
                Tensor reversed = x.slice(Slice.all().step(-1));
                x.addInPlace(reversed);
                for (int i = 0; i < n; i += Math.max(1, n / 97)) {
                  assertEquals(
                      Naive.round(dtype, values[i] + values[n - 1 - i]), x.get(i), n + " " + i);
                }
                Tensor y = Tensor.of(values).cast(dtype);
                y.copyFrom(y.slice(Slice.all().step(-1)));
                for (int i = 0; i < n; i += Math.max(1, n / 97)) {
                  assertEquals(values[n - 1 - i], y.get(i), n + " " + i);
                }
              }
            });
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void theTransposedSelf(Machine machine, DType dtype) {
    machine
        .engine()
        .run(
            () -> {
              for (int n : new int[] {1, 3, 16, 33, 200}) {
                Tensor x = Tensor.randn(dtype, n, n, n);
                Tensor expected = x.copy().add(x.transpose().copy());
                assertTrue(x.addInPlace(x.transpose()).contentEquals(expected), "" + n);
                Tensor y = Tensor.randn(dtype, n, n, n);
                Tensor transposed = y.transpose().copy();
                assertTrue(y.copyFrom(y.transpose()).contentEquals(transposed), "" + n);
                Tensor z = Tensor.randn(dtype, n, n, n);
                Tensor product = z.copy().matmul(z.transpose().copy());
                assertTrue(z.matmulInto(z.transpose(), z).contentEquals(product), "" + n);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#all")
  void conversionsWithinTheSameMemory(Machine machine) {
    machine
        .engine()
        .run(
            () -> {
              for (int n : new int[] {1, 7, 100, 5000}) {
                byte[] bytes = new byte[8 * n];
                Tensor wide = Tensor.wrap(MemorySegment.ofArray(bytes), DType.F64, n);
                Tensor narrow = Tensor.wrap(MemorySegment.ofArray(bytes), DType.F32, n);
                wide.copyFrom(Tensor.arange(DType.F64, 0, n, 1));
                wide.castInto(narrow);
                assertTrue(narrow.contentEquals(Tensor.arange(DType.F32, 0, n, 1)), "" + n);
                narrow.castInto(wide);
                assertTrue(wide.contentEquals(Tensor.arange(DType.F64, 0, n, 1)), "" + n);
              }
            });
  }
}
