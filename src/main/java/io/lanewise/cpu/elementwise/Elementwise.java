package io.lanewise.cpu.elementwise;

import io.lanewise.DType;
import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.Comparison;
import io.lanewise.backend.UnaryOp;
import io.lanewise.cpu.Driver;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.Kernels;
import io.lanewise.kernel.MapKernel;
import io.lanewise.memory.View;

/**
 * Elementwise functions. Each operation makes one job, which is all that it allocates; {@link
 * BoxJob} says how the elements are walked.
 */
public final class Elementwise extends Driver {
  private static final int NO_SCALARS = 0;
  private static final int EITHER_SOURCE = 0b110;

  /**
   * A driver.
   *
   * @param threads the engine's threads
   * @param f32 kernels for F32
   * @param f64 kernels for F64
   */
  public Elementwise(Threads threads, Kernels f32, Kernels f64) {
    super(threads, f32, f64);
  }

  /**
   * {@code target = op(x)}.
   *
   * @param op the function
   * @param x operand
   * @param target same shape
   */
  public void map(UnaryOp op, View x, View target) {
    Workspace workspace = threads.lease();
    try {
      Nest nest = nest(workspace, target);
      Overlap.add(nest, x, target, 1, workspace);
      new MapJob(nest, kernels(x.dtype()).map(), op).run(threads);
      nest.clear();
    } finally {
      threads.giveBack(workspace);
    }
  }

  /**
   * {@code target = a op b}.
   *
   * @param op the function
   * @param a left operand
   * @param b right operand
   * @param target same shape
   */
  public void zip(BinaryOp op, View a, View b, View target) {
    Workspace workspace = threads.lease();
    try {
      Nest nest = nest(workspace, target);
      Overlap.add(nest, a, target, 1, workspace);
      Overlap.add(nest, b, target, 2, workspace);
      new ZipJob(nest, a.dtype(), kernels(a.dtype()).map(), op).run(threads);
      nest.clear();
    } finally {
      threads.giveBack(workspace);
    }
  }

  /**
   * {@code target = a op b}, the scalar on the right.
   *
   * @param op the function
   * @param a left operand
   * @param b right operand
   * @param target same shape
   */
  public void zip(BinaryOp op, View a, double b, View target) {
    zipScalar(op, a, b, false, target);
  }

  /**
   * {@code target = a op b}, the scalar on the left.
   *
   * @param op the function
   * @param a left operand
   * @param b right operand
   * @param target same shape
   */
  public void zip(BinaryOp op, double a, View b, View target) {
    zipScalar(op, b, a, true, target);
  }

  private void zipScalar(BinaryOp op, View x, double scalar, boolean left, View target) {
    double rounded = Elements.rounded(x.dtype(), scalar);
    Workspace workspace = threads.lease();
    try {
      Nest nest = nest(workspace, target);
      Overlap.add(nest, x, target, 1, workspace);
      new ScalarJob(nest, kernels(x.dtype()).map(), op, rounded, left).run(threads);
      nest.clear();
    } finally {
      threads.giveBack(workspace);
    }
  }

  /**
   * {@code target = a * b + c}, rounded once.
   *
   * @param a factor
   * @param b factor
   * @param c what is added
   * @param target same shape
   */
  public void multiplyAdd(View a, View b, View c, View target) {
    Workspace workspace = threads.lease();
    try {
      Nest nest = nest(workspace, target);
      Overlap.add(nest, a, target, 1, workspace);
      Overlap.add(nest, b, target, 2, workspace);
      Overlap.add(nest, c, target, 3, workspace);
      new MultiplyAddJob(nest, kernels(target.dtype()).map()).run(threads);
      nest.clear();
    } finally {
      threads.giveBack(workspace);
    }
  }

  /**
   * {@code target = a cmp b}.
   *
   * @param comparison which
   * @param a left operand
   * @param b right operand
   * @param target BOOL, same shape
   */
  public void compare(Comparison comparison, View a, View b, View target) {
    Workspace workspace = threads.lease();
    try {
      Nest nest = nest(workspace, target);
      Overlap.add(nest, a, target, 1, workspace);
      Overlap.add(nest, b, target, 2, workspace);
      new CompareJob(nest, a.dtype(), comparison).run(threads);
      nest.clear();
    } finally {
      threads.giveBack(workspace);
    }
  }

  /**
   * {@code target = a cmp b} with a scalar, compared as doubles.
   *
   * @param comparison which
   * @param a left operand
   * @param b right operand
   * @param target BOOL, same shape
   */
  public void compare(Comparison comparison, View a, double b, View target) {
    Workspace workspace = threads.lease();
    try {
      Nest nest = nest(workspace, target);
      Overlap.add(nest, a, target, 1, workspace);
      new CompareScalarJob(nest, a.dtype(), comparison, b).run(threads);
      nest.clear();
    } finally {
      threads.giveBack(workspace);
    }
  }

  /**
   * {@code target = condition ? a : b}.
   *
   * @param condition BOOL
   * @param a taken where true
   * @param b taken where false
   * @param target same shape, same type as a and b
   */
  public void where(View condition, View a, View b, View target) {
    Workspace workspace = threads.lease();
    try {
      Nest nest = nest(workspace, target);
      Overlap.add(nest, condition, target, 1, workspace);
      Overlap.add(nest, a, target, 2, workspace);
      Overlap.add(nest, b, target, 3, workspace);
      new WhereJob(nest, target.dtype().bytes()).run(threads);
      nest.clear();
    } finally {
      threads.giveBack(workspace);
    }
  }

  private static Nest nest(Workspace workspace, View target) {
    return workspace.object(Nest.class, Nest::new).begin(target.shape()).add(target);
  }

  private static final class MapJob extends BoxJob {
    private final MapKernel kernel;
    private final UnaryOp op;

    MapJob(Nest nest, MapKernel kernel, UnaryOp op) {
      super(nest, NO_SCALARS);
      this.kernel = kernel;
      this.op = op;
    }

    @Override
    void apply(int n, int scalar, Cursor c, Workspace workspace) {
      kernel.map(op, c.base[1], c.at[1], c.base[0], c.at[0], n);
    }
  }

  private static final class ZipJob extends BoxJob {
    private final DType dtype;
    private final MapKernel kernel;
    private final BinaryOp op;

    ZipJob(Nest nest, DType dtype, MapKernel kernel, BinaryOp op) {
      super(nest, EITHER_SOURCE);
      this.dtype = dtype;
      this.kernel = kernel;
      this.op = op;
    }

    @Override
    void apply(int n, int scalar, Cursor c, Workspace workspace) {
      if (scalar == 1) {
        double a = Elements.get(dtype, c.base[1], c.at[1]);
        kernel.zipLeft(op, a, c.base[2], c.at[2], c.base[0], c.at[0], n);
      } else if (scalar == 2) {
        double b = Elements.get(dtype, c.base[2], c.at[2]);
        kernel.zipRight(op, c.base[1], c.at[1], b, c.base[0], c.at[0], n);
      } else {
        kernel.zip(op, c.base[1], c.at[1], c.base[2], c.at[2], c.base[0], c.at[0], n);
      }
    }
  }

  private static final class ScalarJob extends BoxJob {
    private final MapKernel kernel;
    private final BinaryOp op;
    private final double value;
    private final boolean left;

    ScalarJob(Nest nest, MapKernel kernel, BinaryOp op, double value, boolean left) {
      super(nest, NO_SCALARS);
      this.kernel = kernel;
      this.op = op;
      this.value = value;
      this.left = left;
    }

    @Override
    void apply(int n, int scalar, Cursor c, Workspace workspace) {
      if (left) {
        kernel.zipLeft(op, value, c.base[1], c.at[1], c.base[0], c.at[0], n);
      } else {
        kernel.zipRight(op, c.base[1], c.at[1], value, c.base[0], c.at[0], n);
      }
    }
  }

  private static final class CompareJob extends BoxJob {
    private final DType dtype;
    private final Comparison comparison;

    CompareJob(Nest nest, DType dtype, Comparison comparison) {
      super(nest, NO_SCALARS);
      this.dtype = dtype;
      this.comparison = comparison;
    }

    @Override
    void apply(int n, int scalar, Cursor c, Workspace workspace) {
      if (dtype == DType.F32) {
        CompareF32.compare(
            comparison, c.base[1], c.at[1], c.base[2], c.at[2], c.base[0], c.at[0], n);
      } else {
        CompareF64.compare(
            comparison, c.base[1], c.at[1], c.base[2], c.at[2], c.base[0], c.at[0], n);
      }
    }
  }

  private static final class CompareScalarJob extends BoxJob {
    private final DType dtype;
    private final Comparison comparison;
    private final double value;

    CompareScalarJob(Nest nest, DType dtype, Comparison comparison, double value) {
      super(nest, NO_SCALARS);
      this.dtype = dtype;
      this.comparison = comparison;
      this.value = value;
    }

    @Override
    void apply(int n, int scalar, Cursor c, Workspace workspace) {
      if (dtype == DType.F32) {
        CompareF32.compare(comparison, c.base[1], c.at[1], value, c.base[0], c.at[0], n);
      } else {
        CompareF64.compare(comparison, c.base[1], c.at[1], value, c.base[0], c.at[0], n);
      }
    }
  }

  private static final class MultiplyAddJob extends BoxJob {
    private final MapKernel kernel;

    MultiplyAddJob(Nest nest, MapKernel kernel) {
      super(nest, NO_SCALARS);
      this.kernel = kernel;
    }

    @Override
    void apply(int n, int scalar, Cursor c, Workspace workspace) {
      kernel.multiplyAdd(
          c.base[1], c.at[1], c.base[2], c.at[2], c.base[3], c.at[3], c.base[0], c.at[0], n);
    }
  }

  private static final class WhereJob extends BoxJob {
    private final int width;

    WhereJob(Nest nest, int width) {
      super(nest, NO_SCALARS);
      this.width = width;
    }

    @Override
    void apply(int n, int scalar, Cursor c, Workspace workspace) {
      Select.where(
          width, c.base[1], c.at[1], c.base[2], c.at[2], c.base[3], c.at[3], c.base[0], c.at[0], n);
    }
  }
}
