package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Operations repeated with the same destination put less than 100 bytes each on the heap of the
 * calling thread, once they are compiled.
 */
class AllocationTest {
  private static final double MOST = 100;
  private static final int RUNS = 200;

  /** Compilers work in the background, and slowly on a busy machine. */
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void reusedDestinationsAllocateAlmostNothing(int threads) {
    Map<String, Runnable> operations = new LinkedHashMap<>();
    addElementwise(operations, "small", 20, 30);
    // From here on helpers take part, if there are any.
    addElementwise(operations, "large", 300, 500);
    addReductions(operations, "small", 20, 30);
    addReductions(operations, "large", 300, 500);
    addProducts(operations, "small", 30);
    addProducts(operations, "large", 200);
    StringBuilder tooMuch = new StringBuilder();
    Engine.cpu(EngineOptions.auto().withThreads(threads))
        .run(
            () ->
                operations.forEach(
                    (name, operation) -> {
                      double bytes = least(operation);
                      if (bytes >= MOST) {
                        tooMuch.append(name).append(": ").append(bytes).append(" bytes each\n");
                      }
                    }));
    assertTrue(tooMuch.isEmpty(), tooMuch::toString);
  }

  private static void addElementwise(
      Map<String, Runnable> operations, String size, long rows, long columns) {
    Tensor x = Tensor.randn(DType.F32, 1, rows, columns);
    Tensor y = Tensor.randn(DType.F32, 2, rows, columns);
    Tensor row = Tensor.randn(DType.F32, 3, columns);
    Tensor column = Tensor.randn(DType.F32, 4, rows, 1);
    Tensor transposed = Tensor.randn(DType.F32, 5, columns, rows).transpose();
    Tensor dst = Tensor.zeros(DType.F32, rows, columns);
    operations.put(size + " add", () -> x.addInto(y, dst));
    operations.put(size + " add in place", () -> dst.addInPlace(x));
    operations.put(size + " add transposed", () -> x.addInto(transposed, dst));
    operations.put(size + " add row", () -> x.addInto(row, dst));
    operations.put(size + " add column", () -> x.addInto(column, dst));
    operations.put(size + " multiply by a number", () -> x.mulInto(3, dst));
    operations.put(size + " exp", () -> x.expInto(dst));
    operations.put(size + " softmax", () -> x.softmaxInto(1, dst));
    operations.put(size + " softmax of columns", () -> x.softmaxInto(0, dst));
    operations.put(size + " copyFrom row", () -> dst.copyFrom(row));
    operations.put(size + " copyFrom", () -> dst.copyFrom(y));
    operations.put(size + " fill", () -> dst.fill(1));
    operations.put(size + " get", () -> x.get(3, 4));
  }

  private static void addReductions(
      Map<String, Runnable> operations, String size, long rows, long columns) {
    Tensor x = Tensor.randn(DType.F32, 1, rows, columns);
    Tensor flat = x.flatten();
    Tensor sumsOfRows = Tensor.zeros(DType.F32, rows);
    Tensor sumsOfColumns = Tensor.zeros(DType.F32, columns);
    operations.put(size + " sum", x::sum);
    operations.put(size + " max", x::max);
    operations.put(size + " dot", () -> flat.dot(flat));
    operations.put(size + " sum of rows", () -> x.sumInto(sumsOfRows, 1));
    operations.put(size + " sum of columns", () -> x.sumInto(sumsOfColumns, 0));
  }

  private static void addProducts(Map<String, Runnable> operations, String size, long n) {
    Tensor x = Tensor.randn(DType.F32, 1, n, n);
    Tensor y = Tensor.randn(DType.F32, 2, n, n);
    Tensor vector = Tensor.randn(DType.F32, 3, n);
    Tensor dst = Tensor.zeros(DType.F32, n, n);
    Tensor image = Tensor.zeros(DType.F32, n);
    operations.put(size + " matmul", () -> x.matmulInto(y, dst));
    operations.put(size + " gemm", () -> Tensor.gemm(0.5, x, y, 0.5, dst));
    operations.put(size + " matmul vector", () -> x.matmulInto(vector, image));
    operations.put(size + " vector matmul", () -> vector.matmulInto(x, image));
    Tensor batch = Tensor.randn(DType.F32, 4, 3, n, n);
    Tensor images = Tensor.zeros(DType.F32, 3, n, n);
    operations.put(size + " batched matmul", () -> batch.matmulInto(y, images));
    operations.put(size + " matmul batched", () -> y.matmulInto(batch, images));
  }

  private static double least(Runnable operation) {
    long start = System.nanoTime();
    double bytes = bytesEach(operation);
    while (bytes >= MOST && System.nanoTime() - start < PATIENCE_NANOS) {
      bytes = Math.min(bytes, bytesEach(operation));
    }
    return bytes;
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
