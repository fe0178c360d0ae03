package io.lanewise.cpu.reduce;

import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.elementwise.Nest;
import io.lanewise.cpu.elementwise.StridedCopy;
import io.lanewise.memory.HostMemory;

/**
 * Panels of rows: the boxes of a nest that walks rows, with the elements of the rows as one more
 * axis. Rows that are not dense are copied to scratch memory several at a time, along the axis that
 * is dense. One for each thread.
 */
final class Panels {
  /** Elements from which threads pay. [TP] */
  static final long PARALLEL = 1 << 17;

  private static final int PANEL = 7; // slot of rows in scratch memory
  private static final int RESULTS = 8; // slot of one result for each row
  private static final long GATHERED = 16; // [TP] rows copied at a time: a cache line of f32
  private static final long ACROSS = 64; // [TP] most of them
  private static final long LARGEST = 4 << 20; // [TP] bytes of rows copied at a time
  private static final long TASK = 1 << 16; // [TP] elements of a task

  private final StridedCopy copier = new StridedCopy();
  private final Nest one = new Nest();
  private final long[] offsets = new long[4];
  private long[] counts = new long[8];
  private long[] steps = new long[8];
  private long[] others = new long[8];
  private int rank;
  private long rows;

  /** Whether operand k's rows can be used where they are. */
  static boolean direct(Nest nest, int k) {
    return Row.direct(nest.memory(k), nest.rowStep(k), nest.width(k));
  }

  /** Whether rows are short enough to be copied several at a time. */
  static boolean fits(Nest nest) {
    return nest.rowLength() * nest.width(1) * GATHERED <= LARGEST;
  }

  /** Cuts the nest into boxes of rows; returns how many boxes make a task. */
  static long cut(Nest nest, boolean direct, int threads) {
    long n = nest.rowLength();
    long rows = Math.clamp(TASK / Math.max(1, n), 1, TASK);
    if (direct || !fits(nest)) {
      nest.cut(rows, rows);
    } else {
      int across = nest.across(1);
      nest.cut(across < 0 ? GATHERED : 1, across, ACROSS, GATHERED);
    }
    if (threads == 1 || nest.elements() * n < PARALLEL || nest.confined()) {
      return nest.boxes();
    }
    long boxElements = nest.elements() / nest.boxes() * n + 1;
    return Math.max(nest.boxes() / Integer.MAX_VALUE + 1, TASK / boxElements);
  }

  /** Number of tasks. */
  static int tasks(Nest nest, long boxesPerTask) {
    return (int) ((nest.boxes() - 1) / boxesPerTask + 1);
  }

  /** Makes ready for a nest. */
  Panels begin(Nest nest) {
    rank = nest.rank();
    if (counts.length < rank + 1) {
      counts = new long[rank + 1];
      steps = new long[rank + 1];
      others = new long[rank + 1];
    }
    return this;
  }

  /** Finds a box. */
  void locate(Nest nest, long box) {
    nest.locate(box, counts, offsets);
    rows = 1;
    for (int axis = 0; axis < rank; axis++) {
      rows *= counts[axis];
    }
  }

  /** Rows of the box. */
  long rows() {
    return rows;
  }

  /** Offset of a row of the box, numbered in row-major order, in the memory of an operand. */
  long at(Nest nest, int k, long row) {
    long at = offsets[k];
    long left = row;
    for (int axis = rank - 1; axis > 0; axis--) {
      at += left % counts[axis] * nest.steps(k)[axis];
      left /= counts[axis];
    }
    return at + left * nest.steps(k)[0];
  }

  /**
   * Bytes between rows in scratch memory: not a power of two, or they would share the cache's sets.
   */
  long pitch(Nest nest) {
    return (nest.rowLength() * nest.width(1) + 63 & -64L) + 64;
  }

  /** Copies the rows of the box, of operand 1, to scratch memory. */
  HostMemory load(Nest nest, Workspace workspace) {
    HostMemory panel = panel(nest, workspace);
    axes(nest, 1);
    copier
        .with(workspace)
        .copy(
            nest.width(1),
            nest.memory(1),
            offsets[1],
            steps,
            panel,
            panel.origin(),
            others,
            counts,
            rank + 1);
    return panel;
  }

  /** Copies rows from scratch memory to operand 0. */
  void store(Nest nest, Workspace workspace) {
    HostMemory panel = panel(nest, workspace);
    axes(nest, 0);
    copier
        .with(workspace)
        .copy(
            nest.width(0),
            panel,
            panel.origin(),
            others,
            nest.memory(0),
            offsets[0],
            steps,
            counts,
            rank + 1);
  }

  /** Scratch memory for the rows of the box. */
  HostMemory panel(Nest nest, Workspace workspace) {
    return workspace.bytes(PANEL, rows * pitch(nest));
  }

  private void axes(Nest nest, int k) {
    System.arraycopy(nest.steps(k), 0, steps, 0, rank);
    steps[rank] = nest.rowStep(k);
    counts[rank] = nest.rowLength();
    others[rank] = nest.width(k);
    long next = pitch(nest);
    for (int axis = rank - 1; axis >= 0; axis--) {
      others[axis] = next;
      next *= counts[axis];
    }
  }

  /** Memory for one result of each row, of operand 0's type. */
  HostMemory results(Nest nest, Workspace workspace) {
    return workspace.bytes(RESULTS, rows * nest.width(0));
  }

  /** Copies the results to operand 0. */
  void storeResults(Nest nest, Workspace workspace) {
    HostMemory results = results(nest, workspace);
    long next = nest.width(0);
    for (int axis = rank - 1; axis >= 0; axis--) {
      others[axis] = next;
      next *= counts[axis];
    }
    copier.copy(
        nest.width(0),
        results,
        results.origin(),
        others,
        nest.memory(0),
        offsets[0],
        nest.steps(0),
        counts,
        rank);
  }

  /** A nest for one row. */
  Nest one() {
    return one;
  }
}
