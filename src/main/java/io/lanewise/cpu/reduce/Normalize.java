package io.lanewise.cpu.reduce;

import io.lanewise.DType;
import io.lanewise.backend.BinaryOp;
import io.lanewise.cpu.Driver;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.elementwise.Copy;
import io.lanewise.cpu.elementwise.Elements;
import io.lanewise.cpu.elementwise.Nest;
import io.lanewise.cpu.elementwise.Overlap;
import io.lanewise.cpu.elementwise.OwnMemory;
import io.lanewise.kernel.Kernels;
import io.lanewise.kernel.MapKernel;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Rows brought to mean 0 and mean square 1, or to mean square 1 alone, then multiplied and added to
 * element by element: layer norm and RMS norm. A row is read from memory once and written once;
 * between its passes it stays in cache. Sums have the order of {@link Reduce}.
 *
 * <p>The mean is subtracted before squares are taken, so that rows far from 0 lose no digits. The
 * factor {@code 1 / sqrt(mean square + epsilon)} is computed in double and rounded to the type.
 */
public final class Normalize extends Driver {
  private static final int COPY = 5; // slot, beside those of Panels and Row

  private final OwnMemory own;

  /**
   * A driver.
   *
   * @param threads the engine's threads
   * @param f32 kernels for F32
   * @param f64 kernels for F64
   * @param copy for weights that are not in one piece
   * @param memory where their copies are
   */
  public Normalize(Threads threads, Kernels f32, Kernels f64, Copy copy, NativeMemory memory) {
    super(threads, f32, f64);
    this.own = new OwnMemory(copy, memory);
  }

  /**
   * See {@link io.lanewise.backend.Backend#normalize}.
   *
   * @param x rows along the last axis
   * @param centred whether the mean is taken out
   * @param epsilon added to the mean square
   * @param weight factors, or null
   * @param bias what is added, or null
   * @param target same shape as x
   */
  public void normalize(
      View x,
      boolean centred,
      double epsilon,
      @Nullable View weight,
      @Nullable View bias,
      View target) {
    if (target.elements() == 0) {
      return;
    }
    Terms terms = new Terms(centred, epsilon, dense(weight, target), dense(bias, target));
    Workspace workspace = threads.lease();
    try {
      int axis = x.rank() - 1;
      Nest nest = workspace.object(Nest.class, Nest::new).beginRows(x.shape(), axis);
      nest.addRows(target, axis);
      Overlap.addRows(nest, x, axis, target, COPY, workspace);
      nest.reorder().merge();
      new Rows(nest, x.dtype(), kernels(x.dtype()), terms).run(threads);
      nest.clear();
    } finally {
      threads.giveBack(workspace);
    }
  }

  /** A vector in memory of ours, in one piece, that the target does not overlap. */
  private @Nullable View dense(@Nullable View vector, View target) {
    if (vector == null
        || (!vector.storage().host().foreign()
            && vector.isContiguous()
            && !View.overlaps(vector, target))) {
      return vector;
    }
    return own.copied(vector);
  }

  /** What does not change from row to row. */
  private record Terms(
      boolean centred, double epsilon, @Nullable View weight, @Nullable View bias) {}

  private static final class Rows extends RowJob {
    private final Terms terms;
    private final MapKernel map;

    Rows(Nest nest, DType dtype, Kernels kernels, Terms terms) {
      super(nest, dtype, kernels);
      this.terms = terms;
      this.map = kernels.map();
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
      double mean =
          terms.centred
              ? Elements.rounded(
                  dtype,
                  row.blocks(Kind.SUM, x, from, fromStep, n, dtype, 1, kernels.reduce(), workspace)
                      / n)
              : 0;
      Tree tree = row.tree().begin(Kind.SUM);
      for (long i = 0; i < n; i += Total.BLOCK) {
        int count = (int) Math.min(Total.BLOCK, n - i);
        row.load(x, from + i * fromStep, fromStep, width, count, workspace);
        MemorySegment source = row.base;
        long sourceAt = row.at;
        row.place(y, to + i * toStep, toStep, width, count, workspace);
        map.zipRight(BinaryOp.SUB, source, sourceAt, mean, row.base, row.at, count);
        tree.add(kernels.reduce().sumOfSquares(row.base, row.at, count, 1));
        row.store(y, to + i * toStep, toStep, width, count, workspace);
      }
      double factor = Elements.rounded(dtype, 1 / Math.sqrt(tree.result() / n + terms.epsilon));
      for (long i = 0; i < n; i += Total.BLOCK) {
        int count = (int) Math.min(Total.BLOCK, n - i);
        row.load(y, to + i * toStep, toStep, width, count, workspace);
        map.zipRight(BinaryOp.MUL, row.base, row.at, factor, row.base, row.at, count);
        with(BinaryOp.MUL, terms.weight, i, row, count);
        with(BinaryOp.ADD, terms.bias, i, row, count);
        row.store(y, to + i * toStep, toStep, width, count, workspace);
      }
    }

    private void with(BinaryOp op, @Nullable View vector, long from, Row row, int count) {
      if (vector != null) {
        HostMemory host = vector.storage().host();
        long at = host.origin() + (vector.offset() + from) * dtype.bytes();
        map.zip(op, row.base, row.at, host.base(), at, row.base, row.at, count);
      }
    }
  }
}
