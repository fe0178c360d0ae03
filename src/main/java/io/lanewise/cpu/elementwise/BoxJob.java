package io.lanewise.cpu.elementwise;

import io.lanewise.cpu.Job;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.memory.HostMemory;
import java.lang.foreign.MemorySegment;

/**
 * An elementwise operation, box by box: operand 0 of the nest is the target, the others are
 * sources.
 *
 * <p>Two ways. <b>Rows</b>: where the target is dense along the last axis, and that is long enough,
 * the kernel runs over rows of a box, reading dense sources where they are, broadcast ones as
 * scalars, and others from scratch memory. <b>Blocks</b>: otherwise the box is one run of elements,
 * in scratch memory for every operand that is not dense already. Foreign memory is always copied
 * through scratch. Elements are independent, so neither way nor size changes a bit of the result.
 */
abstract class BoxJob extends Job {
  private static final int LONG_ROW =
      32; // [TP] elements from which calling the kernel by rows pays
  private static final long ROW_BOX =
      1 << 16; // [TP] elements of a box of rows without scratch memory
  private static final long BLOCK = 4096; // [TP] elements of a box in scratch memory
  private static final long TILE = 256; // [TP] columns of a box with a transposed operand
  private static final long ACROSS = 64; // [TP] rows of such a box
  private static final long PARALLEL = 1 << 17; // [TP] elements from which threads pay

  /** Where the elements of one call are; of each thread. */
  static final class Cursor {
    final MemorySegment[] base = new MemorySegment[Nest.OPERANDS];
    final long[] at = new long[Nest.OPERANDS];
    final long[] offsets = new long[Nest.OPERANDS];
    final StridedCopy copier = new StridedCopy();
    long[] counts = new long[8];
    long[] steps = new long[8];

    void begin(int rank) {
      if (counts.length < rank) {
        counts = new long[rank];
        steps = new long[rank];
      }
    }
  }

  private final Nest nest;
  private final int scalars;
  private boolean rows;
  private byte staged;
  private byte scalar;
  private long boxesPerTask;

  /**
   * For subclasses.
   *
   * @param nest operands; reordered and merged here
   * @param scalars operands (as bits) of which the operation can take one as a scalar
   */
  BoxJob(Nest nest, int scalars) {
    this.nest = nest;
    this.scalars = scalars;
  }

  /**
   * Computes consecutive elements.
   *
   * @param n how many
   * @param scalar number of the operand of which there is only one element, or 0
   * @param cursor where the operands are: {@code base} and {@code at}
   * @param workspace scratch memory; slots from {@link Nest#OPERANDS} are free
   */
  abstract void apply(int n, int scalar, Cursor cursor, Workspace workspace);

  /**
   * Plans and runs.
   *
   * @param threads who works
   */
  final void run(Threads threads) {
    long elements = nest.elements();
    if (elements == 0) {
      return;
    }
    nest.reorder().merge();
    plan();
    boxesPerTask = nest.boxes();
    if (elements >= PARALLEL && threads.degree() > 1 && !nest.confined()) {
      long boxElements = elements / nest.boxes() + 1;
      long least = nest.boxes() / Integer.MAX_VALUE + 1;
      boxesPerTask = Math.max(least, ROW_BOX / boxElements);
    }
    threads.run((int) ((nest.boxes() - 1) / boxesPerTask + 1), this);
  }

  private void plan() {
    int last = nest.rank() - 1;
    rows = nest.size(last) >= LONG_ROW && unit(0);
    int across = -1;
    for (int k = 0; k < nest.operands(); k++) {
      boolean direct = !nest.memory(k).foreign();
      if (rows && direct && unit(k)) {
        continue;
      }
      if (direct && scalar == 0 && (scalars >> k & 1) != 0 && constant(k)) {
        scalar = (byte) k;
        continue;
      }
      staged |= (byte) (1 << k);
      across = Math.max(across, nest.across(k));
    }
    if (rows && staged == 0) {
      nest.cut(ROW_BOX, ROW_BOX);
    } else {
      nest.cut(across < 0 ? BLOCK : TILE, across, ACROSS, BLOCK);
    }
    for (int k = 0; !rows && k < nest.operands(); k++) {
      if (!nest.memory(k).foreign() && nest.denseInBoxes(k)) {
        staged &= (byte) ~(1 << k);
      }
    }
  }

  private boolean unit(int k) {
    int last = nest.rank() - 1;
    return !nest.memory(k).foreign() && nest.steps(k)[last] == nest.width(k);
  }

  /**
   * Whether an operand has one element for each call of the kernel: in a row, or in all of the
   * nest.
   */
  private boolean constant(int k) {
    for (int axis = rows ? nest.rank() - 1 : 0; axis < nest.rank(); axis++) {
      if (nest.steps(k)[axis] != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean staged(int k) {
    return (staged >> k & 1) != 0;
  }

  @Override
  protected final void task(int index, Workspace workspace) {
    Cursor cursor = workspace.object(Cursor.class, Cursor::new);
    cursor.begin(nest.rank());
    long end = Math.min(nest.boxes(), (index + 1) * boxesPerTask);
    for (long box = index * boxesPerTask; box < end; box++) {
      nest.locate(box, cursor.counts, cursor.offsets);
      box(cursor, workspace);
    }
  }

  private void box(Cursor cursor, Workspace workspace) {
    long elements = 1;
    for (int axis = 0; axis < nest.rank(); axis++) {
      elements *= cursor.counts[axis];
    }
    for (int k = nest.operands() - 1; k >= 0; k--) {
      if (staged(k)) {
        HostMemory scratch = scratch(k, elements, cursor, workspace);
        cursor.base[k] = scratch.base();
        cursor.at[k] = scratch.origin();
        if (k > 0) {
          cursor
              .copier
              .with(workspace)
              .copy(
                  nest.width(k),
                  nest.memory(k),
                  cursor.offsets[k],
                  nest.steps(k),
                  scratch,
                  scratch.origin(),
                  scratchSteps(k, cursor),
                  cursor.counts,
                  nest.rank());
        }
      } else {
        cursor.base[k] = nest.memory(k).base();
        cursor.at[k] = cursor.offsets[k];
      }
    }
    if (rows) {
      rows(0, cursor, workspace);
    } else {
      apply((int) elements, scalar, cursor, workspace);
    }
    if (staged(0)) {
      HostMemory scratch = scratch(0, elements, cursor, workspace);
      cursor
          .copier
          .with(workspace)
          .copy(
              nest.width(0),
              scratch,
              scratch.origin(),
              scratchSteps(0, cursor),
              nest.memory(0),
              cursor.offsets[0],
              nest.steps(0),
              cursor.counts,
              nest.rank());
    }
  }

  private HostMemory scratch(int k, long elements, Cursor cursor, Workspace workspace) {
    long count = cursor.counts[nest.rank() - 1];
    long bytes = rows ? elements / count * pitch(k, count) : elements * nest.width(k);
    return workspace.bytes(k, bytes);
  }

  /**
   * Bytes between rows in scratch memory: not a power of two, or they would share the cache's sets.
   */
  private long pitch(int k, long count) {
    return (count * nest.width(k) + 63 & -64L) + 64;
  }

  private long[] scratchSteps(int k, Cursor cursor) {
    int last = nest.rank() - 1;
    long next = nest.width(k);
    for (int axis = last; axis >= 0; axis--) {
      cursor.steps[axis] = next;
      next = axis == last && rows ? pitch(k, cursor.counts[axis]) : next * cursor.counts[axis];
    }
    return cursor.steps;
  }

  /**
   * Calls the kernel for each row of a box; {@code cursor.at} stands at the first, and is left
   * where it was.
   */
  private void rows(int axis, Cursor cursor, Workspace workspace) {
    int last = nest.rank() - 1;
    if (axis == last) {
      apply((int) cursor.counts[last], scalar, cursor, workspace);
      return;
    }
    long count = cursor.counts[axis];
    for (long i = 0; i < count; i++) {
      rows(axis + 1, cursor, workspace);
      for (int k = 0; k < nest.operands(); k++) {
        cursor.at[k] += rowStep(k, axis, cursor);
      }
    }
    for (int k = 0; k < nest.operands(); k++) {
      cursor.at[k] -= count * rowStep(k, axis, cursor);
    }
  }

  private long rowStep(int k, int axis, Cursor cursor) {
    if (!staged(k)) {
      return nest.steps(k)[axis];
    }
    int last = nest.rank() - 1;
    long step = pitch(k, cursor.counts[last]);
    for (int inner = last - 1; inner > axis; inner--) {
      step *= cursor.counts[inner];
    }
    return step;
  }
}
