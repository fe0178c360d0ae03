package io.lanewise.grad;

import io.lanewise.Activation;
import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.Shape;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tensor in a computation that is to be differentiated: reverse mode, defined by running it.
 *
 * <pre>{@code
 * Variable w = Variable.of(Tensor.of(1, 2));
 * Variable loss = w.mul(w).sum();          // w1^2 + w2^2
 * loss.backward().of(w);                   // 2 4
 * }</pre>
 *
 * <p>Variables made by {@link #of} are what one differentiates by; {@link #constant} makes the
 * other operands. An operation with a tracked operand gives a tracked result, which knows from what
 * it came: no tape is opened or closed, and threads need nothing. Operations have the names, shapes
 * and errors of {@link Tensor}; there is none that changes elements, nor comparisons, which have no
 * derivative: {@code x.value().lt(0)}.
 *
 * <p><b>Memory.</b> An operation holds the values that its derivative needs, no others. A backward
 * pass frees them as it goes, so that a graph can be walked once; {@link #backward(Tensor,
 * boolean)} and {@link #gradients} can keep it. A graph that is never walked is freed when its
 * result becomes unreachable.
 *
 * <p><b>Changes in place.</b> Values may be changed by operations on {@link #value()}, as
 * optimisers do; if a backward pass then needs the old one it throws {@link IllegalStateException}
 * instead of giving wrong gradients. All views of one storage count as one value. What others write
 * into wrapped memory is not noticed.
 *
 * <p><b>Cost.</b> A backward pass takes about twice the operations of the forward one. A gradient
 * is the exact derivative of the formula, rounded as the operations that compute it are; the same
 * bits whatever the number of threads.
 *
 * <p>Several threads may use one variable. One graph is for one backward pass at a time.
 */
public final class Variable {
  private final Tensor tensor;
  private final @Nullable Node node;

  Variable(Tensor tensor, @Nullable Node node) {
    this.tensor = tensor;
    this.node = node;
  }

  /**
   * A variable to differentiate by. It holds the tensor itself, not a copy.
   *
   * @param tensor F32 or F64
   * @return a tracked variable
   * @throws DTypeException if the type does not compute
   */
  public static Variable of(Tensor tensor) {
    if (!tensor.dtype().computes()) {
      throw new DTypeException(
          "Variable.of: "
              + tensor.dtype()
              + " is storage only; cast(DType.F32) or cast(DType.F64) first, or use constant(...)");
    }
    return new Variable(tensor, Node.leaf(tensor));
  }

  /**
   * An operand without derivatives.
   *
   * @param tensor any tensor
   * @return a variable that is not tracked
   */
  public static Variable constant(Tensor tensor) {
    return new Variable(tensor, null);
  }

  /**
   * The numbers.
   *
   * @return the tensor itself
   */
  public Tensor value() {
    return tensor;
  }

  /**
   * The one number of a result of rank 0, or of one element.
   *
   * @return its value
   * @throws ShapeException if there are more or fewer
   */
  public double item() {
    return tensor.item();
  }

  /**
   * The shape.
   *
   * @return that of the value
   */
  public Shape shape() {
    return tensor.shape();
  }

  /**
   * The number of axes.
   *
   * @return the rank
   */
  public int rank() {
    return tensor.rank();
  }

  /**
   * The size of one axis.
   *
   * @param axis from -rank to rank - 1
   * @return elements along it
   * @throws ShapeException if there is no such axis
   */
  public long size(int axis) {
    return tensor.size(axis);
  }

  /**
   * The type.
   *
   * @return that of the value
   */
  public DType dtype() {
    return tensor.dtype();
  }

  /**
   * Whether this can be differentiated: made by {@link #of}, or computed from such while {@link
   * Recording} was on.
   *
   * @return true if so
   */
  public boolean isTracked() {
    return node != null;
  }

  /**
   * The same value as a constant.
   *
   * @return a variable that is not tracked
   */
  public Variable detach() {
    return constant(tensor);
  }

  @Nullable Node node() {
    return node;
  }

  // ---- backward

  /**
   * The gradients of this number with respect to all variables that it depends on. Frees the graph.
   *
   * @return the gradients
   * @throws ShapeException if this is not one number
   * @throws IllegalStateException if it depends on no variable, the graph was freed before, or a
   *     value that is needed was changed in place
   */
  public Gradients backward() {
    if (shape().elements() != 1) {
      throw new ShapeException(
          "backward: "
              + shape()
              + ": the gradient of one number is meant; sum() makes it one, and backward(seed,"
              + " false) takes weights");
    }
    return backward(Tensor.ones(dtype(), shape().toArray()), /* keepGraph= */ false);
  }

  /**
   * The gradients of {@code sum(seed * this)}.
   *
   * @param seed weights, of this shape and type
   * @param keepGraph whether the graph can be walked again
   * @return the gradients
   * @throws ShapeException if the seed is of another shape
   * @throws DTypeException if it is of another type
   * @throws IllegalStateException if this depends on no variable, the graph was freed before, or a
   *     value that is needed was changed in place
   */
  public Gradients backward(Tensor seed, boolean keepGraph) {
    requireLike(seed);
    if (node == null) {
      throw new IllegalStateException(
          "backward: this depends on no variable that Variable.of made, or recording was off");
    }
    return new Gradients(BackwardPass.leaves(node, seed, keepGraph));
  }

  /**
   * The gradients of the sum of this with respect to some variables, as variables that can be
   * differentiated again. Keeps the graph.
   *
   * @param by what to differentiate by, also results of operations; those on which this does not
   *     depend have gradients of zeros
   * @return one gradient for each
   * @throws IllegalStateException if the graph was freed before, or a value that is needed was
   *     changed in place
   */
  public List<Variable> gradients(Variable... by) {
    return gradients(Tensor.ones(dtype(), shape().toArray()), by);
  }

  /**
   * The gradients of {@code sum(seed * this)} with respect to some variables, as variables that can
   * be differentiated again. Keeps the graph.
   *
   * @param seed weights, of this shape and type
   * @param by what to differentiate by, also results of operations; those on which this does not
   *     depend have gradients of zeros
   * @return one gradient for each
   * @throws ShapeException if the seed is of another shape
   * @throws DTypeException if it is of another type
   * @throws IllegalStateException if the graph was freed before, or a value that is needed was
   *     changed in place
   */
  public List<Variable> gradients(Tensor seed, Variable... by) {
    return weightedGradients(constant(seed), by);
  }

  /** The same with a seed that may itself be tracked. */
  List<Variable> weightedGradients(Variable seed, Variable... by) {
    requireLike(seed.value());
    Set<Node> wanted = new HashSet<>();
    long first = Long.MAX_VALUE;
    for (Variable variable : by) {
      if (variable.node != null) {
        wanted.add(variable.node);
        first = Math.min(first, variable.node.number);
      }
    }
    Map<Node, Variable> found = Map.of();
    if (node != null && !wanted.isEmpty()) {
      BackwardPass pass = new BackwardPass(wanted, /* keepsGraph= */ true, first);
      pass.add(node, seed);
      found = Recording.set(true, pass::run);
    }
    List<Variable> gradients = new ArrayList<>();
    for (Variable variable : by) {
      Variable gradient = variable.node == null ? null : found.get(variable.node);
      gradients.add(
          gradient != null
              ? gradient
              : constant(Tensor.zeros(variable.dtype(), variable.shape().toArray())));
    }
    return gradients;
  }

  private void requireLike(Tensor seed) {
    if (!seed.shape().equals(shape())) {
      throw new ShapeException(
          "backward: the seed is " + seed.shape() + ", but the variable " + shape());
    }
    if (seed.dtype() != dtype()) {
      throw new DTypeException(
          "backward: the seed is " + seed.dtype() + ", but the variable " + dtype());
    }
  }

  // ---- elementwise

  /**
   * {@code this + other}, broadcast.
   *
   * @param other the right operand
   * @return a new variable
   * @throws ShapeException if the shapes do not broadcast
   */
  public Variable add(Variable other) {
    return ElementwiseRules.add(this, other);
  }

  /**
   * {@code this - other}, broadcast.
   *
   * @param other the right operand
   * @return a new variable
   * @throws ShapeException if the shapes do not broadcast
   */
  public Variable sub(Variable other) {
    return ElementwiseRules.sub(this, other);
  }

  /**
   * {@code this * other}, broadcast.
   *
   * @param other the right operand
   * @return a new variable
   * @throws ShapeException if the shapes do not broadcast
   */
  public Variable mul(Variable other) {
    return ElementwiseRules.mul(this, other);
  }

  /**
   * {@code this * factor + addend}, broadcast, rounded once.
   *
   * @param factor what this is multiplied by
   * @param addend what is added
   * @return a new variable
   * @throws ShapeException if the shapes do not broadcast
   */
  public Variable multiplyAdd(Variable factor, Variable addend) {
    return ElementwiseRules.multiplyAdd(this, factor, addend);
  }

  /**
   * {@code this / other}, broadcast.
   *
   * @param other the right operand
   * @return a new variable
   * @throws ShapeException if the shapes do not broadcast
   */
  public Variable div(Variable other) {
    return ElementwiseRules.div(this, other);
  }

  /**
   * {@code this + value}.
   *
   * @param value a number
   * @return a new variable
   */
  public Variable add(double value) {
    return ElementwiseRules.linear("add", tensor.add(value), this, g -> g);
  }

  /**
   * {@code this - value}.
   *
   * @param value a number
   * @return a new variable
   */
  public Variable sub(double value) {
    return ElementwiseRules.linear("sub", tensor.sub(value), this, g -> g);
  }

  /**
   * {@code this * value}.
   *
   * @param value a number
   * @return a new variable
   */
  public Variable mul(double value) {
    return ElementwiseRules.linear("mul", tensor.mul(value), this, g -> g.mul(value));
  }

  /**
   * {@code this / value}.
   *
   * @param value a number
   * @return a new variable
   */
  public Variable div(double value) {
    return ElementwiseRules.linear("div", tensor.div(value), this, g -> g.div(value));
  }

  /**
   * {@code value - this}.
   *
   * @param value a number
   * @return a new variable
   */
  public Variable rsub(double value) {
    return ElementwiseRules.linear("rsub", tensor.rsub(value), this, Variable::neg);
  }

  /**
   * {@code value / this}.
   *
   * @param value a number, not 0
   * @return a new variable
   */
  public Variable rdiv(double value) {
    return ElementwiseRules.ofResult(
        "rdiv", tensor.rdiv(value), this, (g, y) -> g.mul(y.mul(y)).div(-value));
  }

  /**
   * {@code this ^ exponent}, broadcast. The derivative by the exponent is taken as 0 where the base
   * is 0, that by the base as 0 where the exponent is 0.
   *
   * @param exponent the right operand
   * @return a new variable
   * @throws ShapeException if the shapes do not broadcast
   */
  public Variable pow(Variable exponent) {
    return ElementwiseRules.pow(this, exponent);
  }

  /**
   * {@code this ^ exponent}.
   *
   * @param exponent a number
   * @return a new variable
   */
  public Variable pow(double exponent) {
    return ElementwiseRules.pow(this, exponent);
  }

  /**
   * {@code base ^ this}.
   *
   * @param base a positive number
   * @return a new variable
   */
  public Variable rpow(double base) {
    return ElementwiseRules.rpow(base, this);
  }

  /**
   * The larger of both, broadcast; equals get half of the gradient each.
   *
   * @param other the right operand
   * @return a new variable
   * @throws ShapeException if the shapes do not broadcast
   */
  public Variable maximum(Variable other) {
    return ElementwiseRules.extreme(this, other, /* larger= */ true);
  }

  /**
   * The larger of element and number; {@code maximum(0)} is the rectifier. Equals get half of the
   * gradient.
   *
   * @param value a number
   * @return a new variable
   */
  public Variable maximum(double value) {
    return maximum(constant(Tensor.scalar(dtype(), value)));
  }

  /**
   * The smaller of both, broadcast; equals get half of the gradient each.
   *
   * @param other the right operand
   * @return a new variable
   * @throws ShapeException if the shapes do not broadcast
   */
  public Variable minimum(Variable other) {
    return ElementwiseRules.extreme(this, other, /* larger= */ false);
  }

  /**
   * The smaller of element and number; equals get half of the gradient.
   *
   * @param value a number
   * @return a new variable
   */
  public Variable minimum(double value) {
    return minimum(constant(Tensor.scalar(dtype(), value)));
  }

  /**
   * {@code -this}.
   *
   * @return a new variable
   */
  public Variable neg() {
    return ElementwiseRules.linear("neg", tensor.neg(), this, Variable::neg);
  }

  /**
   * {@code |this|}, with derivative 0 at 0.
   *
   * @return a new variable
   */
  public Variable abs() {
    return ElementwiseRules.abs(this);
  }

  /**
   * The square root; its derivative at 0 is infinite.
   *
   * @return a new variable
   */
  public Variable sqrt() {
    return ElementwiseRules.ofResult("sqrt", tensor.sqrt(), this, (g, y) -> g.div(y.mul(2)));
  }

  /**
   * {@code e ^ this}.
   *
   * @return a new variable
   */
  public Variable exp() {
    return ElementwiseRules.ofResult("exp", tensor.exp(), this, Variable::mul);
  }

  /**
   * The natural logarithm.
   *
   * @return a new variable
   */
  public Variable log() {
    return ElementwiseRules.ofOperand("log", tensor.log(), this, Variable::div);
  }

  /**
   * The hyperbolic tangent.
   *
   * @return a new variable
   */
  public Variable tanh() {
    return ElementwiseRules.ofResult(
        "tanh", tensor.tanh(), this, (g, y) -> g.mul(y.mul(y).rsub(1)));
  }

  /**
   * {@code 1 / (1 + e^-this)}, without overflow.
   *
   * @return a new variable
   */
  public Variable sigmoid() {
    return ElementwiseRules.ofResult(
        "sigmoid", tensor.sigmoid(), this, (g, y) -> g.mul(y.mul(y.rsub(1))));
  }

  /**
   * {@code this * sigmoid(this)}, also called swish.
   *
   * @return a new variable
   */
  public Variable silu() {
    return ElementwiseRules.ofOperand("silu", tensor.silu(), this, ElementwiseRules::siluGradient);
  }

  /**
   * The Gaussian error linear unit, {@code this * Phi(this)} with the normal distribution's exact
   * Phi.
   *
   * @return a new variable
   */
  public Variable gelu() {
    return ElementwiseRules.ofOperand("gelu", tensor.gelu(), this, ElementwiseRules::geluGradient);
  }

  /**
   * The error function.
   *
   * @return a new variable
   */
  public Variable erf() {
    return ElementwiseRules.ofOperand(
        "erf",
        tensor.erf(),
        this,
        (g, x) -> g.mul(x.mul(x).neg().exp().mul(2 / Math.sqrt(Math.PI))));
  }

  /**
   * The sine.
   *
   * @return a new variable
   */
  public Variable sin() {
    return ElementwiseRules.ofOperand("sin", tensor.sin(), this, (g, x) -> g.mul(x.cos()));
  }

  /**
   * The cosine.
   *
   * @return a new variable
   */
  public Variable cos() {
    return ElementwiseRules.ofOperand("cos", tensor.cos(), this, (g, x) -> g.mul(x.sin().neg()));
  }

  /**
   * Another type; the gradient comes back in this one. A type that does not compute gives a
   * constant.
   *
   * @param dtype the type
   * @return a new variable
   */
  public Variable cast(DType dtype) {
    return dtype == dtype() ? this : ElementwiseRules.cast(this, dtype);
  }

  // ---- reductions

  /**
   * The sum along axes.
   *
   * @param axes which, from -rank to rank - 1; none for all
   * @return the axes are gone
   * @throws ShapeException if there is no such axis
   */
  public Variable sum(int... axes) {
    return ReductionRules.sum(this, axes);
  }

  /**
   * The mean along axes.
   *
   * @param axes which, from -rank to rank - 1; none for all
   * @return the axes are gone
   * @throws ShapeException if there is no such axis
   */
  public Variable mean(int... axes) {
    return ReductionRules.mean(this, axes);
  }

  /**
   * The largest along axes; equals share the gradient.
   *
   * @param axes which, from -rank to rank - 1; none for all
   * @return the axes are gone
   * @throws ShapeException if there is no such axis, or no element along them
   */
  public Variable max(int... axes) {
    return ReductionRules.extreme(this, /* largest= */ true, axes);
  }

  /**
   * The smallest along axes; equals share the gradient.
   *
   * @param axes which, from -rank to rank - 1; none for all
   * @return the axes are gone
   * @throws ShapeException if there is no such axis, or no element along them
   */
  public Variable min(int... axes) {
    return ReductionRules.extreme(this, /* largest= */ false, axes);
  }

  /**
   * The Euclidean norm along axes; at zero the gradient is taken as zero.
   *
   * @param axes which, from -rank to rank - 1; none for all
   * @return the axes are gone
   * @throws ShapeException if there is no such axis
   */
  public Variable norm(int... axes) {
    return ReductionRules.norm(this, axes);
  }

  /**
   * {@code e^x / sum(e^x)} along an axis.
   *
   * @param axis from -rank to rank - 1
   * @return the same shape
   * @throws ShapeException if there is no such axis
   */
  public Variable softmax(int axis) {
    return ReductionRules.softmax(this, axis);
  }

  /**
   * The logarithm of {@link #softmax}, exact also where that underflows.
   *
   * @param axis from -rank to rank - 1
   * @return the same shape
   * @throws ShapeException if there is no such axis, or no element along it
   */
  public Variable logSoftmax(int axis) {
    return ReductionRules.logSoftmax(this, axis);
  }

  /**
   * The sum over all axes along which an operand of a shape would be broadcast to this one: the
   * opposite of {@link #broadcastTo}.
   *
   * @param shape one that broadcasts to this shape
   * @return that shape
   */
  public Variable sumTo(long... shape) {
    return ReductionRules.sumTo(this, shape);
  }

  // ---- views, joining, choosing

  /**
   * A part; see {@link Tensor#slice}.
   *
   * @param slices one for each axis, the rest whole
   * @return a view
   * @throws ShapeException as for {@link Tensor}
   */
  public Variable slice(Slice... slices) {
    return ViewRules.slice(this, slices);
  }

  /**
   * The last two axes exchanged.
   *
   * @return a view
   * @throws ShapeException as for {@link Tensor}
   */
  public Variable transpose() {
    return ElementwiseRules.linear("transpose", tensor.transpose(), this, Variable::transpose);
  }

  /**
   * Two axes exchanged.
   *
   * @param first an axis
   * @param second an axis
   * @return a view
   * @throws ShapeException as for {@link Tensor}
   */
  public Variable swapAxes(int first, int second) {
    return ViewRules.swapAxes(this, first, second);
  }

  /**
   * The axes in another order.
   *
   * @param axes each once
   * @return a view
   * @throws ShapeException as for {@link Tensor}
   */
  public Variable permute(int... axes) {
    return ViewRules.permute(this, axes);
  }

  /**
   * Another shape of as many elements; see {@link Tensor#reshape}.
   *
   * @param shape sizes, one of which may be -1
   * @return a view
   * @throws ShapeException as for {@link Tensor}
   */
  public Variable reshape(long... shape) {
    return ViewRules.reshape(this, shape);
  }

  /**
   * One axis for all elements.
   *
   * @return a view
   * @throws ShapeException as for {@link Tensor}
   */
  public Variable flatten() {
    return reshape(-1);
  }

  /**
   * Without an axis of size 1.
   *
   * @param axis which
   * @return a view
   * @throws ShapeException as for {@link Tensor}
   */
  public Variable squeeze(int axis) {
    return ElementwiseRules.linear("squeeze", tensor.squeeze(axis), this, g -> g.unsqueeze(axis));
  }

  /**
   * With a new axis of size 1.
   *
   * @param axis where, from -rank - 1 to rank
   * @return a view
   * @throws ShapeException as for {@link Tensor}
   */
  public Variable unsqueeze(int axis) {
    return ElementwiseRules.linear("unsqueeze", tensor.unsqueeze(axis), this, g -> g.squeeze(axis));
  }

  /**
   * Broadcast to a shape.
   *
   * @param shape the shape
   * @return a read-only view
   * @throws ShapeException as for {@link Tensor}
   */
  public Variable broadcastTo(long... shape) {
    return ViewRules.broadcastTo(this, shape);
  }

  /**
   * The diagonal of the last two axes.
   *
   * @return a view
   * @throws ShapeException as for {@link Tensor}
   */
  public Variable diagonal() {
    return ViewRules.diagonal(this);
  }

  /**
   * In row-major order without gaps.
   *
   * @return this variable if it is already
   */
  public Variable contiguous() {
    return tensor.isContiguous()
        ? this
        : ElementwiseRules.linear("contiguous", tensor.contiguous(), this, g -> g);
  }

  /**
   * Rows, along the first axis, chosen by numbers: what an embedding does. Rows chosen twice get
   * both gradients.
   *
   * @param ids I64, I32 or U8, any shape
   * @return shape of the ids, then of a row
   * @throws IndexOutOfBoundsException if an id is not the number of a row
   * @throws ShapeException if this is one number
   * @throws DTypeException if the ids are not whole numbers
   */
  public Variable takeRows(Tensor ids) {
    return ViewRules.takeRows(this, ids);
  }

  /**
   * One element of each row along the last axis, chosen by its number.
   *
   * @param ids I64, I32 or U8, of this shape without its last axis
   * @return shape of the ids
   * @throws IndexOutOfBoundsException if an id is not the number of an element
   * @throws ShapeException if the shapes do not fit
   * @throws DTypeException if the ids are not whole numbers
   */
  public Variable pick(Tensor ids) {
    return ViewRules.pick(this, ids);
  }

  /**
   * A square matrix with a vector on its diagonal.
   *
   * @param vector rank 1
   * @return shape (n, n)
   * @throws ShapeException if it is no vector
   */
  public static Variable diag(Variable vector) {
    long n = vector.shape().elements();
    return vector.rank() == 1
        ? ViewRules.onDiagonal(vector, n, n)
        : constant(Tensor.diag(vector.value()));
  }

  /**
   * Joined along an axis.
   *
   * @param axis which
   * @param parts of one type, and of one shape but for that axis
   * @return a new variable
   * @throws ShapeException as for {@link Tensor}
   */
  public static Variable concat(int axis, Variable... parts) {
    return ViewRules.concat(axis, parts);
  }

  /**
   * Joined along a new axis.
   *
   * @param axis where the new axis is
   * @param parts of one type and shape
   * @return a new variable
   * @throws ShapeException as for {@link Tensor}
   */
  public static Variable stack(int axis, Variable... parts) {
    return ViewRules.stack(axis, parts);
  }

  /**
   * {@code condition ? a : b} for each element, broadcast.
   *
   * @param condition BOOL
   * @param a where it is true
   * @param b where it is false
   * @return a new variable
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Variable where(Tensor condition, Variable a, Variable b) {
    return ElementwiseRules.where(condition, a, b);
  }

  // ---- products

  /**
   * The inner product of two vectors.
   *
   * @param other a vector
   * @return rank 0
   * @throws ShapeException as for {@link Tensor}
   */
  public Variable dot(Variable other) {
    return ProductRules.dot(this, other);
  }

  /**
   * The matrix product, batched and broadcast as {@link Tensor#matmul}. A batch times one matrix is
   * computed as one product, and so is that matrix's gradient.
   *
   * @param other the right operand
   * @return a new variable
   * @throws ShapeException as for {@link Tensor}
   */
  public Variable matmul(Variable other) {
    return ProductRules.matmul(this, other);
  }

  /**
   * {@code activation(this @ weight + bias)}, a layer of a neural network. The bias is added while
   * the product is in cache.
   *
   * @param weight shape (k, n)
   * @param bias shape (n), or null for none
   * @param activation applied to each element
   * @return a new variable
   * @throws ShapeException if the shapes do not fit
   */
  @SuppressWarnings("exports") // @Nullable is for tools; users of the library need no JSpecify
  public Variable affine(Variable weight, @Nullable Variable bias, Activation activation) {
    Variable y = bias == null ? matmul(weight) : ProductRules.affine(this, weight, bias);
    return switch (activation) {
      case NONE -> y;
      case RELU -> y.maximum(0);
      case GELU -> y.gelu();
      case SILU -> y.silu();
      case SIGMOID -> y.sigmoid();
      case TANH -> y.tanh();
    };
  }

  /** The value, as {@link Tensor#toString} prints it. */
  @Override
  public String toString() {
    return tensor.toString();
  }
}
