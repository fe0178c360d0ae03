package io.lanewise.gpu;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Kernels of elementwise operations: a thread for each element. Bandwidth limits them, so one
 * kernel that asks which function it is serves all.
 *
 * <p>p: count, rank, operation, place of a, of b, of the target, which operand is the scalar {@code
 * s[0]} (1 the right one, 2 the left one; its place is anywhere), nothing; then sizes, strides of
 * a, of b, of the target, {@link Places#AXES} each.
 */
@SuppressWarnings({"IdentityBinaryExpression", "cast"})
final class ElementwiseF32 {
  private ElementwiseF32() {}

  static void map(KernelContext c, IntArray p, FloatArray s, FloatArray w) {
    int i = c.globalIdx;
    if (i < p.get(0)) {
      int rank = p.get(1);
      int op = p.get(2);
      float x = w.get(p.get(3) + Places.of(p, 8, 14, rank, i));
      float y = x;
      if (op == 0) {
        y = -x;
      } else if (op == 1) {
        y = TornadoMath.abs(x);
      } else if (op == 2) {
        y = root(x);
      } else if (op == 3) {
        y = TornadoMath.exp(x);
      } else if (op == 4) {
        y = TornadoMath.log(x);
      } else if (op == 5) {
        y = TornadoMath.tanh(x);
      } else if (op == 7) {
        y = s.get(0);
      }
      w.set(p.get(5) + Places.of(p, 8, 26, rank, i), y);
    }
  }

  static void zip(KernelContext c, IntArray p, FloatArray s, FloatArray w) {
    int i = c.globalIdx;
    if (i < p.get(0)) {
      int rank = p.get(1);
      int op = p.get(2);
      int scalar = p.get(6);
      float a = w.get(p.get(3) + Places.of(p, 8, 14, rank, i));
      float b = w.get(p.get(4) + Places.of(p, 8, 20, rank, i));
      if (scalar == 1) {
        b = s.get(0);
      }
      if (scalar == 2) {
        a = s.get(0);
      }
      float y = a + b;
      if (op == 1) {
        y = a - b;
      } else if (op == 2) {
        y = a * b;
      } else if (op == 3) {
        y = a / b;
      } else if (op == 4) {
        y = power(a, b);
      } else if (op == 5) {
        y = larger(a, b);
      } else if (op == 6) {
        y = -larger(-a, -b);
      }
      w.set(p.get(5) + Places.of(p, 8, 26, rank, i), y);
    }
  }

  /**
   * Square root to one ulp. TornadoVM makes its own {@code native_sqrt}, which OpenCL has for
   * single precision alone: in double it had 8 digits on one device, and infinity from 10^39 on. A
   * power is right to 16 ulps; a step of Newton's method leaves its own roundings, of the quotient
   * and of the sum.
   */
  static float root(float x) {
    float y = TornadoMath.pow(x, 0.5f);
    float better = 0.5f * (y + x / y);
    if (y > 0f && y - y == 0f) {
      y = better;
    }
    if (x == 0f) {
      y = x; // with its sign
    }
    if (x < 0f) {
      y = (x - x) / (x - x);
    }
    return y;
  }

  /** Java's rules: 1 to the power of NaN or infinity is NaN, where C has 1. */
  static float power(float a, float b) {
    float y = TornadoMath.pow(a, b);
    if (b != b) {
      y = b;
    }
    if ((a == 1f || a == -1f) && (b - b != b - b)) {
      y = b - b;
    }
    return y;
  }

  /** NaN if either is; of zeros, the positive one: sums of zeros are negative only if both are. */
  static float larger(float a, float b) {
    float y = a + b;
    if (a > b) {
      y = a;
    } else if (b > a) {
      y = b;
    } else if (a == b && a != 0f) {
      y = a;
    }
    return y;
  }
}
