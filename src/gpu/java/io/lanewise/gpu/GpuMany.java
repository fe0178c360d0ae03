package io.lanewise.gpu;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.lanewise.backend.Backend;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decompositions of many small matrices on the device: a group of threads for each matrix. */
final class GpuMany {
  /** Order of the largest matrix, or its shorter side: what local memory holds. */
  private static final long LARGEST = 32;

  /** The longer side of the largest matrix: places of rows in local memory. */
  private static final long LONGEST = 256;

  private GpuMany() {}

  /** Whether the kernel takes these matrices. */
  static boolean canSvds(View a) {
    long shorter = Math.min(a.size(1), a.size(2));
    long longer = Math.max(a.size(1), a.size(2));
    return shorter <= LARGEST
        && longer <= LONGEST
        && isCountable(a)
        && a.size(0) * Tail.size((int) longer, (int) shorter) <= Integer.MAX_VALUE;
  }

  /** Whether the kernel takes these matrices. */
  static boolean canEigen(View a) {
    return a.size(1) <= LARGEST && isCountable(a);
  }

  private static boolean isCountable(View a) {
    return a.elements() > 0 && a.elements() <= Integer.MAX_VALUE;
  }

  /** See {@link Backend#manySvds}. */
  static boolean svds(
      Device device,
      Backend host,
      View a,
      double tolerance,
      int maxSweeps,
      View s,
      @Nullable View u,
      @Nullable View vt,
      View sweeps) {
    boolean wide = a.size(1) < a.size(2);
    View tall = wide ? a.swapAxes(1, 2) : a;
    View left = wide ? vt : u;
    View right = wide ? u : vt;
    try (Session session = Session.begin(device, host, views(a, s, u, vt))) {
      Operand matrices = session.source(tall, null, true);
      Operand values = session.target(s, false);
      Operand lefts = left == null ? null : session.target(left, false);
      Operand rights = right == null ? null : session.target(right, false);
      int work = session.scratch((int) tall.elements());
      int size = Tail.size((int) tall.size(1), (int) tall.size(2));
      int tail = session.scratch((int) tall.size(0) * size);
      int done = session.scratch((int) tall.size(0));
      Heap heap = session.heap();
      heap.set(0, tall.size(1), tall.size(2));
      heap.set(2, matrices.place());
      heap.set(3, matrices.view().strides());
      heap.set(6, work, done);
      heap.set(8, values.place());
      heap.set(9, values.view().strides());
      // U is there as it is, V transposed; of a wide matrix it is the other way round
      vectors(heap, 11, lefts, wide);
      vectors(heap, 15, rights, !wide);
      heap.set(19, wide ? 0 : 1, maxSweeps, tail);
      heap.scalar(0, tolerance);
      heap.scalar(1, Math.scalb(1.0, (heap.maxExponent() - 39) / 2));
      heap.launch(Kernel.MANY_QR, tall.size(0), 1, 1);
      heap.launch(Kernel.MANY_SVDS, tall.size(0), 1, 1);
      wrote(session, values, s);
      wrote(session, lefts, left);
      wrote(session, rights, right);
      count(session, done, sweeps);
    }
    return true;
  }

  /** See {@link Backend#manyEigen}. */
  static boolean eigen(
      Device device,
      Backend host,
      View a,
      double tolerance,
      int maxSweeps,
      View values,
      @Nullable View vectors,
      View sweeps) {
    try (Session session = Session.begin(device, host, views(a, values, vectors))) {
      Operand matrices = session.source(a, null, true);
      Operand roots = session.target(values, false);
      Operand columns = vectors == null ? null : session.target(vectors, false);
      int done = session.scratch((int) a.size(0));
      Heap heap = session.heap();
      heap.set(0, a.size(1), maxSweeps);
      heap.set(2, matrices.place());
      heap.set(3, matrices.view().strides());
      heap.set(6, done);
      heap.set(8, roots.place());
      heap.set(9, roots.view().strides());
      vectors(heap, 11, columns, false);
      heap.scalar(0, tolerance);
      heap.scalar(1, Math.scalb(1.0, (heap.maxExponent() + 1) / 2));
      heap.scalar(2, a.dtype().epsilon());
      heap.launch(Kernel.MANY_EIGEN, a.size(0), 1, 1);
      wrote(session, roots, values);
      wrote(session, columns, vectors);
      count(session, done, sweeps);
    }
    return true;
  }

  private static View[] views(@Nullable View... views) {
    return Arrays.stream(views).filter(Objects::nonNull).toArray(View[]::new);
  }

  /**
   * Where vectors go, -1 for nowhere: strides from matrix to matrix, along a vector, to the next.
   */
  private static void vectors(Heap heap, int at, @Nullable Operand target, boolean transposed) {
    heap.set(at, target == null ? -1 : target.place());
    if (target != null) {
      View view = target.view();
      heap.set(at + 1, (transposed ? view.swapAxes(1, 2) : view).strides());
    }
  }

  private static void wrote(Session session, @Nullable Operand target, @Nullable View view) {
    if (target != null && view != null) {
      session.wrote(target, view);
    }
  }

  /** Brings the numbers of sweeps to the host. */
  private static void count(Session session, int place, View sweeps) {
    double[] counts = session.read(place, (int) sweeps.size(0));
    HostMemory memory = sweeps.storage().host();
    for (int i = 0; i < counts.length; i++) {
      long at = sweeps.offset() + i * sweeps.stride(0);
      memory.base().set(JAVA_INT_UNALIGNED, memory.origin() + 4 * at, (int) counts[i]);
    }
    sweeps.storage().written();
  }
}
