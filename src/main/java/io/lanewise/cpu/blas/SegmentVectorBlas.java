package io.lanewise.cpu.blas;

import io.lanewise.cpu.Workspace;
import java.lang.foreign.MemorySegment;

/**
 * Level 1 on memory segments: run by run through arrays in the first-level cache, in the order of
 * {@link VectorBlas} and so with its bits. Arguments have been checked; n is at least 1.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
public final class SegmentVectorBlas<P> {
  /** Elements of a run; a multiple of it is as good. [TP] */
  private static final int RUN = VectorBlas.RUN;

  private static final int X = 4;
  private static final int Y = 5;

  private final Segments<P> segments;
  private final Context<P> context;
  private final VectorBlas<P> arrays;

  SegmentVectorBlas(Segments<P> segments) {
    this.segments = segments;
    this.context = segments.context();
    this.arrays = new VectorBlas<>(context);
  }

  /** What is done with a run of each vector. */
  private interface Step<P> {
    void on(int count, P u, P v);
  }

  /** A vector. */
  private record Vector(MemorySegment segment, long first, int step) {
    static Vector of(int n, MemorySegment x, long at, int inc) {
      return new Vector(x, Segments.start(n, at, inc), inc);
    }

    long index(int i) {
      return first + (long) i * step;
    }
  }

  private void load(Vector x, int from, int count, P to) {
    segments.transfer().load(x.segment, x.index(from), x.step, count, to, 0);
  }

  private void store(P from, int count, Vector x, int to) {
    segments.transfer().store(from, 0, count, x.segment, x.index(to), x.step);
  }

  /** Changes y, and x too if that is wanted. */
  private void change(int n, Vector x, boolean changeX, Vector y, Step<P> step) {
    Workspace workspace = context.threads().lease();
    try {
      P u = context.scratch(workspace, X, Math.min(n, RUN));
      P v = context.scratch(workspace, Y, Math.min(n, RUN));
      for (int i = 0; i < n; i += RUN) {
        int count = Math.min(RUN, n - i);
        load(x, i, count, u);
        load(y, i, count, v);
        step.on(count, u, v);
        store(v, count, y, i);
        if (changeX) {
          store(u, count, x, i);
        }
      }
    } finally {
      context.threads().giveBack(workspace);
    }
  }

  /** See {@link VectorBlas#dot}. */
  public double dot(
      int n, MemorySegment x, long xAt, int incx, MemorySegment y, long yAt, int incy) {
    Vector left = Vector.of(n, x, xAt, incx);
    Vector right = Vector.of(n, y, yAt, incy);
    Workspace workspace = context.threads().lease();
    try {
      P u = context.scratch(workspace, X, Math.min(n, RUN));
      P v = context.scratch(workspace, Y, Math.min(n, RUN));
      return VectorBlas.tree(
          (i, count) -> {
            load(left, i, count, u);
            load(right, i, count, v);
            return context.reduce().dot(u, 0, v, 0, count);
          },
          RUN,
          0,
          n);
    } finally {
      context.threads().giveBack(workspace);
    }
  }

  /** A sum over runs of one vector. */
  private double sum(int n, Vector x, RunOf<P> run) {
    Workspace workspace = context.threads().lease();
    try {
      P u = context.scratch(workspace, X, Math.min(n, RUN));
      return VectorBlas.tree(
          (i, count) -> {
            load(x, i, count, u);
            return run.sum(u, count);
          },
          RUN,
          0,
          n);
    } finally {
      context.threads().giveBack(workspace);
    }
  }

  /** A sum over the beginning of an array. */
  private interface RunOf<P> {
    double sum(P u, int count);
  }

  /** See {@link VectorBlas#asum}. */
  public double asum(int n, MemorySegment x, long at, int inc) {
    return sum(n, Vector.of(n, x, at, inc), (u, count) -> arrays.asum(count, u, 0, 1));
  }

  /** See {@link VectorBlas#nrm2}. */
  public double nrm2(int n, MemorySegment x, long at, int inc) {
    Vector vector = Vector.of(n, x, at, inc);
    double squares = sum(n, vector, (u, count) -> context.reduce().dot(u, 0, u, 0, count));
    return arrays.norm(
        squares,
        () -> Math.abs(element(vector, iamax(n, x, at, inc))),
        exponent -> sum(n, vector, (u, count) -> arrays.scaledSquares(u, 0, 1, count, exponent)));
  }

  private double element(Vector x, int i) {
    P one = context.array().array(1);
    load(x, i, 1, one);
    return context.array().get(one, 0);
  }

  /** See {@link VectorBlas#iamax}. */
  public int iamax(int n, MemorySegment x, long at, int inc) {
    Vector vector = Vector.of(n, x, at, inc);
    Workspace workspace = context.threads().lease();
    try {
      P u = context.scratch(workspace, X, Math.min(n, RUN));
      int index = 0;
      double most = 0;
      for (int i = 0; i < n; i += RUN) {
        int count = Math.min(RUN, n - i);
        load(vector, i, count, u);
        boolean nan = Double.isNaN(context.array().get(u, 0));
        if (nan && i == 0) {
          return 0;
        }
        if (nan) {
          context.array().set(u, 0, 0); // or it would hide what follows in this run
        }
        int found = context.array().indexOfLargest(count, u, 0, 1);
        double value = Math.abs(context.array().get(u, found));
        if (i == 0 || value > most) {
          most = value;
          index = i + found;
        }
      }
      return index;
    } finally {
      context.threads().giveBack(workspace);
    }
  }

  /** See {@link VectorBlas#axpy}. */
  public void axpy(
      int n,
      double alpha,
      MemorySegment x,
      long xAt,
      int incx,
      MemorySegment y,
      long yAt,
      int incy) {
    segments.requireWritable("axpy", "y", y);
    change(
        n,
        Vector.of(n, x, xAt, incx),
        false,
        Vector.of(n, y, yAt, incy),
        (count, u, v) -> context.array().axpy(count, alpha, u, 0, 1, v, 0, 1));
  }

  /** See {@link VectorBlas#scal}. */
  public void scal(int n, double alpha, MemorySegment x, long at, int inc) {
    segments.requireWritable("scal", "x", x);
    Workspace workspace = context.threads().lease();
    try {
      each(
          workspace,
          n,
          x,
          at,
          inc,
          true,
          (count, u, same) -> context.array().scale(count, alpha, u, 0, 1));
    } finally {
      context.threads().giveBack(workspace);
    }
  }

  /** Multiplies a run; if the factor is 0, it is not read. */
  void scale(Workspace workspace, int n, double factor, MemorySegment x, long at) {
    each(
        workspace,
        n,
        x,
        at,
        1,
        factor != 0,
        (count, u, same) -> context.scale(count, factor, u, 0));
  }

  private void each(
      Workspace workspace, int n, MemorySegment x, long at, int inc, boolean read, Step<P> step) {
    Vector vector = Vector.of(n, x, at, inc);
    P u = context.scratch(workspace, X, Math.min(n, RUN));
    for (int i = 0; i < n; i += RUN) {
      int count = Math.min(RUN, n - i);
      if (read) {
        load(vector, i, count, u);
      }
      step.on(count, u, u);
      store(u, count, vector, i);
    }
  }

  /** Whether all elements of a run are finite. */
  boolean finite(Workspace workspace, int n, MemorySegment x, long at) {
    Vector vector = Vector.of(n, x, at, 1);
    P u = context.scratch(workspace, X, Math.min(n, RUN));
    for (int i = 0; i < n; i += RUN) {
      int count = Math.min(RUN, n - i);
      load(vector, i, count, u);
      if (!(context.reduce().maxAbs(u, 0, count) < Double.POSITIVE_INFINITY)) {
        return false;
      }
    }
    return true;
  }

  /** See {@link VectorBlas#copy}. */
  public void copy(
      int n, MemorySegment x, long xAt, int incx, MemorySegment y, long yAt, int incy) {
    segments.requireWritable("copy", "y", y);
    Vector source = Vector.of(n, x, xAt, incx);
    Vector target = Vector.of(n, y, yAt, incy);
    Workspace workspace = context.threads().lease();
    try {
      P u = context.scratch(workspace, X, Math.min(n, RUN));
      for (int i = 0; i < n; i += RUN) {
        int count = Math.min(RUN, n - i);
        load(source, i, count, u);
        store(u, count, target, i);
      }
    } finally {
      context.threads().giveBack(workspace);
    }
  }

  /** See {@link VectorBlas#swap}. */
  public void swap(
      int n, MemorySegment x, long xAt, int incx, MemorySegment y, long yAt, int incy) {
    segments.requireWritable("swap", "x", x);
    segments.requireWritable("swap", "y", y);
    Vector left = Vector.of(n, x, xAt, incx);
    Vector right = Vector.of(n, y, yAt, incy);
    change(n, left, true, right, (count, u, v) -> context.array().swap(count, u, 0, 1, v, 0, 1));
  }

  /** See {@link VectorBlas#transform}. */
  public void transform(
      int n,
      MemorySegment x,
      long xAt,
      int incx,
      MemorySegment y,
      long yAt,
      int incy,
      double h11,
      double h12,
      double h21,
      double h22) {
    segments.requireWritable("rot", "x", x);
    segments.requireWritable("rot", "y", y);
    change(
        n,
        Vector.of(n, x, xAt, incx),
        true,
        Vector.of(n, y, yAt, incy),
        (count, u, v) -> context.array().transform(count, u, 0, 1, v, 0, 1, h11, h12, h21, h22));
  }
}
