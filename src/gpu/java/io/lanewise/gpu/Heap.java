package io.lanewise.gpu;

import io.lanewise.DType;
import io.lanewise.memory.HostMemory;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.WorkerGrid3D;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * A device's memory for elements of one type: one large array, in which tensors are stretches, and
 * one execution plan whose graphs are the kernels over it.
 *
 * <p>TornadoVM binds a graph to arrays and compiles it anew for each plan. A graph for each
 * operation and shape would be compiled at each new tensor; here each kernel is compiled once, and
 * offsets, shapes and strides are data in a small array that goes to the device with each launch.
 *
 * <p>Not safe for many threads: {@link Device} locks.
 */
abstract class Heap {
  /** Numbers that a launch can have. */
  static final int PARAMETERS = 64;

  /** Scalars that a launch can have. */
  static final int SCALARS = 3;

  /** [TP] Elements that go to or from the device in one launch: little, more, much. */
  private static final int[] STAGES = {1 << 10, 1 << 16, 1 << 21};

  private final DType dtype;
  private final int elements;
  private final FreeList blocks;
  private final GridScheduler grids = new GridScheduler();
  private final WorkerGrid[] grid = new WorkerGrid[Kernel.values().length];
  private final Set<Kernel> compiled = EnumSet.noneOf(Kernel.class);
  private long launches;

  /** Where offsets, shapes and strides stand. */
  final IntArray p = new IntArray(PARAMETERS);

  Heap(DType dtype, int elements) {
    this.dtype = dtype;
    this.elements = elements;
    this.blocks = new FreeList(elements);
    for (Kernel kernel : Kernel.values()) {
      WorkerGrid work = new WorkerGrid3D(kernel.width(), kernel.height(), 1);
      work.setLocalWork(kernel.width(), kernel.height(), 1);
      grid[kernel.index()] = work;
      grids.addWorkerGrid(kernel.graph() + ".k", work);
    }
  }

  /** The plan with one graph for each kernel, in their order. */
  abstract TornadoExecutionPlan plan();

  /** The exponent of the type's largest number. */
  abstract int maxExponent();

  /** Sets one of the scalars of a launch. */
  abstract void scalar(int i, double value);

  /** The memory that goes to the device with {@link Kernel#UP_SMALL} and its like. */
  abstract MemorySegment up(int size);

  /** The memory that comes from the device with {@link Kernel#DOWN_SMALL} and its like. */
  abstract MemorySegment down(int size);

  /** Sets parameters from one on. */
  final void set(int at, long... values) {
    for (int i = 0; i < values.length; i++) {
      p.set(at + i, (int) values[i]);
    }
  }

  static int stage(int size) {
    return STAGES[size];
  }

  DType dtype() {
    return dtype;
  }

  int elements() {
    return elements;
  }

  FreeList blocks() {
    return blocks;
  }

  long launches() {
    return launches;
  }

  /** The kernels that have run. */
  Set<Kernel> compiled() {
    return EnumSet.copyOf(compiled);
  }

  /** Makes a plan of graphs in the order of the kernels, on a device. */
  final TornadoExecutionPlan plan(List<TaskGraph> graphs, TornadoDevice device) {
    TornadoExecutionPlan plan =
        new TornadoExecutionPlan(
            graphs.stream().map(TaskGraph::snapshot).toArray(ImmutableTaskGraph[]::new));
    plan.withDevice(device);
    return plan;
  }

  /** The beginning of a graph of a kernel that finds the heap on the device. */
  final TaskGraph found(Kernel kernel, Object heap, Object... sent) {
    return new TaskGraph(kernel.graph())
        .consumeFromDevice(Kernel.INIT.graph(), heap)
        .transferToDevice(DataTransferMode.EVERY_EXECUTION, sent);
  }

  /**
   * Runs a kernel with the parameters that stand in {@link #p}.
   *
   * @param x groups along the first axis
   * @param y groups along the second
   * @param z groups along the third
   */
  final void launch(Kernel kernel, long x, long y, long z) {
    WorkerGrid work = grid[kernel.index()];
    work.setGlobalWork(x * kernel.width(), y * kernel.height(), z);
    work.setLocalWork(kernel.width(), kernel.height(), 1);
    try {
      plan().withGraph(kernel.index()).withGridScheduler(grids).execute();
    } catch (RuntimeException failed) {
      throw new IllegalStateException(
          "GPU engine: kernel " + kernel + " for " + dtype + " failed: " + failed.getMessage(),
          failed);
    }
    launches++;
    compiled.add(kernel);
  }

  /** Runs a kernel with one thread for each of so many elements. */
  final void launchFor(Kernel kernel, long threads) {
    launch(kernel, (threads + kernel.width() - 1) / kernel.width(), 1, 1);
  }

  /**
   * Copies from the host to the device.
   *
   * @param from where the storage's first byte is
   * @param first index in the storage of the first element to copy
   * @param count how many
   * @param to index in the heap of the storage's first element
   */
  final void upload(HostMemory from, long first, long count, int to) {
    for (long done = 0; done < count; ) {
      int size = size(count - done);
      int now = (int) Math.min(stage(size), count - done);
      long bytes = (long) now * dtype.bytes();
      MemorySegment.copy(
          from.base(), from.origin() + (first + done) * dtype.bytes(), up(size), 0, bytes);
      p.set(0, now);
      p.set(1, (int) (to + first + done));
      launchFor(Kernel.up(size), now);
      done += now;
    }
  }

  /** The reverse of {@link #upload}. */
  final void download(int from, long first, long count, HostMemory to) {
    for (long done = 0; done < count; ) {
      int size = size(count - done);
      int now = (int) Math.min(stage(size), count - done);
      long bytes = (long) now * dtype.bytes();
      p.set(0, now);
      p.set(1, (int) (from + first + done));
      launchFor(Kernel.down(size), now);
      MemorySegment.copy(
          down(size), 0, to.base(), to.origin() + (first + done) * dtype.bytes(), bytes);
      done += now;
    }
  }

  /** The stage for so many elements: a larger one if the smaller would be needed many times. */
  private static int size(long count) {
    int size = 0;
    while (size < STAGES.length - 1 && count > 4L * STAGES[size]) {
      size++;
    }
    return size;
  }
}
