package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.internal.Internal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What decompositions allocate by the way that they take with the default options: all of it
 * together, whether or not it is held at the same time, beside the results.
 */
class MemoryTest {
  /** All that is not as large as a matrix, relative to one of order 512. */
  private static final double REST = 0.9;

  /** Bytes asked of the engine while work is done. */
  private static long allocated(Runnable work) {
    Backend real = Internal.backend(Engine.cpu(EngineOptions.auto().withThreads(1)));
    AtomicLong bytes = new AtomicLong();
    Backend[] counting = new Backend[1];
    counting[0] =
        (Backend)
            Proxy.newProxyInstance(
                Backend.class.getClassLoader(),
                new Class<?>[] {Backend.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("allocate")) {
                    bytes.addAndGet((long) arguments[1]);
                  }
                  try {
                    Object result = method.invoke(real, arguments);
                    return result == real ? counting[0] : result;
                  } catch (InvocationTargetException thrown) {
                    throw thrown.getCause();
                  }
                });
    Internal.engine(counting[0]).run(work);
    return bytes.get();
  }

  private static void check(String what, Tensor a, long results, Runnable work) {
    long matrix = a.elements() * a.dtype().bytes();
    double matrices = (allocated(work) - results) / (double) matrix;
    assertTrue(matrices <= 4 + REST, what + ": " + matrices + " matrices beside the results");
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void eigenvectorsTakeFourMatrices(DType dtype) {
    int n = 512;
    Tensor a = Tensor.randn(dtype, 1, n, n);
    long result = (long) n * n * dtype.bytes();
    Tensor indefinite = a.add(a.transpose());
    check("indefinite", indefinite, result, () -> SymmetricEigen.of(indefinite));
    Tensor definite = a.matmul(a.transpose());
    definite.diagonal().addInPlace(n);
    check("definite", definite, result, () -> SymmetricEigen.of(definite));
    Tensor nearly = indefinite.copy();
    nearly.set(nearly.get(0, 1) * (1 + 4 * dtype.epsilon()), 0, 1);
    check("rounded", nearly, result, () -> SymmetricEigen.of(nearly));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void singularVectorsTakeFourMatrices(DType dtype) {
    for (long[] shape :
        new long[][] {{512, 512}, {700, 512}, {512, 700}, {2048, 256}, {256, 2048}}) {
      Tensor a = Tensor.randn(dtype, 1, shape);
      long least = Math.min(shape[0], shape[1]);
      long results = least * (shape[0] + shape[1]) * dtype.bytes();
      check(a.shape().toString(), a, results, () -> Svd.of(a));
      Tensor huge = a.mul(1e30);
      check(a.shape() + ", scaled", a, results, () -> Svd.of(huge));
    }
  }
}
