package io.lanewise.gpu;

import io.lanewise.DType;
import io.lanewise.backend.Backend;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.Storage;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One operation on the device: holds its storages and the device's lock, brings operands there, and
 * gives back what it took. Memory of a caller's is copied to memory of ours first, by the thread
 * that may, and back at the end.
 */
final class Session implements AutoCloseable {
  private final Device device;
  private final Backend host;
  private final Heap heap;
  private final View[] views;
  private final List<int[]> scratch = new ArrayList<>();
  private final List<Storage> staged = new ArrayList<>();
  private int held;

  private Session(Device device, Backend host, DType dtype, View... views) {
    this.device = device;
    this.host = host;
    this.views = views;
    try {
      for (; held < views.length; held++) {
        views[held].storage().acquire();
      }
    } catch (Throwable closed) {
      release();
      throw closed;
    }
    device.lock();
    try {
      heap = device.heap(dtype);
      checkSizes();
    } catch (Throwable refused) {
      device.unlock();
      release();
      throw refused;
    }
  }

  /**
   * Begins an operation.
   *
   * @param views all its operands, of one type
   * @throws io.lanewise.EngineUnavailableException if the device does not compute in the type
   * @throws OutOfMemoryError if the operands do not fit, before anything has been done
   */
  static Session begin(Device device, Backend host, View... views) {
    return new Session(device, host, views[0].dtype(), views);
  }

  private void checkSizes() {
    long needed = 0;
    for (int i = 0; i < views.length; i++) {
      boolean seen = false;
      for (int j = 0; j < i; j++) {
        seen |= views[j].storage() == views[i].storage();
      }
      if (!seen) {
        needed += FreeList.rounded(onDevice(views[i]));
      }
    }
    if (needed > heap.elements()) {
      throw new OutOfMemoryError(
          "GPU engine: the operands take "
              + needed * heap.dtype().bytes()
              + " bytes, the heap on "
              + device.choice().name()
              + " has "
              + (long) heap.elements() * heap.dtype().bytes()
              + "; raise it with -D"
              + DeviceChoice.MEMORY
              + ", or use Engine.cpu()");
    }
  }

  private static long onDevice(View view) {
    return isForeign(view) ? view.elements() : view.storage().bytes() / view.dtype().bytes();
  }

  private static boolean isForeign(View view) {
    return !(view.storage() instanceof GpuStorage) && view.storage().host().foreign();
  }

  Heap heap() {
    return heap;
  }

  /** Where the result goes; its old contents are there if they are needed. */
  Operand target(View view, boolean reads) {
    View own = view;
    if (isForeign(view)) {
      own = memory(view);
      if (reads) {
        host.copy(view, own);
      }
    }
    Storage storage = own.storage();
    boolean covers = own.isContiguous() && own.elements() * own.dtype().bytes() == storage.bytes();
    int place = device.place(heap, storage, reads || !covers);
    return new Operand(own, (int) (place + own.offset()));
  }

  /**
   * What an operation reads.
   *
   * @param target what it writes, or null
   * @param elementwise whether it may write where it has just read
   */
  Operand source(View view, @Nullable Operand target, boolean elementwise) {
    View own = view;
    if (isForeign(view)) {
      own = memory(view);
      host.copy(view, own);
    }
    int place = device.place(heap, own.storage(), true);
    Operand operand = new Operand(own, (int) (place + own.offset()));
    if (target == null || own.elements() == 0) {
      return operand;
    }
    boolean apart = own.storage() != target.view().storage() || !View.overlaps(own, target.view());
    return apart || elementwise && View.sameElements(own, target.view())
        ? operand
        : packed(operand);
  }

  /** Where the integers of a view are, as elements of the heap. */
  int numbers(View view) {
    return device.numbers(heap, host, view);
  }

  /** Contiguous memory of ours for a caller's view. */
  private View memory(View view) {
    Storage storage =
        NativeMemory.system().allocate(null, view.elements() * view.dtype().bytes(), false);
    staged.add(storage);
    return View.contiguous(storage, view.dtype(), view.shape());
  }

  /** A copy of an operand, in row-major order. */
  Operand packed(Operand operand) {
    View view = operand.view();
    int count = (int) view.elements();
    Operand copy =
        new Operand(
            new View(view.storage(), view.dtype(), 0, view.shape(), View.rowMajor(view.shape())),
            scratch(count));
    Walk walk = Walk.of(view.shape(), view);
    if (walk == null) {
      throw new AssertionError("too many axes"); // the callers have looked
    }
    walk.sizes(heap, 8);
    walk.strides(heap, 14, 0);
    int[] steps = new int[walk.rank()];
    int step = 1;
    for (int axis = walk.rank() - 1; axis >= 0; axis--) {
      steps[axis] = step;
      step *= walk.sizes()[axis];
    }
    for (int axis = 0; axis < steps.length; axis++) {
      heap.p.set(26 + axis, steps[axis]);
    }
    Launches.map(heap, Codes.COPY, count, walk.rank(), operand.place(), copy.place());
    return copy;
  }

  /** Storages whose copies on the device nobody needs after the operation. */
  void temporary(List<Storage> storages) {
    staged.addAll(storages);
  }

  /** Elements on the device until the end of the operation. */
  int scratch(int elements) {
    int place = device.take(heap, elements);
    scratch.add(new int[] {place, elements});
    return place;
  }

  /** Reads consecutive elements, as doubles. */
  double[] read(int place, int count) {
    float[] singles = new float[heap.dtype() == DType.F32 ? count : 0];
    double[] values = new double[count];
    boolean single = singles.length > 0;
    MemorySegment to = single ? MemorySegment.ofArray(singles) : MemorySegment.ofArray(values);
    heap.download(place, 0, count, new HostMemory(to, 0, false, null));
    for (int i = 0; i < singles.length; i++) {
      values[i] = singles[i];
    }
    return values;
  }

  /** Notes that the result stands at a target; a caller's memory gets it now. */
  void wrote(Operand target, View view) {
    device.wrote(heap, target.view());
    if (target.view() != view) {
      host.copy(target.view(), view);
    }
  }

  @Override
  public void close() {
    for (int[] block : scratch) {
      device.give(heap, block[0], block[1]);
    }
    for (Storage storage : staged) {
      device.drop(storage);
    }
    device.unlock();
    release();
  }

  @SuppressWarnings("ReachabilityFenceUsage") // called at the end of each operation
  private void release() {
    while (held > 0) {
      Storage storage = views[--held].storage();
      storage.release();
      Reference.reachabilityFence(storage);
    }
  }
}
