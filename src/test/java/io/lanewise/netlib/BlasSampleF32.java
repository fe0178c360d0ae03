package io.lanewise.netlib;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ludovic.netlib.blas.BLAS;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Random;

/**
 * Arguments of BLAS routines on f32, and the comparison with netlib's reference. What a routine
 * must neither read nor write is NaN: gaps, the other triangle, operands whose factor is 0.
 */
final class BlasSampleF32 {
  static final BLAS REFERENCE = reference();
  static final BLAS OURS = NetlibBlas.getInstance();
  private static final BLAS SEGMENTS = SegmentsF32.over(OURS);
  private static final double EPS = Math.ulp(1f);
  private static final int[] SIZES = {0, 1, 1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17, 24, 31, 33, 50, 67};

  private BlasSampleF32() {}

  /**
   * The Fortran reference, translated; the class that holds it is not public. Arrays are made
   * longer for it, because some of its checks want the gap behind the last column too.
   */
  private static BLAS reference() {
    try {
      Method method =
          Class.forName("dev.ludovic.netlib.blas.F2jBLAS").getDeclaredMethod("getInstance");
      method.setAccessible(true);
      Object reference = method.invoke(null);
      InvocationHandler longer = (proxy, routine, arguments) -> call(reference, routine, arguments);
      Class<?>[] type = {BLAS.class};
      return (BLAS) Proxy.newProxyInstance(BLAS.class.getClassLoader(), type, longer);
    } catch (ReflectiveOperationException missing) {
      throw new ExceptionInInitializerError(missing);
    }
  }

  private static Object call(Object reference, Method routine, Object[] arguments)
      throws ReflectiveOperationException {
    Object[] longer = arguments.clone();
    for (int i = 0; i < longer.length; i++) {
      if (arguments[i] instanceof float[] array) {
        longer[i] = Arrays.copyOf(array, array.length + 4);
      }
    }
    Object result = routine.invoke(reference, longer);
    for (int i = 0; i < longer.length; i++) {
      if (arguments[i] instanceof float[] array) {
        System.arraycopy(longer[i], 0, array, 0, array.length);
      }
    }
    return result;
  }

  /** Lanewise's BLAS, on arrays or on segments. */
  static BLAS ours(Random random) {
    return random.nextBoolean() ? OURS : SEGMENTS;
  }

  static int size(Random random) {
    return SIZES[random.nextInt(SIZES.length)];
  }

  /** A size beyond one block of a product, now and then. */
  static int large(Random random) {
    return random.nextInt(8) > 0 ? size(random) : 190 + random.nextInt(90);
  }

  static float factor(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> 0f;
      case 1 -> -1f;
      case 2, 3 -> 1f;
      default -> number(random);
    };
  }

  static float number(Random random) {
    return (float) random.nextGaussian();
  }

  static String either(Random random, String... texts) {
    String text = texts[random.nextInt(texts.length)];
    return random.nextInt(4) > 0 ? text : text.toLowerCase(java.util.Locale.ROOT);
  }

  static boolean is(String text, String letters) {
    return letters.contains(text.toUpperCase(java.util.Locale.ROOT));
  }

  /** A vector in an array. */
  record Vector(float[] data, int offset, int inc) {
    static Vector of(Random random, int n, boolean readable, int... incs) {
      int inc = incs[random.nextInt(incs.length)];
      int offset = random.nextInt(4);
      float[] data = new float[offset + Math.max(0, n - 1) * Math.abs(inc) + 1 + random.nextInt(3)];
      Arrays.fill(data, Float.NaN);
      for (int i = 0; readable && i < n; i++) {
        data[offset + i * Math.abs(inc)] = number(random);
      }
      return new Vector(data, offset, inc);
    }

    static Vector of(Random random, int n, boolean readable) {
      return of(random, n, readable, 1, 1, 1, -1, 2, -3, 7);
    }

    float[] data(boolean abs) {
      return abs ? absolute(data) : data;
    }
  }

  /** A column-major matrix in an array. */
  record Matrix(float[] data, int offset, int ld) {
    /** Of the matrix the triangle 'U' or 'L' is readable, with 'A' all of it, with '-' nothing. */
    static Matrix of(Random random, int rows, int columns, char part) {
      int ld = Math.max(1, rows) + (random.nextBoolean() ? 0 : random.nextInt(4));
      int offset = random.nextInt(4);
      float[] data = new float[offset + Math.max(0, columns - 1) * ld + rows + random.nextInt(3)];
      Arrays.fill(data, Float.NaN);
      for (int j = 0; j < columns; j++) {
        for (int i = 0; i < rows; i++) {
          if (part == 'A' || (part == 'U' && i <= j) || (part == 'L' && i >= j)) {
            data[offset + i + j * ld] = number(random);
          }
        }
      }
      return new Matrix(data, offset, ld);
    }

    /** A triangular matrix whose diagonal is not to be read where it is taken as ones. */
    static Matrix triangular(Random random, int n, boolean upper, boolean unit, double strength) {
      Matrix matrix = of(random, n, n, upper ? 'U' : 'L');
      for (int i = 0; i < n; i++) {
        int at = matrix.offset + i + i * matrix.ld;
        matrix.data[at] =
            unit ? Float.NaN : (float) (matrix.data[at] + Math.copySign(strength, matrix.data[at]));
      }
      return matrix;
    }

    float[] data(boolean abs) {
      return abs ? absolute(data) : data;
    }
  }

  private static float[] absolute(float[] data) {
    float[] result = data.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] = Math.abs(result[i]);
    }
    return result;
  }

  /** A routine with all its arguments but the one that it changes. */
  interface Call {
    /**
     * Calls.
     *
     * @param blas implementation
     * @param result the array that is changed
     * @param abs whether with the absolute values of all other arguments
     */
    void on(BLAS blas, float[] result, boolean abs);
  }

  /**
   * Compares with the reference: an element's error is at most that of two sums of so many
   * products.
   */
  static void compare(String what, int terms, float[] before, Call call) {
    float[] ours = before.clone();
    call.on(OURS, ours, false);
    float[] inSegments = before.clone();
    call.on(SEGMENTS, inSegments, false);
    float[] expected = before.clone();
    call.on(REFERENCE, expected, false);
    float[] scale = absolute(before);
    call.on(REFERENCE, scale, true);
    compare(what, terms, ours, expected, scale);
    compare(what + " in segments", terms, inSegments, expected, scale);
  }

  private static void compare(
      String what, int terms, float[] found, float[] expected, float[] scale) {
    for (int i = 0; i < found.length; i++) {
      boolean same = Float.compare(found[i], expected[i]) == 0;
      double bound = 2 * (terms + 4) * EPS * scale[i] + (terms + 4) * Float.MIN_VALUE;
      assertTrue(
          same || Math.abs((double) found[i] - expected[i]) <= bound,
          what + ": element " + i + " is " + found[i] + ", not " + expected[i] + ", +- " + bound);
    }
  }

  /** Whether {@code sum_p a(i, p) x(p, j)} is b(i, j) to within n roundings of its terms. */
  static void residual(String what, int n, int columns, Entry a, Entry x, Entry b) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = b.at(i, j);
        double scale = Math.abs(sum);
        for (int p = 0; p < n; p++) {
          double product = a.at(i, p) * x.at(p, j);
          sum -= product;
          scale += Math.abs(product);
        }
        double bound = (n + 4) * EPS * scale;
        assertTrue(
            Math.abs(sum) <= bound,
            what + ": residual (" + i + ", " + j + ") " + sum + " > " + bound);
      }
    }
  }

  /** An element of a matrix. */
  interface Entry {
    /** Its value in double. */
    double at(int i, int j);
  }
}
