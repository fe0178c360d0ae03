package io.lanewise.cpu.elementwise;

import io.lanewise.DType;
import io.lanewise.cpu.Driver;
import io.lanewise.cpu.Job;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.Kernels;
import io.lanewise.kernel.SmallKernel;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;

/** Copies, conversions and fills over any strides. */
public final class Copy extends Driver {
  private static final long RUN =
      8 << 20; // [TP] bytes of a box of a plain copy: Java streams past the cache from 2.5 MB on
  private static final long TILE = 256; // [TP] rows and columns of a box of a transposition
  private static final long TASK = 1 << 16; // [TP] elements of a task
  private static final int PATTERN = 4096; // [TP] elements that a fill copies at once
  private static final long PARALLEL = 1 << 17; // [TP] elements from which threads pay

  /**
   * A driver.
   *
   * @param threads the engine's threads
   * @param f32 kernels for F32
   * @param f64 kernels for F64
   */
  public Copy(Threads threads, Kernels f32, Kernels f64) {
    super(threads, f32, f64);
  }

  /**
   * Copies, converting if the types differ.
   *
   * @param source any type and strides
   * @param target same shape
   */
  public void copy(View source, View target) {
    Workspace workspace = threads.lease();
    try {
      Nest nest = workspace.object(Nest.class, Nest::new).begin(target.shape()).add(target);
      Overlap.add(nest, source, target, 1, workspace);
      if (source.dtype() != target.dtype()) {
        new ConvertJob(nest, kernels(DType.F32).small(), source.dtype(), target.dtype())
            .run(threads);
      } else if (nest.elements() > 0) {
        nest.reorder().merge();
        int across = nest.across(1);
        if (across < 0) {
          nest.cut(RUN / target.dtype().bytes(), RUN / target.dtype().bytes());
        } else {
          nest.cut(TILE, across, TILE, TILE * TILE);
        }
        move(nest, true);
      }
      nest.clear();
    } finally {
      threads.giveBack(workspace);
    }
  }

  /**
   * Sets every element.
   *
   * @param target any type and strides
   * @param value converted as in {@link #copy}
   */
  public void fill(View target, double value) {
    DType dtype = target.dtype();
    Workspace workspace = threads.lease();
    try {
      Nest nest = workspace.object(Nest.class, Nest::new).begin(target.shape()).add(target);
      if (nest.elements() > 0) {
        int count = (int) Math.min(PATTERN, nest.elements());
        HostMemory pattern = workspace.bytes(1, (long) count * dtype.bytes());
        for (int i = 0; i < count; i++) {
          Elements.set(dtype, pattern.base(), pattern.origin() + (long) i * dtype.bytes(), value);
        }
        nest.reorder().merge();
        nest.cut(PATTERN, TASK);
        nest.addPattern(pattern, dtype.bytes());
        move(nest, false);
      }
      nest.clear();
    } finally {
      threads.giveBack(workspace);
    }
  }

  private void move(Nest nest, boolean located) {
    long boxesPerTask = nest.boxes();
    if (nest.elements() >= PARALLEL && threads.degree() > 1 && !nest.confined()) {
      long boxElements = nest.elements() / nest.boxes() + 1;
      long least = nest.boxes() / Integer.MAX_VALUE + 1;
      boxesPerTask = Math.max(least, TASK / boxElements);
    }
    int tasks = (int) ((nest.boxes() - 1) / boxesPerTask + 1);
    threads.run(tasks, new MoveJob(nest, boxesPerTask, located));
  }

  /** Copies boxes bit by bit. */
  private static final class MoveJob extends Job {
    private final Nest nest;
    private final long boxesPerTask;
    private final boolean located;

    MoveJob(Nest nest, long boxesPerTask, boolean located) {
      this.nest = nest;
      this.boxesPerTask = boxesPerTask;
      this.located = located;
    }

    @Override
    protected void task(int index, Workspace workspace) {
      BoxJob.Cursor cursor = workspace.object(BoxJob.Cursor.class, BoxJob.Cursor::new);
      cursor.begin(nest.rank());
      long end = Math.min(nest.boxes(), (index + 1) * boxesPerTask);
      for (long box = index * boxesPerTask; box < end; box++) {
        nest.locate(box, cursor.counts, cursor.offsets);
        cursor
            .copier
            .with(workspace)
            .copy(
                nest.width(0),
                nest.memory(1),
                located ? cursor.offsets[1] : nest.at(1),
                nest.steps(1),
                nest.memory(0),
                cursor.offsets[0],
                nest.steps(0),
                cursor.counts,
                nest.rank());
      }
    }
  }

  private static final class ConvertJob extends BoxJob {
    private final SmallKernel small;
    private final DType from;
    private final DType to;

    ConvertJob(Nest nest, SmallKernel small, DType from, DType to) {
      super(nest, 0);
      this.small = small;
      this.from = from;
      this.to = to;
    }

    @Override
    void apply(int n, int scalar, Cursor c, Workspace workspace) {
      Convert.run(
          small, from, c.base[1], c.at[1], to, c.base[0], c.at[0], n, workspace, Nest.OPERANDS);
    }
  }
}
