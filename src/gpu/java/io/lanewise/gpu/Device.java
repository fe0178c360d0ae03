package io.lanewise.gpu;

import io.lanewise.DType;
import io.lanewise.backend.Backend;
import io.lanewise.backend.Description;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.Storage;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A device's memory and which storages have a copy there. A copy is as old as the storage's version
 * that it was made of, so writing on the host makes it stale without anybody telling.
 *
 * <p>Memory of the device is a cache: when it is full, what no running operation needs gives way,
 * the least recently used first, and what is newer on the device goes to the host before.
 *
 * <p>All methods but {@link #describe} and {@link #drop} want the lock.
 */
final class Device {
  private static final Cleaner CLEANER = Cleaner.create();

  private final DeviceChoice choice;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Storage, Resident> residents = new WeakHashMap<>();
  private final Queue<Resident> unreachable = new ConcurrentLinkedQueue<>();
  private final List<Storage> images = new ArrayList<>();
  private final Numbers numbers = new Numbers();
  private @Nullable Heap f32;
  private @Nullable Heap f64;
  private long operation;

  Device(DeviceChoice choice) {
    this.choice = choice;
  }

  DeviceChoice choice() {
    return choice;
  }

  void lock() {
    lock.lock();
    operation++;
  }

  void unlock() {
    lock.unlock();
  }

  /** The heap of a type, made when it is first needed. */
  Heap heap(DType dtype) {
    Heap made = dtype == DType.F32 ? f32 : f64;
    if (made == null) {
      made = make(dtype);
      if (dtype == DType.F32) {
        f32 = made;
      } else {
        f64 = made;
      }
    }
    return made;
  }

  private Heap make(DType dtype) {
    if (dtype == DType.F64) {
      choice.requireF64();
    }
    Storage image = image(dtype);
    MemorySegment segment = segment(image, dtype);
    int elements = choice.elements(dtype);
    Heap made =
        dtype == DType.F32
            ? new HeapF32(choice.device(), segment, elements)
            : new HeapF64(choice.device(), segment, elements);
    images.add(image); // not before: who tries again after a failure must not hold two
    return made;
  }

  /** Kernels run so far. */
  long launches() {
    return (f32 == null ? 0 : f32.launches()) + (f64 == null ? 0 : f64.launches());
  }

  /** The device, its heaps and what they are used for. Takes the lock itself. */
  List<Description.Line> describe() {
    List<Description.Line> lines = new ArrayList<>();
    lines.add(new Description.Line("GPU", choice.name(), choice.why()));
    lines.add(new Description.Line("devices", String.join("; ", choice.all()), ""));
    lock();
    try {
      for (DType dtype : new DType[] {DType.F32, DType.F64}) {
        long used = used(dtype);
        lines.add(
            new Description.Line(
                "heap " + dtype,
                (long) choice.elements(dtype) * dtype.bytes()
                    + " bytes, "
                    + (used < 0 ? "not made yet" : used * dtype.bytes() + " in use"),
                "-D" + DeviceChoice.MEMORY + " sets it"));
      }
      lines.add(new Description.Line("launches", Long.toString(launches()), ""));
    } finally {
      unlock();
    }
    return lines;
  }

  /** Elements of a type that are in use, or -1 if its heap was never needed. */
  private long used(DType dtype) {
    Heap heap = dtype == DType.F32 ? f32 : f64;
    return heap == null ? -1 : heap.elements() - heap.blocks().available();
  }

  /**
   * TornadoVM wants memory of the host behind every array. Behind the heap it is never read, so no
   * page of it is ever touched, but for the first one, which holds the header.
   */
  private Storage image(DType dtype) {
    long bytes = (long) choice.elements(dtype) * dtype.bytes();
    return NativeMemory.system().allocate(null, bytes + 64, false);
  }

  private static MemorySegment segment(Storage image, DType dtype) {
    long header = uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray.ARRAY_HEADER;
    HostMemory host = image.host();
    long bytes = (image.bytes() - 64) / dtype.bytes() * dtype.bytes();
    return host.base().asSlice(host.origin() + 64 - header, bytes + header);
  }

  /**
   * Where a storage's elements are on the device, brought there if what is there is not current.
   *
   * @param keep whether the old contents are needed
   * @return index in the heap of its first element
   */
  int place(Heap heap, Storage storage, boolean keep) {
    Resident resident = residents.get(storage);
    if (resident != null && resident.heap() != heap) {
      spill(storage, resident); // it was used as another type before
      resident = null;
    }
    if (resident == null) {
      int elements = (int) (storage.bytes() / heap.dtype().bytes());
      Resident made = new Resident(heap, take(heap, elements), elements);
      CLEANER.register(storage, () -> unreachable.add(made));
      residents.put(storage, made);
      resident = made;
    }
    resident.used = operation;
    if (keep && resident.version != storage.version()) {
      bring(heap, storage, resident);
    }
    return resident.place();
  }

  private static void bring(Heap heap, Storage storage, Resident resident) {
    long version = storage.version();
    if (storage instanceof GpuStorage own && own.untouched()) {
      if (own.zeroed()) {
        Launches.fill(heap, resident.place(), resident.elements(), 0);
      }
    } else {
      heap.upload(storage.host(), 0, resident.elements(), resident.place());
    }
    resident.version = version;
  }

  /**
   * Where the integers of a view are, as elements of a heap.
   *
   * @param host converts
   * @param view I32
   * @return index in the heap of its first element
   */
  int numbers(Heap heap, Backend host, View view) {
    Storage copy = numbers.in(host, view, heap.dtype(), this::drop);
    return (int) (place(heap, copy, true) + view.offset());
  }

  /** Notes that a view was written on the device; what is not the engine's own is downloaded. */
  void wrote(Heap heap, View target) {
    Storage storage = target.storage();
    storage.written();
    Resident resident = residents.get(storage);
    if (resident == null) {
      throw new AssertionError("a target that is not there");
    }
    resident.version = storage.version();
    if (storage instanceof GpuStorage own) {
      own.newerOnDevice(true);
    } else if (target.elements() > 0) {
      long from = target.lowest();
      heap.download(resident.place(), from, target.highest() + 1 - from, storage.host());
    }
  }

  /** Brings a storage to the host. */
  void download(GpuStorage storage) {
    lock.lock();
    try {
      Resident resident = residents.get(storage);
      if (storage.newerOnDevice() && resident != null) {
        resident.heap().download(resident.place(), 0, resident.elements(), storage.place());
      }
      storage.newerOnDevice(false);
    } finally {
      lock.unlock();
    }
  }

  /** Elements that belong to nobody, until {@link #give}. */
  int take(Heap heap, int elements) {
    collect();
    int place = heap.blocks().take(elements);
    if (place < 0) {
      System.gc(); // what is dead needs no copying
      place = waitFor(heap, elements);
    }
    while (place < 0 && evict(heap)) {
      place = heap.blocks().take(elements);
    }
    if (place < 0) {
      throw new OutOfMemoryError(
          "GPU engine: no "
              + (long) elements * heap.dtype().bytes()
              + " bytes in one piece for "
              + heap.dtype()
              + " on "
              + choice.name()
              + ", whose heap has "
              + (long) heap.elements() * heap.dtype().bytes()
              + "; raise it with -D"
              + DeviceChoice.MEMORY);
    }
    return place;
  }

  private int waitFor(Heap heap, int elements) {
    int place = -1;
    for (int i = 0; i < 5 && place < 0; i++) {
      try {
        Thread.sleep(4);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return -1;
      }
      collect();
      place = heap.blocks().take(elements);
    }
    return place;
  }

  void give(Heap heap, int place, int elements) {
    heap.blocks().give(place, elements);
  }

  /** Forgets a storage's copy, which must not be newer than its host's. */
  void drop(Storage storage) {
    Resident resident = residents.remove(storage);
    if (resident != null) {
      resident.free();
    }
  }

  private void collect() {
    for (Resident dead = unreachable.poll(); dead != null; dead = unreachable.poll()) {
      dead.free();
    }
  }

  private boolean evict(Heap heap) {
    Map.Entry<Storage, Resident> oldest =
        residents.entrySet().stream()
            .filter(entry -> entry.getValue().heap() == heap && entry.getValue().used != operation)
            .min(Comparator.comparingLong(entry -> entry.getValue().used))
            .orElse(null);
    if (oldest == null) {
      return false;
    }
    spill(oldest.getKey(), oldest.getValue());
    return true;
  }

  private void spill(Storage storage, Resident resident) {
    if (storage instanceof GpuStorage own && own.newerOnDevice()) {
      download(own);
    } else if (storage instanceof GpuStorage own && own.untouched() && own.zeroed()) {
      own.place(); // zeros
    }
    residents.remove(storage);
    resident.free();
  }
}
