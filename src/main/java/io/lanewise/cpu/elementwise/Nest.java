package io.lanewise.cpu.elementwise;

import io.lanewise.Shape;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The loops over up to four operands that broadcast to one shape, with as few axes as their strides
 * allow.
 *
 * <p>Use: {@link #begin}, {@link #add} for each operand, then {@link #merge} (keeps the logical
 * order) or {@link #reorder} and {@link #merge} (any order of the elements), then, to split the
 * work, {@link #cut}. Reused from operation to operation; {@link #clear} lets go of the memory. All
 * steps and offsets are in bytes.
 */
public final class Nest {
  /** Most operands of an operation. */
  static final int OPERANDS = 4;

  /** Elements of which pieces are multiples. [TP] */
  private static final int WHOLE = 16;

  /** No axis. */
  private static final int NONE = -1;

  private int operands;
  private int axes; // of the shape; the rank is at least 1
  private int rank;
  private boolean foreign;
  private @Nullable Thread owner;
  private long[] size = new long[8];
  private long[] extent = new long[8];
  private long[] pieces = new long[8];
  private long boxes;
  private final long[][] step = new long[OPERANDS][8];
  private long rowLength;
  private final long[] rowStep = new long[OPERANDS];
  private final long[] at = new long[OPERANDS];
  private final int[] width = new int[OPERANDS];
  private final @Nullable HostMemory[] memory = new HostMemory[OPERANDS];

  /** An empty nest. */
  public Nest() {}

  /**
   * Starts anew.
   *
   * @param shape shape of operand 0; the others broadcast to it
   * @return this
   */
  public Nest begin(Shape shape) {
    return begin(shape, NONE);
  }

  /**
   * Starts anew, walking rows along one axis: all the other axes.
   *
   * @param shape shape of the operands, of rank 1 at least
   * @param along the axis that is not walked, from 0
   * @return this
   */
  public Nest beginRows(Shape shape, int along) {
    return begin(shape, along);
  }

  /**
   * Starts anew, with one axis.
   *
   * @param n its size
   * @return this
   */
  public Nest begin(long n) {
    begin(Shape.SCALAR, NONE);
    size[0] = n;
    return this;
  }

  private Nest begin(Shape shape, int without) {
    operands = 0;
    foreign = false;
    owner = null;
    axes = shape.rank() - (without == NONE ? 0 : 1);
    rank = Math.max(1, axes);
    rowLength = without == NONE ? 1 : shape.size(without);
    if (size.length < rank) {
      size = new long[rank];
      extent = new long[rank];
      pieces = new long[rank];
      for (int k = 0; k < OPERANDS; k++) {
        step[k] = new long[rank];
      }
    }
    size[0] = 1;
    for (int axis = 0, own = 0; own < shape.rank(); own++) {
      if (own != without) {
        size[axis++] = shape.size(own);
      }
    }
    return this;
  }

  /**
   * Adds an operand.
   *
   * @param view of a shape that broadcasts to the nest's
   * @return this
   */
  public Nest add(View view) {
    return addRows(view, NONE);
  }

  /**
   * Adds an operand whose rows along one axis the nest walks.
   *
   * @param view of a shape that, without that axis, broadcasts to the nest's
   * @param along the axis
   * @return this
   */
  public Nest addRows(View view, int along) {
    int bytes = view.dtype().bytes();
    HostMemory host = view.storage().host();
    long offset = host.origin() + view.offset() * bytes;
    return add(host, offset, bytes, view.shape(), view.strides(), along);
  }

  /**
   * Adds the row-major copy of a view.
   *
   * @param copy where its memory begins
   * @param view as for {@link #add}
   * @return this
   */
  public Nest addDense(HostMemory copy, View view) {
    return addDenseRows(copy, view, NONE);
  }

  /**
   * Adds the row-major copy of a view whose rows along one axis the nest walks.
   *
   * @param copy where its memory begins
   * @param view as for {@link #addRows}
   * @param along the axis
   * @return this
   */
  public Nest addDenseRows(HostMemory copy, View view, int along) {
    return add(copy, copy.origin(), view.dtype().bytes(), view.shape(), null, along);
  }

  /** Adds an operand; strides of null are those of row-major order. Allocates nothing. */
  private Nest add(
      HostMemory host,
      long offset,
      int bytes,
      Shape shape,
      long @Nullable [] strides,
      int without) {
    int k = next(host, offset, bytes);
    int axis = axes - 1;
    long dense = bytes;
    for (int own = shape.rank() - 1; own >= 0; own--) {
      long length = shape.size(own);
      long stride = strides == null ? dense : strides[own] * bytes;
      if (own == without) {
        rowStep[k] = stride;
        rowLength = length;
      } else {
        step[k][axis] = length == 1 && size[axis] != 1 ? 0 : stride;
        axis--;
      }
      dense *= length;
    }
    for (; axis >= 0; axis--) {
      step[k][axis] = 0;
    }
    return this;
  }

  /**
   * Adds, after {@link #cut}, an operand that has one run along the last axis and is the same for
   * all others.
   *
   * @param host the run
   * @param bytes size of an element
   */
  void addPattern(HostMemory host, int bytes) {
    int k = next(host, host.origin(), bytes);
    Arrays.fill(step[k], 0, rank - 1, 0);
    step[k][rank - 1] = bytes;
  }

  /**
   * Adds an operand of a nest with one axis.
   *
   * @param host where its memory is
   * @param offset of its first element in the memory's base
   * @param apart bytes from one element to the next
   * @param bytes size of an element
   */
  public void addRun(HostMemory host, long offset, long apart, int bytes) {
    step[next(host, offset, bytes)][0] = apart;
  }

  private int next(HostMemory host, long offset, int bytes) {
    int k = operands++;
    memory[k] = host;
    foreign |= host.foreign();
    if (host.owner() != null) {
      owner = host.owner();
    }
    at[k] = offset;
    width[k] = bytes;
    step[k][0] = bytes; // of rank 0
    return k;
  }

  /** Lets go of the operands' memory. */
  public void clear() {
    Arrays.fill(memory, null);
    owner = null;
  }

  /**
   * Puts the axes into the order in which operand 0 lies in memory, which must not have strides of
   * 0, all of them walked upwards.
   *
   * @return this
   */
  public Nest reorder() {
    for (int axis = 0; axis < rank; axis++) {
      if (step[0][axis] < 0) {
        for (int k = 0; k < operands; k++) {
          at[k] += step[k][axis] * (size[axis] - 1);
          step[k][axis] = -step[k][axis];
        }
      }
    }
    for (int sorted = 1; sorted < rank; sorted++) {
      for (int axis = sorted; axis > 0 && step[0][axis - 1] < step[0][axis]; axis--) {
        exchange(axis - 1, axis);
      }
    }
    return this;
  }

  private void exchange(int i, int j) {
    long kept = size[i];
    size[i] = size[j];
    size[j] = kept;
    for (int k = 0; k < operands; k++) {
      kept = step[k][i];
      step[k][i] = step[k][j];
      step[k][j] = kept;
    }
  }

  /**
   * Puts an axis last; the order of the others remains.
   *
   * @param axis which
   */
  public void moveLast(int axis) {
    for (int next = axis; next < rank - 1; next++) {
      exchange(next, next + 1);
    }
  }

  /**
   * Drops axes of size 1 and merges neighbouring axes that every operand walks as one; at least one
   * axis remains.
   *
   * @return this
   */
  public Nest merge() {
    int last = -1;
    for (int axis = 0; axis < rank; axis++) {
      if (size[axis] == 1) {
        continue;
      }
      if (last >= 0 && walksAsOne(last, axis)) {
        size[last] *= size[axis];
      } else {
        size[++last] = size[axis];
      }
      for (int k = 0; k < operands; k++) {
        step[k][last] = step[k][axis];
      }
    }
    rank = last + 1;
    if (rank == 0) {
      rank = 1;
      size[0] = 1;
      for (int k = 0; k < operands; k++) {
        step[k][0] = width[k];
      }
    }
    return this;
  }

  private boolean walksAsOne(int outer, int inner) {
    for (int k = 0; k < operands; k++) {
      if (step[k][outer] != step[k][inner] * size[inner]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Cuts the nest into boxes. The last axis is covered up to {@code last} elements, {@code across}
   * (if not negative) up to {@code most}, then the axes from the last outwards until a box has
   * {@code budget} elements.
   *
   * @param last most elements along the last axis
   * @param across another axis to cover, or -1
   * @param most most elements along that one
   * @param budget elements of a box, about
   */
  public void cut(long last, int across, long most, long budget) {
    Arrays.fill(extent, 0, rank, 1);
    int inner = rank - 1;
    extent[inner] = even(size[inner], last);
    long covered = extent[inner];
    if (across >= 0) {
      extent[across] = even(size[across], most);
      covered *= extent[across];
    }
    boolean whole = extent[inner] == size[inner];
    for (int axis = inner - 1; axis >= 0 && whole; axis--) {
      if (axis != across) {
        extent[axis] = even(size[axis], Math.max(1, budget / Math.max(1, covered)));
        covered *= extent[axis];
      }
      whole = extent[axis] == size[axis];
    }
    boxes = 1;
    for (int axis = 0; axis < rank; axis++) {
      pieces[axis] = size[axis] == 0 ? 0 : (size[axis] - 1) / extent[axis] + 1;
      boxes *= pieces[axis];
    }
  }

  /**
   * Cuts the nest into boxes that cover no other axis than the last ones.
   *
   * @param last most elements along the last axis
   * @param budget elements of a box, about
   */
  public void cut(long last, long budget) {
    cut(last, NONE, 1, budget);
  }

  /**
   * A piece of at most {@code most} of {@code size}, such that all pieces are of about the same
   * length, and whole vectors where that can be.
   */
  private static long even(long size, long most) {
    if (size <= most) {
      return Math.max(1, size);
    }
    long count = (size - 1) / most + 1;
    long length = (size - 1) / count + 1;
    return most % WHOLE == 0 ? (length + WHOLE - 1) / WHOLE * WHOLE : length;
  }

  /**
   * Finds a box.
   *
   * @param box its number, below {@link #boxes}
   * @param counts set to its sizes
   * @param offsets set to each operand's first element
   */
  public void locate(long box, long[] counts, long[] offsets) {
    System.arraycopy(at, 0, offsets, 0, operands);
    for (int axis = rank - 1; axis >= 0; axis--) {
      long first = box % pieces[axis] * extent[axis];
      box /= pieces[axis];
      counts[axis] = Math.min(extent[axis], size[axis] - first);
      for (int k = 0; k < operands; k++) {
        offsets[k] += first * step[k][axis];
      }
    }
  }

  /**
   * Whether an operand's elements of one box lie in row-major order without gaps.
   *
   * @param k operand
   * @return true if so in every box
   */
  boolean denseInBoxes(int k) {
    long next = width[k];
    for (int axis = rank - 1; axis >= 0; axis--) {
      if (extent[axis] > 1 && step[k][axis] != next) {
        return false;
      }
      next *= extent[axis];
    }
    return true;
  }

  /**
   * The axis along which an operand lies closest together.
   *
   * @param k operand
   * @return the axis if it is not the last one, else -1
   */
  public int across(int k) {
    int best = rank - 1;
    for (int axis = rank - 2; axis >= 0; axis--) {
      if (step[k][axis] != 0 && Math.abs(step[k][axis]) < Math.abs(step[k][best])) {
        best = axis;
      }
    }
    return best == rank - 1 ? -1 : best;
  }

  /**
   * Number of operands.
   *
   * @return the count
   */
  int operands() {
    return operands;
  }

  /**
   * Number of axes.
   *
   * @return the rank, at least 1
   */
  public int rank() {
    return rank;
  }

  /**
   * Size along an axis.
   *
   * @param axis axis
   * @return its size
   */
  public long size(int axis) {
    return size[axis];
  }

  /**
   * Number of elements.
   *
   * @return the product of the sizes
   */
  public long elements() {
    long product = 1;
    for (int axis = 0; axis < rank; axis++) {
      product *= size[axis];
    }
    return product;
  }

  /**
   * Size of a box, unless it is the last one along an axis.
   *
   * @param axis axis
   * @return elements
   */
  public long extent(int axis) {
    return extent[axis];
  }

  /**
   * Number of boxes.
   *
   * @return the count, 0 of nothing
   */
  public long boxes() {
    return boxes;
  }

  /**
   * An operand's steps.
   *
   * @param k operand
   * @return bytes along each axis; not to be changed
   */
  public long[] steps(int k) {
    return step[k];
  }

  /**
   * Elements of a row, if the nest walks rows.
   *
   * @return their number
   */
  public long rowLength() {
    return rowLength;
  }

  /**
   * An operand's step within a row.
   *
   * @param k operand, added as rows
   * @return bytes from one element to the next
   */
  public long rowStep(int k) {
    return rowStep[k];
  }

  /**
   * An operand's first element.
   *
   * @param k operand
   * @return its offset in the memory's base
   */
  public long at(int k) {
    return at[k];
  }

  /**
   * An operand's element size.
   *
   * @param k operand
   * @return bytes
   */
  public int width(int k) {
    return width[k];
  }

  /**
   * An operand's memory.
   *
   * @param k operand
   * @return where it is
   */
  public HostMemory memory(int k) {
    HostMemory host = memory[k];
    if (host == null) {
      throw new AssertionError("operand " + k + " of " + operands);
    }
    return host;
  }

  /**
   * Whether any operand is foreign.
   *
   * @return true if so
   */
  public boolean foreign() {
    return foreign;
  }

  /**
   * Whether only the calling thread may touch the operands.
   *
   * @return true if one is confined
   */
  public boolean confined() {
    return owner != null;
  }
}
