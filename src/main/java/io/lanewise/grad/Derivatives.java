package io.lanewise.grad;

import static io.lanewise.Slice.at;

import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import java.util.function.UnaryOperator;

/**
 * Derivatives of functions of one tensor: gradient, Jacobian, Hessian, and their products with
 * vectors, which cost a few evaluations of the function whatever the size.
 */
public final class Derivatives {
  private Derivatives() {}

  /**
   * The gradient of a number.
   *
   * @param f gives one number
   * @param x where
   * @return shape of x
   * @throws ShapeException if f gives more or less than one number
   */
  public static Tensor gradient(UnaryOperator<Variable> f, Tensor x) {
    Variable at = Variable.of(x);
    Variable y = number("gradient", f.apply(at));
    return y.isTracked() ? y.backward().of(at) : zeros(x);
  }

  /**
   * All partial derivatives of all elements of the result: one backward pass for each.
   *
   * @param f any function
   * @param x where
   * @return shape of f(x), then of x
   */
  public static Tensor jacobian(UnaryOperator<Variable> f, Tensor x) {
    Variable at = Variable.of(x);
    return jacobian(f.apply(at), at);
  }

  private static Tensor jacobian(Variable y, Variable x) {
    long rows = y.shape().elements();
    Tensor jacobian = Tensor.zeros(x.dtype(), rows, x.shape().elements());
    Tensor seed = Tensor.zeros(y.dtype(), rows);
    for (long i = 0; i < rows && y.isTracked(); i++) {
      seed.set(1, i);
      Tensor row = y.backward(seed.reshape(y.shape().toArray()), /* keepGraph= */ true).of(x);
      jacobian.slice(at(i)).copyFrom(row.contiguous().flatten());
      seed.set(0, i);
    }
    long[] left = y.shape().toArray();
    long[] shape = java.util.Arrays.copyOf(left, left.length + x.rank());
    System.arraycopy(x.shape().toArray(), 0, shape, left.length, x.rank());
    return jacobian.reshape(shape);
  }

  /**
   * {@code J v}, how the result changes when x moves along v, by two backward passes: the first
   * gives {@code J'u}, which is linear in u, and the second differentiates that by u.
   *
   * @param f any function of operations that can be differentiated twice
   * @param x where
   * @param v direction, shape of x
   * @return shape of f(x)
   * @throws ShapeException if v is of another shape
   */
  public static Tensor jacobianVector(UnaryOperator<Variable> f, Tensor x, Tensor v) {
    requireLike("jacobianVector", x, v);
    Variable at = Variable.of(x);
    Variable y = f.apply(at);
    Variable u = Variable.of(zeros(y.value()));
    Variable transposed = y.weightedGradients(u, at).get(0);
    return transposed.isTracked()
        ? transposed.backward(v, /* keepGraph= */ false).of(u)
        : zeros(y.value());
  }

  /**
   * {@code J'u}, the gradient of {@code sum(u f(x))}, by one backward pass.
   *
   * @param f any function
   * @param x where
   * @param u weights, shape of f(x)
   * @return shape of x
   * @throws ShapeException if u is of another shape
   */
  public static Tensor vectorJacobian(UnaryOperator<Variable> f, Tensor x, Tensor u) {
    Variable at = Variable.of(x);
    Variable y = f.apply(at);
    requireLike("vectorJacobian", y.value(), u);
    return y.isTracked() ? y.backward(u, /* keepGraph= */ false).of(at) : zeros(x);
  }

  /**
   * All second derivatives of a number: the Jacobian of its gradient.
   *
   * @param f gives one number, by operations that can be differentiated twice
   * @param x where
   * @return shape of x, twice; symmetric up to rounding
   * @throws ShapeException if f gives more or less than one number
   */
  public static Tensor hessian(UnaryOperator<Variable> f, Tensor x) {
    Variable at = Variable.of(x);
    return jacobian(number("hessian", f.apply(at)).gradients(at).get(0), at);
  }

  /**
   * {@code H v} without H, by two backward passes [1].
   *
   * <p>[1] B. A. Pearlmutter, Fast exact multiplication by the Hessian, 1994.
   *
   * @param f gives one number, by operations that can be differentiated twice
   * @param x where
   * @param v direction, shape of x
   * @return shape of x
   * @throws ShapeException if f gives more or less than one number, or v is of another shape
   */
  public static Tensor hessianVector(UnaryOperator<Variable> f, Tensor x, Tensor v) {
    requireLike("hessianVector", x, v);
    Variable at = Variable.of(x);
    Variable gradient = number("hessianVector", f.apply(at)).gradients(at).get(0);
    return gradient.isTracked() ? gradient.backward(v, /* keepGraph= */ false).of(at) : zeros(x);
  }

  private static Variable number(String operation, Variable y) {
    if (y.shape().elements() != 1) {
      throw new ShapeException(
          operation
              + ": the function gives "
              + y.shape()
              + ", not one number; jacobian takes that");
    }
    return y;
  }

  private static void requireLike(String operation, Tensor x, Tensor v) {
    if (!v.shape().equals(x.shape())) {
      throw new ShapeException(
          operation + ": " + v.shape() + " was given, but " + x.shape() + " is needed");
    }
  }

  private static Tensor zeros(Tensor x) {
    return Tensor.zeros(x.dtype(), x.shape().toArray());
  }
}
