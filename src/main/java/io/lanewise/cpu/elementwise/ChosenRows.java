package io.lanewise.cpu.elementwise;

import io.lanewise.backend.BinaryOp;
import io.lanewise.cpu.Driver;
import io.lanewise.cpu.Job;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.Kernels;
import io.lanewise.kernel.MapKernel;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;

/**
 * Rows of a matrix by number: an embedding and its gradient. Rows are copied by many threads; those
 * that are added may meet, so each thread adds to columns of its own, in the order of the numbers.
 */
public final class ChosenRows extends Driver {
  /** Bytes of a task that copies. [TP] */
  private static final long TASK = 1 << 18;

  /** Columns of a task that adds. [TP] */
  private static final int COLUMNS = 512;

  /**
   * A driver.
   *
   * @param threads the engine's threads
   * @param f32 kernels for F32
   * @param f64 kernels for F64
   */
  public ChosenRows(Threads threads, Kernels f32, Kernels f64) {
    super(threads, f32, f64);
  }

  /**
   * See {@link io.lanewise.backend.Backend#takeRows}.
   *
   * @param table the matrix
   * @param ids numbers of its rows
   * @param target gets them
   */
  public void take(View table, long[] ids, View target) {
    long rowBytes = table.size(1) * table.dtype().bytes();
    if (rowBytes == 0 || ids.length == 0) {
      return;
    }
    MemorySegment from = table.storage().host().base();
    long fromAt = at(table);
    MemorySegment to = target.storage().host().base();
    long toAt = at(target);
    int rows = (int) Math.max(1, TASK / rowBytes);
    threads.run(
        (ids.length + rows - 1) / rows,
        new Job() {
          @Override
          protected void task(int index, Workspace workspace) {
            int end = (int) Math.min(ids.length, (index + 1L) * rows);
            for (int i = index * rows; i < end; i++) {
              MemorySegment.copy(
                  from, fromAt + ids[i] * rowBytes, to, toAt + i * rowBytes, rowBytes);
            }
          }
        });
  }

  /**
   * See {@link io.lanewise.backend.Backend#addRows}.
   *
   * @param rows what is added
   * @param ids numbers of rows of the target
   * @param target the matrix
   */
  public void add(View rows, long[] ids, View target) {
    int bytes = rows.dtype().bytes();
    long columns = rows.size(1);
    MemorySegment from = rows.storage().host().base();
    long fromAt = at(rows);
    MemorySegment to = target.storage().host().base();
    long toAt = at(target);
    MapKernel map = kernels(rows.dtype()).map();
    threads.run(
        Math.toIntExact((columns + COLUMNS - 1) / COLUMNS),
        new Job() {
          @Override
          protected void task(int index, Workspace workspace) {
            long first = (long) index * COLUMNS;
            int n = (int) Math.min(COLUMNS, columns - first);
            for (int i = 0; i < ids.length; i++) {
              long source = fromAt + (i * columns + first) * bytes;
              long place = toAt + (ids[i] * columns + first) * bytes;
              map.zip(BinaryOp.ADD, to, place, from, source, to, place, n);
            }
          }
        });
  }

  private static long at(View view) {
    return view.storage().host().origin() + view.offset() * view.dtype().bytes();
  }
}
