package io.lanewise.cpu.reduce;

import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.elementwise.Nest;
import io.lanewise.cpu.elementwise.StridedCopy;
import io.lanewise.memory.HostMemory;
import java.lang.foreign.MemorySegment;

/**
 * Ranges of elements, in the logical row-major order of a nest, as runs of memory that a kernel can
 * read: in place where they lie so, otherwise copied to scratch memory. So a reduction meets the
 * same blocks whatever the layout. One for each thread.
 */
final class Ranges {
  private final StridedCopy copier = new StridedCopy();
  private final MemorySegment[] base = new MemorySegment[2];
  private final long[] at = new long[2];
  private long[] counts = new long[8];
  private long[] dense = new long[8];

  /** Makes a range of an operand readable, at {@link #base} and {@link #at}. */
  void fetch(Nest nest, int k, long from, long count, Workspace workspace) {
    HostMemory memory = nest.memory(k);
    int width = nest.width(k);
    if (nest.rank() == 1 && nest.steps(k)[0] == width && !memory.foreign()) {
      base[k] = memory.base();
      at[k] = nest.at(k) + from * width;
      return;
    }
    if (counts.length < nest.rank()) {
      counts = new long[nest.rank()];
      dense = new long[nest.rank()];
    }
    HostMemory scratch = workspace.bytes(k, count * width);
    base[k] = scratch.base();
    at[k] = scratch.origin();
    range(nest, k, 0, from, count, nest.at(k), scratch, scratch.origin());
  }

  /** A range of the axes from {@code axis} on: a head, whole slices as one box, a tail. */
  private void range(
      Nest nest, int k, int axis, long from, long count, long source, HostMemory to, long target) {
    int width = nest.width(k);
    long inner = 1;
    for (int next = axis + 1; next < nest.rank(); next++) {
      inner *= nest.size(next);
    }
    long step = nest.steps(k)[axis];
    long s = source + from / inner * step;
    long t = target;
    long left = count;
    long skipped = from % inner;
    if (skipped != 0) {
      long head = Math.min(inner - skipped, left);
      range(nest, k, axis + 1, skipped, head, s, to, t);
      s += step;
      t += head * width;
      left -= head;
    }
    long whole = left / inner;
    if (whole > 0) {
      box(nest, k, axis, whole, s, to, t);
      s += whole * step;
      t += whole * inner * width;
      left -= whole * inner;
    }
    if (left > 0) {
      range(nest, k, axis + 1, 0, left, s, to, t);
    }
  }

  private void box(Nest nest, int k, int axis, long whole, long from, HostMemory to, long target) {
    long next = nest.width(k);
    for (int each = nest.rank() - 1; each >= 0; each--) {
      counts[each] = each < axis ? 1 : each == axis ? whole : nest.size(each);
      dense[each] = next;
      next *= counts[each];
    }
    copier.copy(
        nest.width(k), nest.memory(k), from, nest.steps(k), to, target, dense, counts, nest.rank());
  }

  /** Where {@link #fetch} put an operand. */
  MemorySegment base(int k) {
    return base[k];
  }

  /** Byte offset in {@link #base}. */
  long at(int k) {
    return at[k];
  }

  /** Lets go of the memory. */
  void clear() {
    base[0] = MemorySegment.NULL;
    base[1] = MemorySegment.NULL;
  }
}
