package io.lanewise.cpu.factor;

import io.lanewise.cpu.Driver;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.elementwise.Copy;
import io.lanewise.cpu.gemm.Gemm;
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
    long bytes = matrix.elements() * matrix.dtype().bytes();
    View rows =
        View.contiguous(
            NativeMemory.system().allocate(null, bytes, false), matrix.dtype(), matrix.shape());
    copy.copy(matrix, rows);
    int result = operation.applyAsInt(rows);
    copy.copy(rows, matrix);
    return result;
  }
}
