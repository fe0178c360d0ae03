package io.lanewise.cpu.reduce;

import io.lanewise.DType;
import io.lanewise.cpu.Job;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.elementwise.Nest;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.HostMemory;

/**
 * An operation on each row by itself, of a source and a target in any layout: rows that kernels
 * cannot take where they are go through a panel in scratch memory, several at once, where they fit.
 */
abstract class RowJob extends Job {
  final Nest nest;
  final DType dtype;
  final Kernels kernels;
  private boolean direct;
  private long boxesPerTask;

  RowJob(Nest nest, DType dtype, Kernels kernels) {
    this.nest = nest;
    this.dtype = dtype;
    this.kernels = kernels;
  }

  void run(Threads threads) {
    direct = Panels.direct(nest, 0) && Panels.direct(nest, 1);
    boxesPerTask = Panels.cut(nest, direct, threads.degree());
    threads.run(Panels.tasks(nest, boxesPerTask), this);
  }

  @Override
  protected void task(int index, Workspace workspace) {
    Panels panels = workspace.object(Panels.class, Panels::new).begin(nest);
    Row row = workspace.object(Row.class, Row::new);
    long step = nest.rowStep(1);
    long targetStep = nest.rowStep(0);
    boolean gather = !direct && Panels.fits(nest);
    long end = Math.min(nest.boxes(), (index + 1) * boxesPerTask);
    for (long box = index * boxesPerTask; box < end; box++) {
      panels.locate(nest, box);
      if (gather) {
        HostMemory panel = panels.load(nest, workspace);
        long width = dtype.bytes();
        for (long i = 0; i < panels.rows(); i++) {
          long at = panel.origin() + i * panels.pitch(nest);
          row(row, panel, at, width, panel, at, width, workspace);
        }
        panels.store(nest, workspace);
      } else {
        for (long i = 0; i < panels.rows(); i++) {
          long from = panels.at(nest, 1, i);
          long to = panels.at(nest, 0, i);
          row(row, nest.memory(1), from, step, nest.memory(0), to, targetStep, workspace);
        }
      }
    }
    row.clear();
  }

  /**
   * One row; {@code y} may be {@code x}.
   *
   * @param row loads and stores blocks of rows
   * @param x memory of the source
   * @param from byte offset of the row in it
   * @param fromStep bytes from one element to the next
   * @param y memory of the target
   * @param to byte offset of the row in it
   * @param toStep bytes from one element to the next
   * @param workspace scratch memory
   */
  abstract void row(
      Row row,
      HostMemory x,
      long from,
      long fromStep,
      HostMemory y,
      long to,
      long toStep,
      Workspace workspace);
}
