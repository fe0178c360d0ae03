package io.lanewise.cpu.reduce;

import io.lanewise.DType;
import io.lanewise.backend.BinaryOp;
import io.lanewise.cpu.Driver;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.elementwise.Elements;
import io.lanewise.cpu.elementwise.Nest;
import io.lanewise.cpu.elementwise.Overlap;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;

/**
 * Softmax of rows: their maximum, then {@code exp(x - maximum)} and its sum in the order of {@link
 * Reduce}, then each element times the reciprocal of the sum (computed in double, rounded to the
 * type): a division for each element would cost a third more, and the product errs by 1.5 ulp at
 * most. NaN and infinities come out as they should without being looked at.
 */
public final class Softmax extends Driver {
  private static final int COPY = 5; // slot, beside those of Panels and Row

  /**
   * A driver.
   *
   * @param threads the engine's threads
   * @param f32 kernels for F32
   * @param f64 kernels for F64
   */
  public Softmax(Threads threads, Kernels f32, Kernels f64) {
    super(threads, f32, f64);
  }

  /**
   * Softmax over one axis.
   *
   * @param x any shape with that axis
   * @param axis the axis, from 0
   * @param target same shape
   */
  public void softmax(View x, int axis, View target) {
    if (target.elements() == 0) {
      return;
    }
    Workspace workspace = threads.lease();
    try {
      Nest nest = workspace.object(Nest.class, Nest::new).beginRows(x.shape(), axis);
      nest.addRows(target, axis);
      Overlap.addRows(nest, x, axis, target, COPY, workspace);
      nest.reorder().merge();
      new Rows(nest, x.dtype(), kernels(x.dtype())).run(threads);
      nest.clear();
    } finally {
      threads.giveBack(workspace);
    }
  }

  private static final class Rows extends RowJob {
    Rows(Nest nest, DType dtype, Kernels kernels) {
      super(nest, dtype, kernels);
    }

    @Override
    void row(
        Row row,
        HostMemory x,
        long from,
        long fromStep,
        HostMemory y,
        long to,
        long toStep,
        Workspace workspace) {
      int width = dtype.bytes();
      long n = nest.rowLength();
      double largest =
          row.blocks(Kind.MAX, x, from, fromStep, n, dtype, 1, kernels.reduce(), workspace);
      Tree tree = row.tree().begin(Kind.SUM);
      for (long i = 0; i < n; i += Total.BLOCK) {
        int count = (int) Math.min(Total.BLOCK, n - i);
        row.load(x, from + i * fromStep, fromStep, width, count, workspace);
        MemorySegment source = row.base;
        long sourceAt = row.at;
        row.place(y, to + i * toStep, toStep, width, count, workspace);
        tree.add(kernels.softmax().expSum(source, sourceAt, largest, row.base, row.at, count));
        row.store(y, to + i * toStep, toStep, width, count, workspace);
      }
      double inverse = 1 / tree.result();
      double factor = Elements.rounded(dtype, inverse);
      for (long i = 0; i < n; i += Total.BLOCK) {
        int count = (int) Math.min(Total.BLOCK, n - i);
        row.load(y, to + i * toStep, toStep, width, count, workspace);
        kernels.map().zipRight(BinaryOp.MUL, row.base, row.at, factor, row.base, row.at, count);
        row.store(y, to + i * toStep, toStep, width, count, workspace);
      }
    }
  }
}
