package io.lanewise.cpu.reduce;

import io.lanewise.DType;
import io.lanewise.backend.Reduction;
import io.lanewise.cpu.Job;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.elementwise.Elements;
import io.lanewise.cpu.elementwise.Nest;
import io.lanewise.kernel.ReduceKernel;
import io.lanewise.memory.HostMemory;

/**
 * Reduction of many rows: the nest walks the rows, operand 0 being the target and operand 1 the
 * first element of each row. Results go through scratch memory, so that the target may be laid out
 * in any way.
 */
final class Rows extends Job {
  private final Reduction reduction;
  private final Nest nest;
  private final DType dtype;
  private final ReduceKernel kernel;
  private long boxesPerTask;

  /** A job. */
  Rows(Reduction reduction, Nest nest, DType dtype, ReduceKernel kernel) {
    this.reduction = reduction;
    this.nest = nest;
    this.dtype = dtype;
    this.kernel = kernel;
  }

  /** Reduces. */
  void run(Threads threads, Workspace workspace) {
    long rows = nest.elements();
    long n = nest.rowLength();
    if (rows < 2L * threads.degree() && n >= Panels.PARALLEL && !nest.confined()) {
      few(threads, workspace);
      return;
    }
    boxesPerTask = Panels.cut(nest, Panels.direct(nest, 1), threads.degree());
    threads.run(Panels.tasks(nest, boxesPerTask), this);
  }

  /** Too few rows for the threads, but long ones: the threads share each row. */
  private void few(Threads threads, Workspace workspace) {
    long n = nest.rowLength();
    long step = nest.rowStep(1);
    Panels.cut(nest, true, 1);
    Panels panels = workspace.object(Panels.class, Panels::new).begin(nest);
    for (long box = 0; box < nest.boxes(); box++) {
      panels.locate(nest, box);
      for (long row = 0; row < panels.rows(); row++) {
        Nest one = panels.one();
        one.begin(n).addRun(nest.memory(1), panels.at(nest, 1, row), step, nest.width(1));
        double value = Total.reduce(reduction, one, dtype, kernel, threads, workspace);
        one.clear();
        set(panels, row, value, workspace);
      }
      panels.storeResults(nest, workspace);
    }
  }

  @Override
  protected void task(int index, Workspace workspace) {
    Panels panels = workspace.object(Panels.class, Panels::new).begin(nest);
    Row row = workspace.object(Row.class, Row::new);
    long n = nest.rowLength();
    long step = nest.rowStep(1);
    boolean gather = !Panels.direct(nest, 1) && Panels.fits(nest);
    long end = Math.min(nest.boxes(), (index + 1) * boxesPerTask);
    for (long box = index * boxesPerTask; box < end; box++) {
      panels.locate(nest, box);
      HostMemory memory = nest.memory(1);
      if (gather) {
        memory = panels.load(nest, workspace);
      }
      for (long i = 0; i < panels.rows(); i++) {
        long first = gather ? memory.origin() + i * panels.pitch(nest) : panels.at(nest, 1, i);
        long distance = gather ? nest.width(1) : step;
        set(
            panels,
            i,
            row.reduce(reduction, memory, first, distance, n, dtype, kernel, workspace),
            workspace);
      }
      panels.storeResults(nest, workspace);
    }
    row.clear();
  }

  private void set(Panels panels, long row, double value, Workspace workspace) {
    HostMemory results = panels.results(nest, workspace);
    DType type = reduction.isIndex() ? DType.I64 : dtype;
    Elements.set(type, results.base(), results.origin() + row * type.bytes(), value);
  }
}
