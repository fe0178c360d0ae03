package io.lanewise.cpu.elementwise;

import io.lanewise.cpu.Workspace;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;

/** Sources that an operation would overwrite before it has read them. */
public final class Overlap {
  /** Apart from the nest that the caller may be building. */
  private static final class Copier {
    final Nest nest = new Nest();
    final BoxJob.Cursor cursor = new BoxJob.Cursor();
  }

  private Overlap() {}

  /**
   * Whether writing {@code target} in any order could change elements of {@code source} that are
   * still to be read: they share memory, and are not the very same elements at the same indices.
   *
   * @param source read
   * @param target written
   * @return true if the source must be copied first
   */
  public static boolean harmful(View source, View target) {
    return View.overlaps(source, target) && !View.sameElements(source, target);
  }

  /**
   * Adds an operand to a nest: the view itself, or a copy of it if the target overlaps it
   * harmfully.
   *
   * @param nest gets the operand
   * @param view source
   * @param target what will be written
   * @param slot of the copy, in the workspace
   * @param workspace scratch memory that lasts for the operation
   */
  public static void add(Nest nest, View view, View target, int slot, Workspace workspace) {
    if (harmful(view, target)) {
      nest.addDense(dense(view, slot, workspace), view);
    } else {
      nest.add(view);
    }
  }

  /**
   * Adds the rows of an operand along one axis to a nest of rows: those of the view itself, or of a
   * copy of it if the target overlaps it harmfully.
   *
   * @param nest gets the operand
   * @param view source
   * @param along the axis, from 0
   * @param target what will be written
   * @param slot of the copy, in the workspace
   * @param workspace scratch memory that lasts for the operation
   */
  public static void addRows(
      Nest nest, View view, int along, View target, int slot, Workspace workspace) {
    if (harmful(view, target)) {
      nest.addDenseRows(dense(view, slot, workspace), view, along);
    } else {
      nest.addRows(view, along);
    }
  }

  /** A copy of a view in scratch memory, in row-major order. */
  private static HostMemory dense(View view, int slot, Workspace workspace) {
    int width = view.dtype().bytes();
    HostMemory copy = workspace.bytes(slot, view.elements() * width);
    Copier own = workspace.object(Copier.class, Copier::new);
    Nest nest = own.nest;
    nest.begin(view.shape()).addDense(copy, view).add(view).merge();
    nest.cut(256, nest.across(1), 256, 1 << 16);
    BoxJob.Cursor cursor = own.cursor;
    cursor.begin(nest.rank());
    for (long box = 0; box < nest.boxes(); box++) {
      nest.locate(box, cursor.counts, cursor.offsets);
      cursor
          .copier
          .with(workspace)
          .copy(
              width,
              nest.memory(1),
              cursor.offsets[1],
              nest.steps(1),
              copy,
              cursor.offsets[0],
              nest.steps(0),
              cursor.counts,
              nest.rank());
    }
    nest.clear();
    return copy;
  }
}
