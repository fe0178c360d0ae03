package io.lanewise.cpu.attention;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The leading axes of attention: a head is one index of them, numbered in row-major order.
 *
 * @param sizes of the axes
 */
@SuppressWarnings("ArrayRecordComponent") // nobody writes into it
record Heads(long[] sizes) {

  /**
   * All axes of a target but the last two.
   *
   * @param target shape (..., queries, dv)
   */
  static Heads of(View target) {
    return new Heads(Arrays.copyOf(target.shape().toArray(), target.rank() - 2));
  }

  long count() {
    return Shape.of(sizes).elements();
  }

  /**
   * An operand, broadcast to these heads.
   *
   * @param view its last two axes are those of a matrix; memory that is not foreign
   */
  Matrices matrices(View view) {
    long[] whole = Arrays.copyOf(sizes, sizes.length + 2);
    whole[sizes.length] = view.size(-2);
    whole[sizes.length + 1] = view.size(-1);
    View all = view.broadcastTo(Shape.of(whole));
    HostMemory host = view.storage().host();
    int bytes = view.dtype().bytes();
    long[] steps = new long[sizes.length];
    for (int axis = 0; axis < steps.length; axis++) {
      steps[axis] = all.strides()[axis] * bytes;
    }
    return new Matrices(
        this,
        view.dtype(),
        host.base(),
        host.origin() + all.offset() * bytes,
        steps,
        all.stride(-2) * bytes,
        all.stride(-1) * bytes);
  }

  /**
   * One matrix for each head.
   *
   * @param heads their axes
   * @param dtype element type
   * @param base segment
   * @param origin byte offset of the first matrix
   * @param steps bytes along the axes
   * @param row bytes from one row to the next
   * @param column bytes from one column to the next
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody writes into it
  record Matrices(
      Heads heads,
      DType dtype,
      MemorySegment base,
      long origin,
      long[] steps,
      long row,
      long column) {

    /** Byte offset of a row of a head's matrix. */
    long at(long head, long index) {
      long at = origin + index * row;
      long rest = head;
      for (int axis = steps.length - 1; axis >= 0; axis--) {
        at += rest % heads.sizes[axis] * steps[axis];
        rest /= heads.sizes[axis];
      }
      return at;
    }

    /** Whether the elements of a row are consecutive. */
    boolean rowsInOnePiece() {
      return column == dtype.bytes();
    }
  }
}
