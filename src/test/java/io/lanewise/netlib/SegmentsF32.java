package io.lanewise.netlib;

import dev.ludovic.netlib.blas.BLAS;
import io.lanewise.Blas;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * Lanewise's BLAS on memory segments as one on arrays: each array goes into a segment of some kind,
 * and comes back from there.
 */
final class SegmentsF32 {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private SegmentsF32() {}

  static BLAS over(BLAS arrays) {
    Random random = new Random(1);
    Class<?>[] type = {BLAS.class};
    return (BLAS)
        Proxy.newProxyInstance(
            BLAS.class.getClassLoader(),
            type,
            (proxy, routine, arguments) -> {
              Optional<Method> ours = counterpart(routine);
              try {
                return ours.isEmpty()
                    ? routine.invoke(arrays, arguments)
                    : call(random, ours.get(), arguments);
              } catch (InvocationTargetException thrown) {
                throw Objects.requireNonNull(thrown.getCause());
              }
            });
  }

  /** The routine of the same name that takes segments for arrays. */
  private static Optional<Method> counterpart(Method routine) {
    for (Method method : Blas.class.getMethods()) {
      if (method.getName().equals(routine.getName()) && fits(method, routine)) {
        method.setAccessible(true); // the class that declares it is not public
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }

  private static boolean fits(Method method, Method routine) {
    Class<?>[] types = method.getParameterTypes();
    Class<?>[] wanted = routine.getParameterTypes();
    boolean any = false;
    for (int i = 0; i < types.length && types.length == wanted.length; i++) {
      boolean segment = types[i] == MemorySegment.class && wanted[i] == float[].class;
      boolean index = types[i] == long.class && wanted[i] == int.class;
      if (!segment && !index && types[i] != wanted[i]) {
        return false;
      }
      any |= segment;
    }
    return any;
  }

  private static Object call(Random random, Method method, Object[] arguments)
      throws ReflectiveOperationException {
    try (Arena shared = Arena.ofShared();
        Arena confined = Arena.ofConfined()) {
      Object[] converted = arguments.clone();
      for (int i = 0; i < converted.length; i++) {
        if (method.getParameterTypes()[i] == MemorySegment.class) {
          MemorySegment segment = segment(random, shared, confined, (float[]) arguments[i]);
          converted[i] = segment;
        } else if (method.getParameterTypes()[i] == long.class) {
          converted[i] = ((Integer) arguments[i]).longValue();
        }
      }
      Object result = method.invoke(null, converted);
      for (int i = 0; i < converted.length; i++) {
        if (converted[i] instanceof MemorySegment segment) {
          float[] array = (float[]) arguments[i];
          MemorySegment.copy(segment, FLOAT, 0, array, 0, array.length);
        }
      }
      return result;
    }
  }

  private static MemorySegment segment(
      Random random, Arena shared, Arena confined, float[] elements) {
    long bytes = (long) elements.length * Float.BYTES;
    MemorySegment segment =
        switch (random.nextInt(4)) {
          case 0 -> shared.allocate(bytes, Float.BYTES);
          case 1 -> confined.allocate(bytes + 1).asSlice(1); // not aligned
          case 2 -> MemorySegment.ofArray(new float[elements.length]);
          default -> MemorySegment.ofArray(new byte[(int) bytes]);
        };
    MemorySegment.copy(elements, 0, segment, FLOAT, 0, elements.length);
    return segment;
  }
}
