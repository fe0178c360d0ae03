package io.lanewise.backend;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.memory.Storage;
import io.lanewise.memory.View;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * The primitives of an engine. Algorithms (eigen, SVD, PCA, ...) are written once above them.
 *
 * <p>The callers ({@code Tensor}, {@code linalg}) have checked shapes, types and writability, and
 * created the destination. Operands broadcast: their shapes may be smaller than the destination's,
 * by NumPy's rules, so that no view need be made of them. What every implementation guarantees:
 *
 * <ul>
 *   <li>any strides, negative and 0 (inputs) included; shapes with zeros; any overlap of
 *       destination and sources gives the result that disjoint memory would give;
 *   <li>the same bits for the same input, whatever the number of threads, the addresses, the
 *       layouts and what ran before;
 *   <li>each storage is acquired for the length of the operation, so that closing it meanwhile is
 *       safe, and {@link Storage#written()} is called on the destination's;
 *   <li>nothing is allocated on the heap beyond 100 bytes when an operation is repeated with the
 *       same destination.
 * </ul>
 *
 * <p>Unless it says otherwise, operands of one call have one type, F32 or F64. An operation may
 * return before its result is there if {@link Storage#host()} of the destination waits for it.
 */
public interface Backend {

  /**
   * Memory for a tensor.
   *
   * @param arena whose closing frees it, or null to free it once it is unreachable
   * @param bytes size
   * @param zeroed whether it must read as zeros; otherwise its contents are arbitrary
   * @return new storage, aligned to 64 bytes
   * @throws OutOfMemoryError if the limit or the machine's memory is reached, saying how much is
   *     held
   */
  Storage allocate(@Nullable Arena arena, long bytes, boolean zeroed);

  /**
   * Copies, converting between any two types: integers to floating point round to nearest even;
   * floating point to integers truncates and saturates, NaN gives 0; anything to BOOL is {@code !=
   * 0}.
   *
   * @param source any type and strides, broadcast to the target's shape
   * @param target any type and strides
   */
  void copy(View source, View target);

  /**
   * Sets every element.
   *
   * @param target any type
   * @param value converted as {@link #copy} does
   */
  void fill(View target, double value);

  /**
   * {@code target = op(x)}, element by element.
   *
   * @param op the function
   * @param x operand
   * @param target same shape
   */
  void map(UnaryOp op, View x, View target);

  /**
   * {@code target = a op b}, element by element.
   *
   * @param op the function
   * @param a left operand, broadcast to the target's shape
   * @param b right operand, likewise
   * @param target where the result goes
   */
  void zip(BinaryOp op, View a, View b, View target);

  /**
   * {@code target = a op b} with a scalar, rounded to the type of {@code a} first.
   *
   * @param op the function
   * @param a left operand, of the target's shape
   * @param b right operand
   * @param target where the result goes
   */
  void zip(BinaryOp op, View a, double b, View target);

  /**
   * {@code target = a op b} with a scalar on the left, rounded to the type of {@code b} first.
   *
   * @param op the function
   * @param a left operand
   * @param b right operand, of the target's shape
   * @param target where the result goes
   */
  void zip(BinaryOp op, double a, View b, View target);

  /**
   * {@code target = a * b + c}, element by element, rounded once.
   *
   * @param a factor, broadcast to the target's shape
   * @param b factor, likewise
   * @param c what is added, likewise
   * @param target where the result goes
   */
  void multiplyAdd(View a, View b, View c, View target);

  /**
   * {@code target = a cmp b}, element by element.
   *
   * @param comparison which
   * @param a left operand, F32 or F64, broadcast to the target's shape
   * @param b right operand, likewise
   * @param target BOOL
   */
  void compare(Comparison comparison, View a, View b, View target);

  /**
   * {@code target = a cmp b} with a scalar, which is not rounded: values are compared as doubles.
   *
   * @param comparison which
   * @param a left operand, F32 or F64, of the target's shape
   * @param b right operand
   * @param target BOOL
   */
  void compare(Comparison comparison, View a, double b, View target);

  /**
   * {@code target = condition ? a : b}, element by element.
   *
   * @param condition BOOL, broadcast to the target's shape
   * @param a taken where true, likewise
   * @param b taken where false, likewise
   * @param target where the result goes
   */
  void where(View condition, View a, View b, View target);

  /**
   * Reduces over one axis.
   *
   * @param reduction which
   * @param x any shape with that axis
   * @param axis the axis, from 0
   * @param target the shape without it; I64 for index reductions
   */
  void reduce(Reduction reduction, View x, int axis, View target);

  /**
   * Reduces over all elements in row-major order of the shape, in the type of {@code x} with block
   * results combined in double.
   *
   * @param reduction which
   * @param x any shape
   * @return the value, or the index as a double
   */
  double reduceAll(Reduction reduction, View x);

  /**
   * Inner product over all elements, in the order that {@link #reduceAll} uses.
   *
   * @param a left operand
   * @param b right operand, same shape
   * @return the sum of the products
   */
  double dot(View a, View b);

  /**
   * {@code c = alpha * a @ b + beta * c}, then the epilogue; batched over the leading axes. With
   * beta 0 the old contents of {@code c} are not read. Where {@code c} is F32, one of {@code a} and
   * {@code b} may be BF16, F16 or I8, with the bits of a copy as F32.
   *
   * @param alpha factor of the product
   * @param a shape (..., m, k), leading axes broadcast to those of {@code c}; or (k), one row
   * @param b shape (..., k, n), likewise; or (k), one column, if {@code a} is no vector
   * @param beta factor of the old contents
   * @param c shape (..., m, n), without m or n if that operand is a vector
   * @param epilogue applied to the result
   */
  void gemm(double alpha, View a, View b, double beta, View c, Epilogue epilogue);

  /**
   * Softmax over one axis: {@code exp(x - max) / sum}. A row whose entries are all -infinity, or
   * that contains NaN or +infinity, gives NaN.
   *
   * @param x any shape with that axis
   * @param axis the axis, from 0
   * @param target same shape
   */
  void softmax(View x, int axis, View target);

  /**
   * Gram matrices of pairs of blocks of rows: block i of {@code a} is rows {@code i*s .. i*s+s-1},
   * and pair p gives the 2s x 2s matrix of inner products of the rows of its two blocks, of which
   * only the upper triangle is defined. Squares must stay in the type's range: the caller scales.
   *
   * <p>Operands of this and the next four primitives are disjoint.
   *
   * @param a shape (rows, n)
   * @param pairs I32, shape (pairs, 2): block numbers, all different
   * @param grams shape (pairs, 2s, 2s)
   */
  void gram(View a, View pairs, View grams);

  /**
   * The 2s x 2s matrices that pairs of blocks select from a square matrix, rows and columns.
   *
   * @param a shape (n, n)
   * @param pairs I32, shape (pairs, 2): block numbers
   * @param blocks shape (pairs, 2s, 2s)
   */
  void selectBlocks(View a, View pairs, View blocks);

  /**
   * The reverse of {@link #selectBlocks}: writes the 2s x 2s matrices back to where pairs of blocks
   * select them.
   *
   * @param a shape (n, n), changed
   * @param pairs I32, shape (pairs, 2): block numbers, all different
   * @param blocks shape (pairs, 2s, 2s)
   */
  void storeBlocks(View a, View pairs, View blocks);

  /**
   * Diagonalises small symmetric matrices by Jacobi rotations, or makes them more diagonal.
   *
   * <p>Elements with {@code |a_ij| > floor} and {@code |a_ij| > tolerance * sqrt(|a_ii a_jj|)} are
   * annihilated, each pair of rows once, in the order of the steps of a round robin: matrices of
   * order 2 are diagonal then, larger ones after a few calls on {@code Q'} times them times Q. Of
   * the two rotations that do so, it is the one after which the larger of the two diagonal elements
   * is the first: rows are sorted on the way, and pairs that do not name the smaller block first
   * may go round for ever. Elements with {@code |a_ij| <= 8 m max(|a_ii|, |a_jj|)} are left alone
   * too, where m is the smallest normal number of the type: the sine of their rotation might not be
   * one, and the rotation without effect.
   *
   * @param symmetric shape (pairs, k, k); the upper triangle is read, the diagonal is replaced by
   *     that of {@code Q'} times it times Q. Matrices of order 2 are replaced as a whole, what was
   *     annihilated by exact zeros; what else stands off the diagonal is not defined
   * @param tolerance see there; representable in the type, so that the measure compares with it as
   *     the elements did
   * @param floor see there
   * @param rotations shape (pairs, k, k): orthogonal Q; exactly the identity where nothing was
   *     rotated
   * @param measure shape (pairs): raised to the largest {@code |a_ij| / sqrt(|a_ii a_jj|)} before
   *     the rotations of the elements that are not left alone, or to 1 where that is larger than 1
   */
  void smallJacobi(View symmetric, double tolerance, double floor, View rotations, View measure);

  /**
   * Replaces the rows of each pair of blocks by {@code Q'} times them. On a transposed view this
   * rotates columns, with the same bits and at a similar cost. Where Q is exactly the identity
   * nothing is touched.
   *
   * @param a shape (rows, n), changed
   * @param pairs I32, shape (pairs, 2): block numbers, all different
   * @param rotations shape (pairs, 2s, 2s): Q; for s = 1 a plane rotation {@code [[c, s], [-s, c]]}
   */
  void rotateRows(View a, View pairs, View rotations);

  /**
   * Singular value decompositions of many small matrices, each by one-sided Jacobi with the
   * accuracy that it has for one. What a matrix gives does not depend on the others.
   *
   * @param a shape (count, m, n), any strides
   * @param tolerance cosine from which two columns are rotated; a sweep that met none larger than
   *     twice that is the last
   * @param maxSweeps how many sweeps are tried
   * @param s contiguous, shape (count, min(m, n)): descending
   * @param u contiguous, shape (count, m, min(m, n)), or null: the entry of largest magnitude of
   *     each column positive
   * @param vt contiguous, shape (count, min(m, n), n), null if u is
   * @param sweeps I32, contiguous, shape (count): how many each took; 0 of those that are left
   *     undone, because they are not finite or take more sweeps
   * @return false if this backend does not take matrices of that size: then nothing is done
   */
  default boolean manySvds(
      View a,
      double tolerance,
      int maxSweeps,
      View s,
      @Nullable View u,
      @Nullable View vt,
      View sweeps) {
    return false;
  }

  /**
   * Eigendecompositions of many small symmetric matrices, each by rotations from both sides. What a
   * matrix gives does not depend on the others.
   *
   * @param a shape (count, n, n), any strides
   * @param tolerance elements are annihilated while {@code |a_ij| > tolerance sqrt(|a_ii a_jj|)}
   * @param maxSweeps how many sweeps are tried
   * @param values contiguous, shape (count, n): descending
   * @param vectors contiguous, shape (count, n, n), or null: as columns, the entry of largest
   *     magnitude of each positive
   * @param sweeps I32, contiguous, shape (count): how many each took; 0 of those that are left
   *     undone, because they are not finite, or not symmetric, or take more sweeps
   * @return false if this backend does not take matrices of that size: then nothing is done
   */
  default boolean manyEigen(
      View a, double tolerance, int maxSweeps, View values, @Nullable View vectors, View sweeps) {
    return false;
  }

  /**
   * Householder QR of a panel, {@code (I - V T V')' P = R} with V unit lower trapezoidal and T
   * upper triangular: column j of P is reduced by the reflection {@code I - t_jj v_j v_j'}. A panel
   * is what is left after a matrix has been cut so that most of its factorisation is {@link #gemm}.
   *
   * <p>Operands of this and the other primitives of factorisations are disjoint, and hold finite
   * numbers of which as many as there are rows can be added without overflow; that squares leave
   * the range does no harm. They may allocate.
   *
   * @param columns shape (b, m), b at most m: row j is column j of the panel; replaced by {@code
   *     V'} with its ones and zeros
   * @param r shape (b, b): R, with zeros below the diagonal
   * @param t shape (b, b): T, with zeros below the diagonal
   */
  void qrPanel(View columns, View r, View t);

  /**
   * Applies a panel's reflections from the right, {@code X := X (I - V T V')}: to the rows of X,
   * which may be columns of a transposed matrix.
   *
   * @param x shape (n, m), changed
   * @param v shape (b, m): {@code V'}, with its ones and zeros
   * @param t shape (b, b): T, or T transposed, with its zeros
   */
  default void applyReflections(View x, View v, View t) {
    Shape shape = Shape.of(x.size(0), v.size(0));
    long bytes = shape.elements() * x.dtype().bytes();
    View product = View.contiguous(allocate(null, bytes, false), x.dtype(), shape);
    View weighted = View.contiguous(allocate(null, bytes, false), x.dtype(), shape);
    gemm(1, x, v.swapAxes(0, 1), 0, product, Epilogue.NONE);
    gemm(-1, product, t, 0, weighted, Epilogue.NONE);
    gemm(1, weighted, v, 1, x, Epilogue.NONE);
  }

  /**
   * Up to b steps of Householder QR with column pivoting: each begins with the column of largest
   * norm, the first of equal ones. The rows {@code done ..} of {@code columns} are the columns of
   * the matrix that are left, and their elements before {@code done} are finished rows of R.
   *
   * <p>Having made k steps, rows {@code done .. done+k-1} hold {@code V'} from column {@code done}
   * on, with its ones and zeros. Of the rows behind, the columns {@code done .. done+k-1} hold
   * further rows of R, and those from {@code done+k} on wait for the caller's {@code X += F' V'}.
   *
   * <p>It makes fewer than b steps if a norm must be computed anew first, which the next call does,
   * or if only zeros are left: then it makes none.
   *
   * @param columns shape (n, m); rows may be exchanged as a whole
   * @param done columns factored before, less than min(n, m)
   * @param norms F64, shape (2, n), for the primitive's own use; at first all NaN
   * @param permutation I64, shape (n): its elements are exchanged as the rows are
   * @param r shape (b, b): the first k rows and columns are R's
   * @param t shape (b, b): the first k rows and columns are T's
   * @param f shape (b, n): the first k rows are F's; its columns before {@code done+k} are
   *     arbitrary
   * @return k
   */
  int pivotedQrPanel(View columns, long done, View norms, View permutation, View r, View t, View f);

  /**
   * LU of a panel with partial pivoting: unit lower trapezoidal L and upper triangular U with
   * {@code L U} the panel with its rows exchanged. Of equal pivots the first is taken. A column
   * that is zero from the diagonal on is left as it is.
   *
   * @param a shape (m, b): the panel is its rows from {@code first} on, at least b. It is replaced
   *     by U and, below the diagonal, L
   * @param first see there
   * @param pivots I64, shape (b): row {@code first + i} was exchanged with row {@code pivots[i]},
   *     which is not before it
   */
  void luPanel(View a, long first, View pivots);

  /**
   * Exchanges rows, one pair after the other.
   *
   * @param a shape (m, n), changed
   * @param first see below
   * @param pivots I64, shape (k): row {@code first + i} is exchanged with row {@code pivots[i]}
   */
  void swapRows(View a, long first, View pivots);

  /**
   * Replaces B by {@code L^-1 B}. Upper triangles are solved with on reversed views. A zero on the
   * diagonal gives infinities and NaN, not an error.
   *
   * @param l shape (n, n): its lower triangle is read
   * @param unit whether the diagonal is taken as ones and not read
   * @param b shape (n, k), changed
   */
  void solveLower(View l, boolean unit, View b);

  /**
   * Cholesky factorisation {@code A = U'U} of a block on the diagonal of a symmetric matrix.
   *
   * @param a shape (n, n): the upper triangle is replaced by U; what is below the diagonal is not
   *     read, and arbitrary afterwards
   * @return n, or k if pivot k is not positive; then U is right before row k
   */
  int choleskyBlock(View a);

  /**
   * Up to b steps of the Cholesky factorisation {@code P'AP = U'U} of a symmetric matrix with the
   * largest diagonal element as the next pivot, the first of equal ones. Having made k steps, rows
   * {@code done .. done+k-1} hold rows of U, and what is behind waits for the caller's {@code A22
   * -= U12'U12}.
   *
   * @param a shape (n, n): the upper triangle, whose first rows are U's already; what is below the
   *     diagonal is neither read nor changed
   * @param done rows of U that are there
   * @param most b
   * @param floor it stops before a pivot that is not larger
   * @param permutation I64, shape (n): its elements are exchanged as rows and columns are
   * @return k
   */
  int pivotedCholeskyPanel(View a, long done, int most, double floor, View permutation);

  /**
   * Up to b steps of the reduction of a symmetric matrix to tridiagonal form, {@code H A H} with
   * reflections {@code H = I - t v v'}. Step i reduces row {@code done + i}; the matrix behind the
   * panel waits for the caller's {@code A -= V W' + W V'}.
   *
   * @param a shape (n, n): the upper triangle is read, nothing is changed; squares of its elements
   *     must be in range
   * @param done rows reduced before
   * @param stack shape (2b + 1, n): rows i become {@code v_i'}, zeros up to element {@code done +
   *     i} and then a one; rows {@code b + i} become those of {@code W'}; the last row is for the
   *     primitive's own use. Of rows for which there is no step nothing is changed
   * @param results shape (3, b): the elements of the diagonal, those beside it, and the t; the last
   *     step of all gives no v, and only the first
   */
  void tridiagonalPanel(View a, long done, View stack, View results);

  /**
   * The backend that runs whole factorisations and reductions which alternate panels with products.
   * On a device whose panels run on the host, each product would have to bring the matrix there and
   * back.
   *
   * @return this backend; or another over the same storages, where products are to follow the
   *     panels: then rotations are preferred to what begins with such a reduction
   */
  default Backend panels() {
    return this;
  }

  /**
   * Attention in one pass, {@code softmax(scale q k' + mask) v} for each index of the leading axes,
   * as {@code io.lanewise.nn.Attention} defines it. It may allocate.
   *
   * @param q shape (..., queries, d), of the target's type
   * @param k shape (..., keys, d), of the target's type, or BF16 or F16 where that is F32; keys are
   *     at least one
   * @param v shape (..., keys, dv), likewise
   * @param mask BOOL, true where a query may attend to a key, or of the target's type, added;
   *     broadcast to (..., queries, keys); null for none
   * @param causal whether query i sees the keys up to {@code i + keys - queries} only
   * @param scale factor of the scores
   * @param target contiguous, shape (..., queries, dv), to whose leading axes those of the others
   *     broadcast; overlaps none of them
   * @return false if this backend does not have it, or would not gain by it: then nothing is done,
   *     and the caller takes products and a softmax
   */
  default boolean attention(
      View q, View k, View v, @Nullable View mask, boolean causal, double scale, View target) {
    return false;
  }

  /**
   * The gradients of {@link #attention}, from that of its result.
   *
   * @param q shape (..., queries, d), F32 or F64, and so are the others
   * @param k shape (..., keys, d)
   * @param v shape (..., keys, dv)
   * @param mask as in {@link #attention}
   * @param causal likewise
   * @param scale likewise
   * @param gradient of the result, shape (..., queries, dv), to whose leading axes those of q, k
   *     and v broadcast
   * @param byQ target, shape (..., queries, d) with the leading axes of the gradient: gradients of
   *     broadcast operands are not summed; memory of this backend, rows in one piece, overlaps none
   *     of the others
   * @param byK target, shape (..., keys, d), likewise
   * @param byV target, shape (..., keys, dv), likewise
   * @return false if this backend does not have it: then nothing is done
   */
  default boolean attentionGradient(
      View q,
      View k,
      View v,
      @Nullable View mask,
      boolean causal,
      double scale,
      View gradient,
      View byQ,
      View byK,
      View byV) {
    return false;
  }

  /**
   * Normalises rows, the last axis: {@code target = (x - mean) / sqrt(variance + epsilon) * weight
   * + bias}, or with 0 for the mean. The target may be x.
   *
   * @param x operand, rank at least 1
   * @param centred whether the mean is taken out; otherwise the mean square is the variance
   * @param epsilon added to the variance
   * @param weight vector of the rows' length, or null for ones
   * @param bias vector of the rows' length, or null for zeros
   * @param target same shape as x
   * @return false if this backend does not have it: then nothing is done
   */
  default boolean normalize(
      View x,
      boolean centred,
      double epsilon,
      @Nullable View weight,
      @Nullable View bias,
      View target) {
    return false;
  }

  /**
   * The gradients of {@link #normalize}, from that of its result.
   *
   * @param x operand, contiguous, rank at least 1
   * @param centred as in {@link #normalize}
   * @param epsilon likewise
   * @param weight contiguous vector of the rows' length
   * @param gradient of the result, contiguous, same shape as x
   * @param byX target, contiguous, same shape as x; overlaps none of the others
   * @param byWeight target, contiguous vector of the rows' length
   * @param byBias likewise, or null if there is no bias
   * @return false if this backend does not have it: then nothing is done
   */
  default boolean normalizeGradient(
      View x,
      boolean centred,
      double epsilon,
      View weight,
      View gradient,
      View byX,
      View byWeight,
      @Nullable View byBias) {
    return false;
  }

  /**
   * {@code target = x / (1 + e^-x (a x^2 + b))}: with {@code b = 2 sqrt(2/pi)} and {@code a =
   * 0.044715 b} the Gaussian error linear unit in the form of GPT-2.
   *
   * @param x operand, contiguous
   * @param a of the cubic term
   * @param b of the linear term
   * @param target contiguous, same shape, overlaps x nowhere
   * @return false if this backend does not have it: then nothing is done
   */
  default boolean gelu(View x, double a, double b, View target) {
    return false;
  }

  /**
   * {@code target = gradient} times the derivative of {@link #gelu} at x.
   *
   * @param x operand, contiguous
   * @param a of the cubic term
   * @param b of the linear term
   * @param gradient contiguous, same shape
   * @param target contiguous, same shape, overlaps none of the others
   * @return false if this backend does not have it: then nothing is done
   */
  default boolean geluGradient(View x, double a, double b, View gradient, View target) {
    return false;
  }

  /**
   * Copies rows that are chosen by number: row i of the target is row {@code ids[i]} of the table.
   *
   * @param table contiguous, rank 2
   * @param ids numbers of rows, in range
   * @param target contiguous, shape (ids, columns), of the table's type; overlaps it nowhere
   * @return false if this backend does not have it: then nothing is done
   */
  default boolean takeRows(View table, long[] ids, View target) {
    return false;
  }

  /**
   * Adds to rows that are chosen by number, in the order of the ids: row {@code ids[i]} of the
   * target gets row i of the source added.
   *
   * @param rows contiguous, shape (ids, columns)
   * @param ids numbers of rows, in range
   * @param target contiguous, rank 2, of the same type; overlaps the source nowhere
   * @return false if this backend does not have it: then nothing is done
   */
  default boolean addRows(View rows, long[] ids, View target) {
    return false;
  }

  /**
   * Brings a view's storage to where this backend computes, so that the operation that needs it
   * next does not have to. Nothing changes but the time that takes.
   *
   * @param view any type and strides
   */
  default void upload(View view) {}

  /**
   * Gets ready for operations of a type, so that the first of each kind takes no longer than those
   * that follow.
   *
   * @param dtype F32 or F64
   */
  default void warmUp(DType dtype) {}

  /** Waits until everything asked for is done. */
  void await();

  /**
   * What is used and why.
   *
   * @return facts for people
   */
  Description describe();
}
