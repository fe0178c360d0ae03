package io.lanewise.grad;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.grad.Node.Edge;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * Derivatives of the elementwise operations. Rules are written in operations on variables, so that
 * they can be differentiated themselves.
 */
final class ElementwiseRules {
  private ElementwiseRules() {}

  /** An operation of one operand whose rule, of gradient and result, reads its result. */
  static Variable ofResult(
      String operation, Tensor value, Variable x, BinaryOperator<Variable> rule) {
    Later<Variable> result = new Later<>();
    return result.set(
        Node.record(operation, value, new Edge(x, g -> rule.apply(g, result.get()), value)));
  }

  /** An operation of one operand whose rule reads the operand. */
  static Variable ofOperand(
      String operation, Tensor value, Variable x, BinaryOperator<Variable> rule) {
    return Node.record(operation, value, new Edge(x, g -> rule.apply(g, x), x.value()));
  }

  /** An operation of one operand whose rule reads neither it nor its result. */
  static Variable linear(String operation, Tensor value, Variable x, UnaryOperator<Variable> rule) {
    return Node.record(operation, value, new Edge(x, rule));
  }

  private static UnaryOperator<Variable> reduced(Variable operand, UnaryOperator<Variable> rule) {
    long[] shape = operand.shape().toArray();
    return g -> rule.apply(g).sumTo(shape);
  }

  static Variable add(Variable a, Variable b) {
    return Node.record(
        "add",
        a.value().add(b.value()),
        new Edge(a, reduced(a, g -> g)),
        new Edge(b, reduced(b, g -> g)));
  }

  static Variable sub(Variable a, Variable b) {
    return Node.record(
        "sub",
        a.value().sub(b.value()),
        new Edge(a, reduced(a, g -> g)),
        new Edge(b, reduced(b, Variable::neg)));
  }

  static Variable mul(Variable a, Variable b) {
    return Node.record(
        "mul",
        a.value().mul(b.value()),
        new Edge(a, reduced(a, g -> g.mul(b)), b.value()),
        new Edge(b, reduced(b, g -> g.mul(a)), a.value()));
  }

  static Variable multiplyAdd(Variable a, Variable b, Variable c) {
    return Node.record(
        "multiplyAdd",
        a.value().multiplyAdd(b.value(), c.value()),
        new Edge(a, reduced(a, g -> g.mul(b)), b.value()),
        new Edge(b, reduced(b, g -> g.mul(a)), a.value()),
        new Edge(c, reduced(c, g -> g)));
  }

  static Variable div(Variable a, Variable b) {
    return Node.record(
        "div",
        a.value().div(b.value()),
        new Edge(a, reduced(a, g -> g.div(b)), b.value()),
        new Edge(b, reduced(b, g -> g.mul(a).div(b.mul(b)).neg()), a.value(), b.value()));
  }

  static Variable pow(Variable a, Variable b) {
    return Node.record(
        "pow",
        a.value().pow(b.value()),
        new Edge(a, reduced(a, g -> g.mul(powByBase(a, b))), a.value(), b.value()),
        new Edge(b, reduced(b, g -> g.mul(powByExponent(a, b))), a.value(), b.value()));
  }

  /** {@code b a^(b-1)}; 0 for b = 0, also where the power is infinite. */
  private static Variable powByBase(Variable a, Variable b) {
    Tensor none = b.value().eq(0);
    Variable exponent = Variable.where(none, one(b.dtype()), b);
    return Variable.where(none, zero(b.dtype()), b.mul(a.pow(exponent.sub(1))));
  }

  /** {@code a^b log a}; 0 for a = 0, the limit for b greater than 0. */
  private static Variable powByExponent(Variable a, Variable b) {
    Tensor none = a.value().eq(0);
    Variable base = Variable.where(none, one(a.dtype()), a);
    return Variable.where(none, zero(a.dtype()), a.pow(b).mul(base.log()));
  }

  static Variable pow(Variable x, double b) {
    Tensor value = x.value().pow(b);
    if (b == 0) {
      return Variable.constant(value);
    }
    return ofOperand(
        "pow", value, x, (g, y) -> b == 1 ? g : g.mul(b == 2 ? y.mul(2) : y.pow(b - 1).mul(b)));
  }

  static Variable rpow(double base, Variable x) {
    double log = Math.log(base);
    return ofResult("rpow", x.value().rpow(base), x, (g, y) -> g.mul(y).mul(log));
  }

  /** The larger, or the smaller; equals share the gradient. */
  static Variable extreme(Variable a, Variable b, boolean larger) {
    Tensor value = larger ? a.value().maximum(b.value()) : a.value().minimum(b.value());
    return Node.record(
        larger ? "maximum" : "minimum",
        value,
        new Edge(a, reduced(a, g -> g.mul(share(a, b, larger))), a.value(), b.value()),
        new Edge(b, reduced(b, g -> g.mul(share(b, a, larger))), a.value(), b.value()));
  }

  private static Variable share(Variable a, Variable b, boolean larger) {
    Tensor wins = larger ? a.value().gt(b.value()) : a.value().lt(b.value());
    Tensor holds = larger ? a.value().ge(b.value()) : a.value().le(b.value());
    return Variable.constant(wins.cast(a.dtype()).addInPlace(holds.cast(a.dtype())).mulInPlace(.5));
  }

  static Variable siluGradient(Variable g, Variable x) {
    Variable s = x.sigmoid();
    return g.mul(s.mul(x.mul(s.rsub(1)).add(1)));
  }

  /** {@code Phi(x) + x phi(x)}. */
  static Variable geluGradient(Variable g, Variable x) {
    Variable share = x.mul(Math.sqrt(.5)).erf().add(1).mul(.5);
    Variable density = x.mul(x).mul(-.5).exp().div(Math.sqrt(2 * Math.PI));
    return g.mul(share.add(x.mul(density)));
  }

  static Variable abs(Variable x) {
    return ofOperand(
        "abs",
        x.value().abs(),
        x,
        (g, y) -> {
          Tensor up = y.value().gt(0).cast(y.dtype());
          return g.mul(Variable.constant(up.subInPlace(y.value().lt(0).cast(y.dtype()))));
        });
  }

  static Variable where(Tensor condition, Variable a, Variable b) {
    Tensor value = Tensor.where(condition, a.value(), b.value());
    Variable none = zero(a.dtype());
    return Node.record(
        "where",
        value,
        new Edge(a, reduced(a, g -> Variable.where(condition, g, none)), condition),
        new Edge(b, reduced(b, g -> Variable.where(condition, none, g)), condition));
  }

  static Variable cast(Variable x, DType dtype) {
    DType own = x.dtype();
    Tensor value = x.value().cast(dtype);
    return dtype.computes() ? linear("cast", value, x, g -> g.cast(own)) : Variable.constant(value);
  }

  private static Variable zero(DType dtype) {
    return Variable.constant(Tensor.scalar(dtype, 0));
  }

  private static Variable one(DType dtype) {
    return Variable.constant(Tensor.scalar(dtype, 1));
  }
}
