package io.lanewise.cpu.elementwise;

import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.View;

/**
 * Operands where kernels may read them: a view of memory that is the caller's, such as a Java
 * array, is copied first.
 *
 * @param copy copies
 * @param memory where the copies are
 */
public record OwnMemory(Copy copy, NativeMemory memory) {
  /**
   * The same elements in memory that is not foreign.
   *
   * @param view any view
   * @return the view itself, or a contiguous copy
   */
  public View of(View view) {
    return view.storage().host().foreign() ? copied(view) : view;
  }

  /**
   * A copy of any view.
   *
   * @param view any view
   * @return a contiguous one, alive as long as it is reachable
   */
  public View copied(View view) {
    long bytes = view.elements() * view.dtype().bytes();
    View copied = View.contiguous(memory.allocate(null, bytes, false), view.dtype(), view.shape());
    copy.copy(view, copied);
    return copied;
  }
}
