package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Operations repeated with the same destination put less than 100 bytes each on the heap. Where an
 * operand is broadcast there is a view more, and where a product scales its target first, a pass
 * more.
 */
class AllocationTest {
  private static final int RUNS = 5000;

  @Test
  void reusedDestinationsAllocateAlmostNothing() {
    Tensor x = Tensor.randn(DType.F32, 1, 20, 30);
    Tensor y = Tensor.randn(DType.F32, 2, 20, 30);
    Tensor row = Tensor.randn(DType.F32, 3, 30);
    Tensor transposed = Tensor.randn(DType.F32, 3, 30, 20).transpose();
    Tensor dst = Tensor.zeros(DType.F32, 20, 30);
    Tensor square = Tensor.randn(DType.F32, 4, 30, 30);
    Tensor sums = Tensor.zeros(DType.F32, 20);
    Map<String, Runnable> operations = new LinkedHashMap<>();
    operations.put("add", () -> x.addInto(y, dst));
    operations.put("add in place", () -> dst.addInPlace(x));
    operations.put("add transposed", () -> x.addInto(transposed, dst));
    Tensor wide = row.broadcastTo(20, 30);
    operations.put("add broadcast view", () -> x.addInto(wide, dst));
    operations.put("add row, 2", () -> x.addInto(row, dst));
    operations.put("scalar", () -> x.mulInto(3, dst));
    operations.put("exp", () -> x.expInto(dst));
    operations.put("matmul", () -> x.matmulInto(square, dst));
    operations.put("gemm, 2", () -> Tensor.gemm(0.5, x, square, 0.5, dst));
    operations.put("softmax", () -> x.softmaxInto(1, dst));
    operations.put("copyFrom", () -> dst.copyFrom(y));
    operations.put("fill", () -> dst.fill(1));
    operations.put("sum", x::sum);
    operations.put("max", x::max);
    operations.put("dot", () -> row.dot(row));
    operations.put("sum of rows", () -> x.sumInto(sums, 1));
    operations.put("get", () -> x.get(3, 4));
    Engine.cpu(EngineOptions.auto().withThreads(1))
        .run(
            () ->
                operations.forEach(
                    (name, operation) -> {
                      int limit = name.endsWith("2") ? 200 : 100;
                      double bytes = Double.MAX_VALUE;
                      for (int attempt = 0; attempt < 20 && bytes >= limit; attempt++) {
                        bytes = bytesEach(operation); // less once it is compiled
                      }
                      double found = bytes;
                      assertTrue(found < limit, () -> name + ": " + found + " bytes each");
                    }));
  }

  private static double bytesEach(Runnable operation) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < RUNS; i++) {
      operation.run();
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / (double) RUNS;
  }
}
