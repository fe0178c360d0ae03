package io.lanewise.cpu.elementwise;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.lanewise.cpu.Workspace;
import io.lanewise.memory.HostMemory;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Copies boxes of elements between any two layouts, bit by bit. Holds index arrays, so one for each
 * thread.
 *
 * <p>Two axes matter: the one along which the target is dense becomes the inner loop; the one along
 * which the source is dense becomes the loop around it, in strips of one cache line (a
 * transposition), so that each line is read once. If both are without gaps, a kernel transposes
 * blocks. Foreign memory has loops of its own: mixing its segments into these would cost our own
 * memory its speed.
 */
public final class StridedCopy {
  private static final int STRIP = 16; // [TP] elements of a strip: a cache line of f32
  private static final long BLOCK = 256; // [TP] rows and columns that a kernel transposes at once
  private static final long NARROW_BLOCK = 512; // [TP] the same for one or two bytes
  private static final int BULK = 64; // [TP] bytes from which a call of MemorySegment.copy pays

  private long[] count = new long[8];
  private long[] sourceStep = new long[8];
  private long[] targetStep = new long[8];
  private int rank;
  private int width;
  private boolean foreign;
  private @Nullable Workspace workspace;

  /** A copier. */
  public StridedCopy() {}

  /**
   * Lets a workspace's kernels transpose.
   *
   * @param kernels the workspace of the calling thread
   * @return this
   */
  public StridedCopy with(Workspace kernels) {
    workspace = kernels;
    return this;
  }

  /**
   * Copies a box.
   *
   * @param bytes size of an element: 1, 2, 4 or 8
   * @param source memory
   * @param from offset of its first element
   * @param sourceSteps bytes along each axis
   * @param target memory
   * @param to offset of its first element
   * @param targetSteps bytes along each axis
   * @param counts sizes of the box, none 0
   * @param axes their number
   */
  public void copy(
      int bytes,
      HostMemory source,
      long from,
      long[] sourceSteps,
      HostMemory target,
      long to,
      long[] targetSteps,
      long[] counts,
      int axes) {
    width = bytes;
    foreign = source.foreign() || target.foreign();
    gather(sourceSteps, targetSteps, counts, axes);
    walk(0, source.base(), from, target.base(), to);
  }

  /** Takes over the axes, merges what both sides walk as one, and puts the two that matter last. */
  private void gather(long[] sourceSteps, long[] targetSteps, long[] counts, int axes) {
    if (count.length < axes + 2) {
      count = new long[axes + 2];
      sourceStep = new long[axes + 2];
      targetStep = new long[axes + 2];
    }
    rank = 0;
    for (int axis = 0; axis < axes; axis++) {
      if (counts[axis] == 1) {
        continue;
      }
      int outer = rank - 1;
      if (rank > 0
          && sourceStep[outer] == sourceSteps[axis] * counts[axis]
          && targetStep[outer] == targetSteps[axis] * counts[axis]) {
        count[outer] *= counts[axis];
      } else {
        outer = rank++;
        count[outer] = counts[axis];
      }
      sourceStep[outer] = sourceSteps[axis];
      targetStep[outer] = targetSteps[axis];
    }
    moveLast(rank, targetStep);
    moveLast(rank - 1, sourceStep);
    if (rank == 0) {
      rank = 1;
      count[0] = 1;
      sourceStep[0] = width;
      targetStep[0] = width;
    }
    if (rank == 1) {
      rank = 2;
      count[1] = count[0];
      sourceStep[1] = sourceStep[0];
      targetStep[1] = targetStep[0];
      count[0] = 1;
    }
  }

  /** Moves the axis with the smallest step, among the first {@code limit}, to their end. */
  private void moveLast(int limit, long[] steps) {
    int best = limit - 1;
    for (int axis = limit - 2; axis >= 0; axis--) {
      if (Math.abs(steps[axis]) < Math.abs(steps[best])) {
        best = axis;
      }
    }
    for (int axis = best; axis < limit - 1; axis++) {
      exchange(count, axis);
      exchange(sourceStep, axis);
      exchange(targetStep, axis);
    }
  }

  private static void exchange(long[] values, int axis) {
    long kept = values[axis];
    values[axis] = values[axis + 1];
    values[axis + 1] = kept;
  }

  private void walk(int axis, MemorySegment source, long from, MemorySegment target, long to) {
    if (axis == rank - 2) {
      plane(source, from, target, to);
      return;
    }
    for (long i = 0; i < count[axis]; i++) {
      walk(axis + 1, source, from + i * sourceStep[axis], target, to + i * targetStep[axis]);
    }
  }

  private void plane(MemorySegment source, long from, MemorySegment target, long to) {
    long rows = count[rank - 2];
    long columns = count[rank - 1];
    long sourceRow = sourceStep[rank - 2];
    long targetRow = targetStep[rank - 2];
    long sourceColumn = sourceStep[rank - 1];
    long targetColumn = targetStep[rank - 1];
    if (sourceColumn == width && targetColumn == width && columns * width >= BULK) {
      for (long row = 0; row < rows; row++) {
        MemorySegment.copy(
            source, from + row * sourceRow, target, to + row * targetRow, columns * width);
      }
    } else if (Math.abs(sourceRow) < Math.abs(sourceColumn) && rows > 1) {
      if (workspace != null && !foreign && sourceRow == width && targetColumn == width) {
        blocks(workspace, source, from, sourceColumn, target, to, targetRow, columns, rows);
      } else {
        strips(
            source,
            from,
            sourceRow,
            sourceColumn,
            target,
            to,
            targetRow,
            targetColumn,
            rows,
            columns);
      }
    } else {
      for (long row = 0; row < rows; row++) {
        for (long column = 0; column < columns; column += 1 << 30) {
          run(
              source,
              from + row * sourceRow + column * sourceColumn,
              sourceColumn,
              target,
              to + row * targetRow + column * targetColumn,
              targetColumn,
              (int) Math.min(1 << 30, columns - column));
        }
      }
    }
  }

  /** Along the source in strips of a cache line, which are columns of the target. */
  private void strips(
      MemorySegment source,
      long from,
      long sourceRow,
      long sourceColumn,
      MemorySegment target,
      long to,
      long targetRow,
      long targetColumn,
      long rows,
      long columns) {
    for (long strip = 0; strip < rows; strip += STRIP) {
      int high = (int) Math.min(STRIP, rows - strip);
      long s = from + strip * sourceRow;
      long t = to + strip * targetRow;
      for (long column = 0; column < columns; column++) {
        run(
            source,
            s + column * sourceColumn,
            sourceRow,
            target,
            t + column * targetColumn,
            targetRow,
            high);
      }
    }
  }

  /** Transposes block by block. */
  private void blocks(
      Workspace kernels,
      MemorySegment source,
      long from,
      long sourceRow,
      MemorySegment target,
      long to,
      long targetRow,
      long height,
      long breadth) {
    long block = width < Integer.BYTES ? NARROW_BLOCK : BLOCK;
    for (long j = 0; j < breadth; j += block) {
      for (long i = 0; i < height; i += block) {
        int rows = (int) Math.min(block, height - i);
        int columns = (int) Math.min(block, breadth - j);
        long s = from + i * sourceRow + j * width;
        long t = to + j * targetRow + i * width;
        if (width >= Integer.BYTES) {
          kernels
              .transposer(width)
              .transpose(source, s, sourceRow, target, t, targetRow, rows, columns);
          continue;
        }
        int done =
            NarrowTranspose.block(
                kernels, width, source, s, sourceRow, target, t, targetRow, rows, columns);
        s += (long) done * width;
        t += done * targetRow;
        strips(source, s, width, sourceRow, target, t, targetRow, width, columns - done, rows);
      }
    }
  }

  private void run(
      MemorySegment source, long s, long sStep, MemorySegment target, long t, long tStep, int n) {
    if (foreign) {
      Foreign.run(width, source, s, sStep, target, t, tStep, n);
      return;
    }
    switch (width) {
      case 1 -> bytes(source, s, sStep, target, t, tStep, n);
      case 2 -> shorts(source, s, sStep, target, t, tStep, n);
      case 4 -> ints(source, s, sStep, target, t, tStep, n);
      default -> longs(source, s, sStep, target, t, tStep, n);
    }
  }

  private static void bytes(
      MemorySegment source, long s, long sStep, MemorySegment target, long t, long tStep, int n) {
    for (int i = 0; i < n; i++) {
      target.set(JAVA_BYTE, t + i * tStep, source.get(JAVA_BYTE, s + i * sStep));
    }
  }

  private static void shorts(
      MemorySegment source, long s, long sStep, MemorySegment target, long t, long tStep, int n) {
    for (int i = 0; i < n; i++) {
      target.set(
          JAVA_SHORT_UNALIGNED, t + i * tStep, source.get(JAVA_SHORT_UNALIGNED, s + i * sStep));
    }
  }

  private static void ints(
      MemorySegment source, long s, long sStep, MemorySegment target, long t, long tStep, int n) {
    for (int i = 0; i < n; i++) {
      target.set(JAVA_INT_UNALIGNED, t + i * tStep, source.get(JAVA_INT_UNALIGNED, s + i * sStep));
    }
  }

  private static void longs(
      MemorySegment source, long s, long sStep, MemorySegment target, long t, long tStep, int n) {
    for (int i = 0; i < n; i++) {
      target.set(
          JAVA_LONG_UNALIGNED, t + i * tStep, source.get(JAVA_LONG_UNALIGNED, s + i * sStep));
    }
  }

  /** The same loops for a caller's memory. */
  private static final class Foreign {
    private Foreign() {}

    static void run(
        int width,
        MemorySegment source,
        long s,
        long sStep,
        MemorySegment target,
        long t,
        long tStep,
        int n) {
      switch (width) {
        case 1 -> {
          for (int i = 0; i < n; i++) {
            target.set(JAVA_BYTE, t + i * tStep, source.get(JAVA_BYTE, s + i * sStep));
          }
        }
        case 2 -> {
          for (int i = 0; i < n; i++) {
            short value = source.get(JAVA_SHORT_UNALIGNED, s + i * sStep);
            target.set(JAVA_SHORT_UNALIGNED, t + i * tStep, value);
          }
        }
        case 4 -> {
          for (int i = 0; i < n; i++) {
            int value = source.get(JAVA_INT_UNALIGNED, s + i * sStep);
            target.set(JAVA_INT_UNALIGNED, t + i * tStep, value);
          }
        }
        default -> {
          for (int i = 0; i < n; i++) {
            long value = source.get(JAVA_LONG_UNALIGNED, s + i * sStep);
            target.set(JAVA_LONG_UNALIGNED, t + i * tStep, value);
          }
        }
      }
    }
  }
}
