package io.lanewise.cpu.reduce;

import io.lanewise.DType;
import io.lanewise.ShapeException;
import io.lanewise.backend.Reduction;
import io.lanewise.cpu.Driver;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.elementwise.Nest;
import io.lanewise.cpu.elementwise.Overlap;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.View;

/**
 * Reductions in a fixed order: blocks of {@value Total#BLOCK} elements in logical order, each by
 * the kernel in the element type, their results combined in double by a {@link Tree}. Neither
 * layout nor threads change a bit.
 */
public final class Reduce extends Driver {
  private static final int COPY = 5; // slot, beside those of Total

  /**
   * A driver.
   *
   * @param threads the engine's threads
   * @param f32 kernels for F32
   * @param f64 kernels for F64
   */
  public Reduce(Threads threads, Kernels f32, Kernels f64) {
    super(threads, f32, f64);
  }

  /**
   * Reduces all elements.
   *
   * @param reduction which
   * @param x any shape
   * @return the value, or the index
   * @throws ShapeException if nothing is to be reduced by a reduction that has no value for it
   */
  public double reduceAll(Reduction reduction, View x) {
    check(reduction, x.elements(), x);
    Workspace workspace = threads.lease();
    try {
      Nest nest = workspace.object(Nest.class, Nest::new).begin(x.shape()).add(x).merge();
      double value =
          Total.reduce(reduction, nest, x.dtype(), kernels(x.dtype()).reduce(), threads, workspace);
      nest.clear();
      return value;
    } finally {
      threads.giveBack(workspace);
    }
  }

  /**
   * Inner product of all elements.
   *
   * @param a left operand
   * @param b right operand, same shape
   * @return the sum of the products
   */
  public double dot(View a, View b) {
    Workspace workspace = threads.lease();
    try {
      Nest nest = workspace.object(Nest.class, Nest::new).begin(a.shape()).add(a).add(b).merge();
      double value =
          Total.blocks(Kind.DOT, nest, 1, kernels(a.dtype()).reduce(), threads, workspace);
      nest.clear();
      return value;
    } finally {
      threads.giveBack(workspace);
    }
  }

  /**
   * Reduces over one axis, of n elements.
   *
   * @param reduction which
   * @param x any shape with that axis
   * @param axis the axis, from 0
   * @param target the shape without it
   * @throws ShapeException if n is 0 and the reduction has no value for nothing
   */
  public void reduce(Reduction reduction, View x, int axis, View target) {
    if (target.elements() == 0) {
      return;
    }
    long n = x.size(axis);
    check(reduction, n, x);
    Workspace workspace = threads.lease();
    try {
      Nest nest = workspace.object(Nest.class, Nest::new).begin(target.shape()).add(target);
      Overlap.addRows(nest, x, axis, target, COPY, workspace);
      nest.reorder().merge();
      Kernels kernels = kernels(x.dtype());
      if (Columns.apply(reduction, nest)) {
        new Columns(reduction, nest, x.dtype(), kernels, kernels(DType.F64))
            .run(threads, workspace);
      } else {
        new Rows(reduction, nest, x.dtype(), kernels.reduce()).run(threads, workspace);
      }
      nest.clear();
    } finally {
      threads.giveBack(workspace);
    }
  }

  private static void check(Reduction reduction, long n, View x) {
    if (n == 0 && reduction != Reduction.SUM && reduction != Reduction.NORM) {
      throw new ShapeException(
          reduction.name().toLowerCase(java.util.Locale.ROOT)
              + ": shape "
              + x.shape()
              + " has no elements to reduce, and nothing has no "
              + (reduction == Reduction.MAX || reduction == Reduction.ARGMAX
                  ? "largest"
                  : "smallest")
              + " element; test elements() first");
    }
  }
}
