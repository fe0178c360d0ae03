package io.lanewise.cpu.factor;

import io.lanewise.Shape;
import io.lanewise.backend.Epilogue;
import io.lanewise.cpu.Driver;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.elementwise.Copy;
import io.lanewise.cpu.elementwise.OwnMemory;
import io.lanewise.cpu.elementwise.Temporary;
import io.lanewise.cpu.gemm.Gemm;
import io.lanewise.cpu.gemm.SerialProduct;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.View;
import java.util.function.ToIntFunction;

/**
 * The primitives that factorisations are written in: panels and triangles, whose work is not worth
 * a matrix product. They work on rows that are runs in memory of ours; other operands are copied
 * first.
 */
public final class Factor extends Driver {
  private final Gemm gemm;
  private final Copy copy;
  private final OwnMemory own;
  private final SerialProduct product;

  /**
   * A driver.
   *
   * @param threads the engine's threads
   * @param f32 kernels for F32
   * @param f64 kernels for F64
   * @param gemm products inside of panels
   * @param copy for operands in layouts that no kernel takes
   */
  public Factor(Threads threads, Kernels f32, Kernels f64, Gemm gemm, Copy copy) {
    super(threads, f32, f64);
    this.gemm = gemm;
    this.copy = copy;
    this.own = new OwnMemory(copy, NativeMemory.system());
    this.product = new SerialProduct(f32, f64);
  }

  /**
   * See {@link io.lanewise.backend.Backend#qrPanel}.
   *
   * @param columns the panel, transposed; replaced
   * @param r result
   * @param t result
   */
  public void qrPanel(View columns, View r, View t) {
    withTemporaries(
        temporaries ->
            onRows(
                columns,
                rows -> {
                  Kernels kernels = kernels(rows.dtype());
                  new QrPanel(gemm, copy, temporaries, kernels, rows, r, t).factor();
                  return 0;
                }));
  }

  /**
   * See {@link io.lanewise.backend.Backend#applyReflections}.
   *
   * @param x rows, changed
   * @param v reflections
   * @param t their triangle
   */
  public void applyReflections(View x, View v, View t) {
    View like = new View(x.storage(), x.dtype(), 0, Shape.of(x.size(0), v.size(0)), new long[2]);
    try (Temporary product = Temporary.like(own.memory(), like);
        Temporary weighted = Temporary.like(own.memory(), like)) {
      gemm.gemm(1, x, v.swapAxes(0, 1), 0, product.view(), Epilogue.NONE);
      gemm.gemm(-1, product.view(), t, 0, weighted.view(), Epilogue.NONE);
      gemm.gemm(1, weighted.view(), v, 1, x, Epilogue.NONE);
    }
  }

  /**
   * See {@link io.lanewise.backend.Backend#pivotedQrPanel}.
   *
   * @param columns the matrix, transposed; changed
   * @param done columns factored before
   * @param norms of columns
   * @param permutation of columns
   * @param r result
   * @param t result
   * @param f result
   * @return columns factored
   */
  public int pivotedQrPanel(
      View columns, long done, View norms, View permutation, View r, View t, View f) {
    return withTemporaries(
        temporaries ->
            onRows(
                columns,
                rows -> {
                  copy.fill(r, 0);
                  copy.fill(t, 0);
                  int steps =
                      new PivotedQrPanel(
                              threads,
                              kernels(rows.dtype()),
                              temporaries,
                              rows,
                              done,
                              norms,
                              permutation,
                              r,
                              t)
                          .factor();
                  long n = rows.size(0);
                  View updates = temporaries.take(0, rows.dtype(), steps, n);
                  copy.copy(updates, f.block(0, steps, 0, n));
                  return steps;
                }));
  }

  /**
   * See {@link io.lanewise.backend.Backend#luPanel}.
   *
   * @param a columns of the panel, replaced
   * @param first row of the panel
   * @param pivots result
   */
  public void luPanel(View a, long first, View pivots) {
    View columns = a.block(first, a.size(0) - first, 0, a.size(1)).swapAxes(0, 1);
    withTemporaries(
        temporaries ->
            onRows(
                columns,
                rows -> {
                  new LuPanel(gemm, temporaries, kernels(rows.dtype()), rows, first, pivots)
                      .factor();
                  return 0;
                }));
  }

  /**
   * See {@link io.lanewise.backend.Backend#swapRows}.
   *
   * @param a matrix, changed
   * @param first row of the first exchange
   * @param pivots exchanges
   */
  public void swapRows(View a, long first, View pivots) {
    new RowSwaps(a, first, pivots, kernels(a.dtype()))
        .start(
            threads,
            Math.ceilDiv(a.size(1), RowSwaps.COLUMNS),
            4 * pivots.size(0) * Math.min(a.size(1), RowSwaps.COLUMNS));
  }

  /**
   * See {@link io.lanewise.backend.Backend#solveLower}.
   *
   * @param l triangle
   * @param unit whether its diagonal is ones
   * @param b right sides, replaced
   */
  public void solveLower(View l, boolean unit, View b) {
    View triangle = own.of(l);
    onRows(
        b,
        rows -> {
          long n = l.size(0);
          new TriangularSolve(triangle, unit, rows, kernels(rows.dtype()), product)
              .start(
                  threads,
                  Math.ceilDiv(b.size(1), TriangularSolve.COLUMNS),
                  n * n * Math.min(b.size(1), TriangularSolve.COLUMNS));
          return 0;
        });
  }

  /**
   * See {@link io.lanewise.backend.Backend#choleskyBlock}.
   *
   * @param a matrix, replaced
   * @return pivots that are positive
   */
  public int choleskyBlock(View a) {
    return onRows(
        a,
        rows ->
            new CholeskyBlock(gemm, (l, b) -> solveLower(l, false, b), kernels(rows.dtype()), rows)
                .factor());
  }

  /**
   * See {@link io.lanewise.backend.Backend#pivotedCholeskyPanel}.
   *
   * @param a matrix, changed
   * @param done rows of U that are there
   * @param most steps
   * @param floor of pivots
   * @param permutation of rows and columns
   * @return steps made
   */
  public int pivotedCholeskyPanel(View a, long done, int most, double floor, View permutation) {
    return onRows(
        a,
        rows ->
            new PivotedCholeskyPanel(kernels(rows.dtype()), rows, done, most, floor, permutation)
                .factor());
  }

  /**
   * See {@link io.lanewise.backend.Backend#tridiagonalPanel}.
   *
   * @param a symmetric matrix
   * @param done rows that are reduced
   * @param stack result
   * @param results result
   */
  public void tridiagonalPanel(View a, long done, View stack, View results) {
    View matrix = Rows.areRuns(a) ? a : own.copied(a);
    withTemporaries(
        temporaries ->
            onRows(
                stack,
                rows -> {
                  Kernels kernels = kernels(a.dtype());
                  new TridiagonalPanel(threads, kernels, temporaries, matrix, done, rows, results)
                      .factor();
                  return 0;
                }));
  }

  private int withTemporaries(ToIntFunction<Temporaries> operation) {
    Workspace workspace = threads.lease();
    try {
      return operation.applyAsInt(workspace.object(Temporaries.class, Temporaries::new));
    } finally {
      threads.giveBack(workspace);
    }
  }

  /** Works on a matrix where it is, or on a row-major copy that is then copied back. */
  private int onRows(View matrix, ToIntFunction<View> operation) {
    if (Rows.areRuns(matrix)) {
      return operation.applyAsInt(matrix);
    }
    try (Temporary rows = Temporary.of(own.memory(), copy, matrix)) {
      int result = operation.applyAsInt(rows.view());
      copy.copy(rows.view(), matrix);
      return result;
    }
  }
}
