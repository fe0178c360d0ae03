package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is said when something does not fit: the operation, both shapes, the axis, a way out. */
class MessagesTest {
  private static Tensor zeros(long... shape) {
    return Tensor.zeros(DType.F32, shape);
  }

  private static void shape(String message, Executable wrong) {
    assertEquals(message, assertThrows(ShapeException.class, wrong).getMessage());
  }

  private static void dtype(String message, Executable wrong) {
    assertEquals(message, assertThrows(DTypeException.class, wrong).getMessage());
  }

  @Test
  void products() {
    shape(
        "matmul: (2, 3) @ (4, 3): inner sizes 3 and 4 differ; did you mean b.transpose()?",
        () -> zeros(2, 3).matmul(zeros(4, 3)));
    shape(
        "matmul: (3, 2) @ (3, 4): inner sizes 2 and 3 differ; did you mean a.transpose()?",
        () -> zeros(3, 2).matmul(zeros(3, 4)));
    shape(
        "matmul: (2, 3) @ (4, 5): inner sizes 3 and 4 differ; the last axis of the left operand"
            + " meets the last but one of the right",
        () -> zeros(2, 3).matmul(zeros(4, 5)));
    shape(
        "matmul: (3) @ (3): both are vectors; dot gives their inner product",
        () -> zeros(3).matmul(zeros(3)));
    shape(
        "matmul: () @ (3, 3): a number is no matrix; mul(value) scales",
        () -> zeros().matmul(zeros(3, 3)));
    shape(
        "matmul: (2, 4, 5) @ (3, 5, 6): shapes (2) and (3) do not broadcast: axis -1 has sizes 2"
            + " and 3; they must be equal or one of them 1 (slice with newAxis() to add an axis)",
        () -> zeros(2, 4, 5).matmul(zeros(3, 5, 6)));
    shape(
        "matmulInto: the result has shape (2, 4), but the target (2, 3)",
        () -> zeros(2, 3).matmulInto(zeros(3, 4), zeros(2, 3)));
    shape(
        "gemm: the result has shape (2, 4), but the target (1, 2, 4)",
        () -> Tensor.gemm(1, zeros(2, 3), zeros(3, 4), 0, zeros(1, 2, 4)));
    shape("dot: (3) . (4): lengths 3 and 4 differ", () -> zeros(3).dot(zeros(4)));
    shape(
        "dot: (3, 1) . (3): two vectors are needed; matmul multiplies matrices",
        () -> zeros(3, 1).dot(zeros(3)));
  }

  @Test
  void elementwise() {
    shape(
        "add: shapes (2, 3) and (2) do not broadcast: axis -1 has sizes 3 and 2; they must be"
            + " equal or one of them 1 (slice with newAxis() to add an axis)",
        () -> zeros(2, 3).add(zeros(2)));
    shape(
        "addInPlace: the result has shape (2, 3), but the target (3)",
        () -> zeros(3).addInPlace(zeros(2, 3)));
    shape(
        "mulInto: the result has shape (3), but the target (2, 3)",
        () -> zeros(3).mulInto(zeros(3), zeros(2, 3)));
    shape(
        "expInto: the result has shape (3), but the target (4)", () -> zeros(3).expInto(zeros(4)));
    shape(
        "addInPlace: the target (4, 3) is a broadcast view, whose elements share places;"
            + " copy() it first",
        () -> zeros(3).broadcastTo(4, 3).addInPlace(1));
    shape(
        "copyFrom: shape (2, 3) does not broadcast to (3, 2); aligned at the last axis, sizes"
            + " must agree or be 1",
        () -> zeros(3, 2).copyFrom(zeros(2, 3)));
  }

  @Test
  void types() {
    dtype(
        "add: F32 with F64: types do not mix; cast(DType.F64) the other one first",
        () -> zeros(3).add(Tensor.of(1, 2, 3)));
    dtype(
        "mul: F32 with I64: types do not mix; cast(DType.F32) the other one first",
        () -> zeros(3).mul(Tensor.of(new long[] {1, 2, 3})));
    dtype(
        "exp: I64 is storage only, F32 and F64 compute; cast(DType.F32) or cast(DType.F64) first",
        () -> Tensor.of(new long[] {1}).exp());
    dtype(
        "sum: BOOL is storage only, F32 and F64 compute; cast(DType.F32) or cast(DType.F64) first",
        () -> zeros(3).eq(0).sum());
    dtype(
        "where: the condition is F32, but must be BOOL; cast(DType.BOOL) gives that",
        () -> Tensor.where(zeros(3), zeros(3), zeros(3)));
    dtype(
        "addInto: the target is F64, but must be F32; cast(DType.F32) gives that",
        () -> zeros(3).addInto(zeros(3), Tensor.of(1, 2, 3)));
    dtype(
        "copyFrom: the source is F32, but the target F64; source.castInto(target) converts",
        () -> Tensor.of(1, 2, 3).copyFrom(zeros(3)));
    dtype(
        "any: the tensor is F32, but must be BOOL; a comparison such as ne(0) gives that",
        () -> zeros(3).any());
    dtype(
        "rand: I64 is no floating-point type; take F32 or F64, then cast",
        () -> Tensor.rand(DType.I64, 1, 3));
  }

  @Test
  void views() {
    shape(
        "slice: at(3) of axis 1 of shape (2, 3): 3 is not between -3 and 2",
        () -> zeros(2, 3).slice(Slice.all(), Slice.at(3)));
    shape(
        "slice: to(4) of axis 0 of shape (3): 4 is not between -3 and 3",
        () -> zeros(3).slice(Slice.to(4)));
    shape(
        "slice: range(2, 1) of axis 0 of shape (3) ends before it starts",
        () -> zeros(3).slice(Slice.range(2, 1)));
    shape(
        "slice: range(0, 2, -1) of axis 0 of shape (3) ends before it starts",
        () -> zeros(3).slice(Slice.range(0, 2, -1)));
    shape(
        "slice: 3 slices for shape (2, 3), which has only 2 axes",
        () -> zeros(2, 3).slice(Slice.all(), Slice.all(), Slice.newAxis(), Slice.at(0)));
    shape("slice: the step is 0; it must not be 0, nor -2^63", () -> Slice.range(0, 1, 0));
    shape("slice: at(1) takes no step; slice the result again", () -> Slice.at(1).step(2));
    shape(
        "get: index 3 of axis 1 of shape (2, 3) is not between -3 and 2",
        () -> zeros(2, 3).get(0, 3));
    shape(
        "set: index 0 of axis 0 of shape (0): the axis has no elements", () -> zeros(0).set(1, 0));
    shape(
        "get: 1 indices for shape (2, 3) of rank 2; one for each axis is needed",
        () -> zeros(2, 3).get(0));
    shape("item: shape (2) has 2 elements, not one; use get(index)", () -> zeros(2).item());
    shape("reshape: (2, 3) has 6 elements, but (4) 4", () -> zeros(2, 3).reshape(4));
    shape(
        "reshape: (2, 3) to [4, -1]: 6 elements leave no whole size for -1",
        () -> zeros(2, 3).reshape(4, -1));
    shape(
        "reshape: (0, 3) to [0, -1]: 0 elements leave no whole size for -1",
        () -> zeros(0, 3).reshape(0, -1));
    shape(
        "reshape: (2, 3) to [-1, -1]: sizes must not be negative, only one may be -1",
        () -> zeros(2, 3).reshape(-1, -1));
    shape(
        "reshape: (3, 2) to (6) is not possible without a copy in this layout;"
            + " contiguous().reshape(...) copies",
        () -> zeros(2, 3).transpose().flatten());
    shape(
        "squeeze: axis 0 of shape (2, 1) has size 2, not 1; slice with at(i) to choose one"
            + " position",
        () -> zeros(2, 1).squeeze(0));
    shape(
        "unsqueeze: axis 3 for shape (2): the new axis can be from -2 to 1",
        () -> zeros(2).unsqueeze(3));
    shape(
        "permute: axes [0, 0] of shape (2, 3): each of its 2 axes must occur once",
        () -> zeros(2, 3).permute(0, 0));
    shape(
        "broadcastTo: shape (2) does not broadcast to (3); aligned at the last axis, sizes must"
            + " agree or be 1",
        () -> zeros(2).broadcastTo(3));
    shape(
        "diagonal: shape (3) has no diagonal; Tensor.diag(vector) makes a matrix of one",
        () -> zeros(3).diagonal());
    shape("axis 2 of shape (2, 3): axes go from -2 to 1", () -> zeros(2, 3).softmax(2));
  }

  @Test
  void reductions() {
    shape("sum: axis -2 of shape (2, 3) is named twice", () -> zeros(2, 3).sum(0, -2));
    shape("axis 2 of shape (2, 3): axes go from -2 to 1", () -> zeros(2, 3).max(2));
    shape("max: shape (0) has no elements, and so no max", () -> zeros(0).max());
    shape("argmin: shape (2, 0) has no elements, and so no argmin", () -> zeros(2, 0).argmin(1));
    shape(
        "sumInto: the result has shape (2), but the target (3)",
        () -> zeros(2, 3).sumInto(zeros(3), 1));
  }

  @Test
  void creation() {
    shape(
        "of: row 1 has 1 elements, but row 0 has 2; the rows of a matrix have one length",
        () -> Tensor.of(new double[][] {{1, 2}, {3}}));
    shape("shape (2, -1): sizes must not be negative, but one is -1", () -> zeros(2, -1));
    shape(
        "shape (4294967296, 4294967296): more than 2^63 - 1 elements",
        () -> zeros(1L << 32, 1L << 32));
    shape("shape (4611686018427387904) of F32: more than 2^63 - 1 bytes", () -> zeros(1L << 62));
    shape(
        "wrap: shape (3) of F64 needs 24 bytes, but the memory has 16",
        () -> Tensor.wrap(new double[2], 3));
    shape(
        "wrap: shape (3) of F32 needs 12 bytes, but the memory has 11",
        () -> Tensor.wrap(MemorySegment.ofArray(new byte[11]), DType.F32, 3));
    shape(
        "arange: from 0.0 to 1.0 by 0.0 is not a number of elements below 2^53; the step must not"
            + " be 0",
        () -> Tensor.arange(DType.F32, 0, 1, 0));
    shape("concat: no tensors; at least one is needed", () -> Tensor.concat(0));
    shape(
        "concat: shapes (2, 3) and (2, 4) must agree along every axis but axis 0",
        () -> Tensor.concat(0, zeros(2, 3), zeros(2, 4)));
    shape(
        "concat: rank 0 has no axis to join along; use stack(0, ...)",
        () -> Tensor.concat(0, zeros(), zeros()));
    shape(
        "stack: shapes (2, 3) and (3) differ; concat(axis, ...) joins along an axis that is"
            + " there",
        () -> Tensor.stack(0, zeros(2, 3), zeros(3)));
    shape(
        "diag: shape (2, 2) is no vector; the diagonal of a matrix is diagonal()",
        () -> Tensor.diag(zeros(2, 2)));
    shape(
        "allClose: shapes (2) and (1) differ; broadcastTo(...) first if that is meant",
        () -> zeros(2).allClose(zeros(1)));
    shape(
        "toDoubleMatrix: shape (2) is no matrix; use toDoubleArray()",
        () -> zeros(2).toDoubleMatrix());
    shape(
        "toDoubleArray: shape (4294967296) has 4294967296 elements, too many for an array; take"
            + " slices, or copyTo(segment)",
        () -> zeros(1).broadcastTo(1L << 32).toDoubleArray());
  }

  @Test
  void readOnlyMemory() {
    Tensor constant = Tensor.wrap(MemorySegment.ofArray(new double[3]).asReadOnly(), DType.F64, 3);
    assertEquals(
        "addInPlace: the memory of the target (3) is read-only; copy() it first",
        assertThrows(IllegalArgumentException.class, () -> constant.addInPlace(1)).getMessage());
    assertEquals(
        "copyTo: the segment is read-only",
        assertThrows(
                IllegalArgumentException.class,
                () -> zeros(3).copyTo(MemorySegment.ofArray(new byte[12]).asReadOnly()))
            .getMessage());
  }
}
