package io.lanewise.jmh.measure;

import io.lanewise.Engine;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Stands in front of a backend and takes the time of each of its primitives: of products and
 * attention apart for each shape. An engine of it computes the same bits.
 *
 * <p>It holds the operands of the last call of each kind, so that its products can be repeated
 * alone. Those of attention are then products of whole batches: what attention would cost if scores
 * were free.
 */
final class Recorder {
  /** One kind of call. */
  static final class Calls {
    final String name;
    final double flops;
    private final Method method;
    private final Object backend;
    private Object[] arguments;
    private final List<Product> products = new ArrayList<>();
    int count;
    long nanos;

    private Calls(String name, double flops, Method method, Object backend, Object[] arguments) {
      this.name = name;
      this.flops = flops;
      this.method = method;
      this.backend = backend;
      this.arguments = arguments;
    }

    /** Its products alone: the last call again, or what attention multiplies. */
    void alone() {
      if (method.getName().equals("gemm")) {
        try {
          invoke(method, backend, arguments);
        } catch (Throwable wrong) {
          throw new AssertionError(name, wrong);
        }
        return;
      }
      if (products.isEmpty()) {
        attention();
      }
      products.forEach(product -> product.a.matmulInto(product.b, product.c));
    }

    private void attention() {
      Tensor q = Internal.tensor((View) arguments[0]);
      Tensor k = Internal.tensor((View) arguments[1]);
      Tensor v = Internal.tensor((View) arguments[2]);
      long[] sizes = q.shape().toArray();
      Tensor rows = Tensor.empty(q.dtype(), sizes);
      sizes[sizes.length - 1] = k.size(-2);
      Tensor scores = Tensor.ones(q.dtype(), sizes);
      products.add(new Product(q, k.transpose(), scores));
      if (method.getName().equals("attention")) {
        products.add(new Product(scores, v, rows));
      } else {
        Tensor g = Internal.tensor((View) arguments[6]);
        products.add(new Product(scores.transpose(), g, rows));
        products.add(new Product(g, v.transpose(), scores));
        products.add(new Product(scores, k, rows));
        products.add(new Product(scores.transpose(), q, rows));
      }
    }
  }

  /** One of attention's: c = a b. */
  private record Product(Tensor a, Tensor b, Tensor c) {}

  private final Map<String, Calls> calls = new LinkedHashMap<>();
  private final LongSupplier clock;
  private final Engine engine;

  /**
   * A recorder.
   *
   * @param of the engine whose backend works
   * @param clock nanoseconds
   */
  Recorder(Engine of, LongSupplier clock) {
    this.clock = clock;
    Backend backend = Internal.backend(of);
    Object proxy =
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (self, method, arguments) -> timed(backend, method, arguments));
    this.engine = Internal.engine((Backend) proxy);
  }

  Engine engine() {
    return engine;
  }

  /** What was called, by its name. */
  Map<String, Calls> calls() {
    return calls;
  }

  void forget() {
    calls.clear();
  }

  private Object timed(Backend backend, Method method, Object[] arguments) throws Throwable {
    long start = clock.getAsLong();
    Object result = invoke(method, backend, arguments);
    long nanos = clock.getAsLong() - start;
    String name = name(method, arguments);
    Calls same =
        calls.computeIfAbsent(
            name, own -> new Calls(own, flops(method, arguments), method, backend, arguments));
    same.count++;
    same.nanos += nanos;
    same.arguments = arguments;
    return result;
  }

  private static Object invoke(Method method, Object backend, Object[] arguments) throws Throwable {
    try {
      return method.invoke(backend, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  private static String name(Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "gemm" -> {
        View a = (View) arguments[1];
        View b = (View) arguments[2];
        String batch = a.rank() > 2 ? batch(a) + " x " : "";
        yield String.format(
            Locale.ROOT,
            "product %s%d x %d x %d%s%s",
            batch,
            a.size(-2),
            b.size(-1),
            a.size(-1),
            transposed(a) ? ", a'" : "",
            transposed(b) ? ", b'" : "");
      }
      case "attention", "attentionGradient" -> {
        View q = (View) arguments[0];
        yield (method.getName().equals("attention") ? "attention " : "its gradient ") + q.shape();
      }
      default -> method.getName();
    };
  }

  private static boolean transposed(View matrix) {
    return matrix.stride(-1) != 1 && matrix.stride(-2) == 1;
  }

  private static long batch(View x) {
    return x.elements() / Math.max(1, x.size(-1) * x.size(-2));
  }

  /** Those of its products. */
  private static double flops(Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "gemm" -> 2.0 * ((View) arguments[4]).elements() * ((View) arguments[1]).size(-1);
      case "attention" -> 2 * product(arguments);
      case "attentionGradient" -> 5 * product(arguments);
      default -> 0;
    };
  }

  private static double product(Object[] arguments) {
    View q = (View) arguments[0];
    return 2.0 * q.elements() * ((View) arguments[1]).size(-2);
  }
}
