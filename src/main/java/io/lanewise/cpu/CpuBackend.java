package io.lanewise.cpu;

import io.lanewise.backend.Backend;
import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.Comparison;
import io.lanewise.backend.Description;
import io.lanewise.backend.Epilogue;
import io.lanewise.backend.Reduction;
import io.lanewise.backend.UnaryOp;
import io.lanewise.cpu.attention.FusedAttention;
import io.lanewise.cpu.blas.ArrayBlas;
import io.lanewise.cpu.elementwise.ChosenRows;
import io.lanewise.cpu.elementwise.Copy;
import io.lanewise.cpu.elementwise.Elementwise;
import io.lanewise.cpu.elementwise.Gelu;
import io.lanewise.cpu.factor.Factor;
import io.lanewise.cpu.gemm.Gemm;
import io.lanewise.cpu.jacobi.Jacobi;
import io.lanewise.cpu.reduce.Normalize;
import io.lanewise.cpu.reduce.NormalizeGradient;
import io.lanewise.cpu.reduce.Reduce;
import io.lanewise.cpu.reduce.Softmax;
import io.lanewise.kernel.HeapKernels;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.Storage;
import io.lanewise.memory.View;
import java.lang.foreign.Arena;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The backend on the processor: holds the storages of each operation, and hands it to a driver. */
public final class CpuBackend implements Backend {
  private final NativeMemory memory = NativeMemory.system();
  private final KernelChoice kernels;
  private final Threads threads;
  private final Copy copy;
  private final Elementwise elementwise;
  private final Reduce reduce;
  private final Softmax softmax;
  private final Gemm gemm;
  private final Jacobi jacobi;
  private final Factor factor;
  private final FusedAttention attention;
  private final Normalize normalize;
  private final NormalizeGradient normalizeGradient;
  private final Gelu gelu;
  private final ChosenRows chosenRows;
  private final ArrayBlas<float[]> blasF32;
  private final ArrayBlas<double[]> blasF64;

  private CpuBackend(KernelChoice kernels, int degree, @Nullable Executor executor) {
    this.kernels = kernels;
    this.threads = new Threads(degree, executor, memory, kernels);
    this.copy = new Copy(threads, kernels.f32(), kernels.f64());
    this.elementwise = new Elementwise(threads, kernels.f32(), kernels.f64());
    this.reduce = new Reduce(threads, kernels.f32(), kernels.f64());
    this.softmax = new Softmax(threads, kernels.f32(), kernels.f64());
    this.gemm = new Gemm(threads, kernels.f32(), kernels.f64(), memory, copy, elementwise);
    this.jacobi = new Jacobi(threads, kernels.f32(), kernels.f64(), copy);
    this.factor = new Factor(threads, kernels.f32(), kernels.f64(), gemm, copy);
    this.attention = new FusedAttention(threads, kernels.f32(), kernels.f64(), copy, memory);
    this.normalize = new Normalize(threads, kernels.f32(), kernels.f64(), copy, memory);
    this.normalizeGradient =
        new NormalizeGradient(threads, kernels.f32(), kernels.f64(), copy, memory);
    this.gelu = new Gelu(threads, kernels.f32(), kernels.f64(), copy, memory);
    this.chosenRows = new ChosenRows(threads, kernels.f32(), kernels.f64());
    this.blasF32 = blas(kernels.f32().heap(), Float.BYTES);
    this.blasF64 = blas(kernels.f64().heap(), Double.BYTES);
  }

  /**
   * A backend.
   *
   * @param kernels what computes
   * @param threads how many threads may work on one operation
   * @param executor where helpers run, or null for threads of its own
   * @return the backend
   */
  public static CpuBackend create(KernelChoice kernels, int threads, @Nullable Executor executor) {
    return new CpuBackend(kernels, threads, executor);
  }

  @SuppressWarnings("unchecked") // the kernels of a type work on its arrays
  private <P> ArrayBlas<P> blas(HeapKernels<?> kernels, int elementBytes) {
    return ArrayBlas.of(threads, (HeapKernels<P>) kernels, elementBytes);
  }

  /**
   * The BLAS on arrays of F32.
   *
   * @return its drivers
   */
  public ArrayBlas<float[]> blasF32() {
    return blasF32;
  }

  /**
   * The BLAS on arrays of F64.
   *
   * @return its drivers
   */
  public ArrayBlas<double[]> blasF64() {
    return blasF64;
  }

  // Holding is written out for one to four views, not as a loop over varargs: an operation
  // allocates nothing.

  private static void hold(View a) {
    a.storage().acquire();
  }

  private static void hold(View a, View b) {
    hold(a);
    try {
      hold(b);
    } catch (Throwable closed) {
      drop(a);
      throw closed;
    }
  }

  private static void hold(View a, View b, View c) {
    hold(a, b);
    try {
      hold(c);
    } catch (Throwable closed) {
      drop(a);
      drop(b);
      throw closed;
    }
  }

  /** For the primitives that allocate anyway. */
  private static void holdAll(View... views) {
    for (int held = 0; held < views.length; held++) {
      try {
        hold(views[held]);
      } catch (Throwable closed) {
        while (held > 0) {
          held--;
          drop(views[held]);
        }
        throw closed;
      }
    }
  }

  /** For operations whose parts cost more than a few objects: holds all for its length. */
  private static void during(
      Stream<@Nullable View> read, Stream<@Nullable View> written, Runnable operation) {
    View[] sources = read.filter(Objects::nonNull).toArray(View[]::new);
    View[] targets = written.filter(Objects::nonNull).toArray(View[]::new);
    holdAll(sources);
    try {
      holdAll(targets);
      try {
        operation.run();
      } finally {
        for (View target : targets) {
          wrote(target);
        }
      }
    } finally {
      for (View source : sources) {
        drop(source);
      }
    }
  }

  private static void wroteAll(View... views) {
    for (View view : views) {
      wrote(view);
    }
  }

  @SuppressWarnings("ReachabilityFenceUsage") // called in the callers' finally blocks
  private static void drop(View a) {
    Storage storage = a.storage();
    storage.release();
    Reference.reachabilityFence(storage);
  }

  private static void wrote(View target) {
    target.storage().written();
    drop(target);
  }

  @Override
  public Storage allocate(@Nullable Arena arena, long bytes, boolean zeroed) {
    return memory.allocate(arena, bytes, zeroed);
  }

  @Override
  public void copy(View source, View target) {
    hold(source, target);
    try {
      copy.copy(source, target);
    } finally {
      drop(source);
      wrote(target);
    }
  }

  @Override
  public void fill(View target, double value) {
    hold(target);
    try {
      copy.fill(target, value);
    } finally {
      wrote(target);
    }
  }

  @Override
  public void map(UnaryOp op, View x, View target) {
    hold(x, target);
    try {
      elementwise.map(op, x, target);
    } finally {
      drop(x);
      wrote(target);
    }
  }

  @Override
  public void zip(BinaryOp op, View a, View b, View target) {
    hold(a, b, target);
    try {
      elementwise.zip(op, a, b, target);
    } finally {
      drop(a);
      drop(b);
      wrote(target);
    }
  }

  @Override
  public void zip(BinaryOp op, View a, double b, View target) {
    hold(a, target);
    try {
      elementwise.zip(op, a, b, target);
    } finally {
      drop(a);
      wrote(target);
    }
  }

  @Override
  public void zip(BinaryOp op, double a, View b, View target) {
    hold(b, target);
    try {
      elementwise.zip(op, a, b, target);
    } finally {
      drop(b);
      wrote(target);
    }
  }

  @Override
  public void multiplyAdd(View a, View b, View c, View target) {
    hold(c);
    try {
      hold(a, b, target);
      try {
        elementwise.multiplyAdd(a, b, c, target);
      } finally {
        drop(a);
        drop(b);
        wrote(target);
      }
    } finally {
      drop(c);
    }
  }

  @Override
  public void compare(Comparison comparison, View a, View b, View target) {
    hold(a, b, target);
    try {
      elementwise.compare(comparison, a, b, target);
    } finally {
      drop(a);
      drop(b);
      wrote(target);
    }
  }

  @Override
  public void compare(Comparison comparison, View a, double b, View target) {
    hold(a, target);
    try {
      elementwise.compare(comparison, a, b, target);
    } finally {
      drop(a);
      wrote(target);
    }
  }

  @Override
  public void where(View condition, View a, View b, View target) {
    hold(condition);
    try {
      hold(a, b, target);
      try {
        elementwise.where(condition, a, b, target);
      } finally {
        drop(a);
        drop(b);
        wrote(target);
      }
    } finally {
      drop(condition);
    }
  }

  @Override
  public void reduce(Reduction reduction, View x, int axis, View target) {
    hold(x, target);
    try {
      reduce.reduce(reduction, x, axis, target);
    } finally {
      drop(x);
      wrote(target);
    }
  }

  @Override
  public double reduceAll(Reduction reduction, View x) {
    hold(x);
    try {
      return reduce.reduceAll(reduction, x);
    } finally {
      drop(x);
    }
  }

  @Override
  public double dot(View a, View b) {
    hold(a, b);
    try {
      return reduce.dot(a, b);
    } finally {
      drop(a);
      drop(b);
    }
  }

  @Override
  public void gemm(double alpha, View a, View b, double beta, View c, Epilogue epilogue) {
    View bias = epilogue.bias();
    if (bias != null) {
      hold(bias);
    }
    try {
      hold(a, b, c);
      try {
        gemm.gemm(alpha, a, b, beta, c, epilogue);
      } finally {
        drop(a);
        drop(b);
        wrote(c);
      }
    } finally {
      if (bias != null) {
        drop(bias);
      }
    }
  }

  @Override
  public void softmax(View x, int axis, View target) {
    hold(x, target);
    try {
      softmax.softmax(x, axis, target);
    } finally {
      drop(x);
      wrote(target);
    }
  }

  @Override
  public boolean attention(
      View q, View k, View v, @Nullable View mask, boolean causal, double scale, View target) {
    during(
        Stream.of(q, k, v, mask),
        Stream.of(target),
        () -> attention.attention(q, k, v, mask, causal, scale, target));
    return true;
  }

  @Override
  public boolean attentionGradient(
      View q,
      View k,
      View v,
      @Nullable View mask,
      boolean causal,
      double scale,
      View gradient,
      View byQ,
      View byK,
      View byV) {
    during(
        Stream.of(q, k, v, mask, gradient),
        Stream.of(byQ, byK, byV),
        () -> attention.gradient(q, k, v, mask, causal, scale, gradient, byQ, byK, byV));
    return true;
  }

  @Override
  public boolean normalizeGradient(
      View x,
      boolean centred,
      double epsilon,
      View weight,
      View gradient,
      View byX,
      View byWeight,
      @Nullable View byBias) {
    during(
        Stream.of(x, weight, gradient),
        Stream.of(byX, byWeight, byBias),
        () ->
            normalizeGradient.gradient(
                x, centred, epsilon, weight, gradient, byX, byWeight, byBias));
    return true;
  }

  @Override
  public boolean gelu(View x, double a, double b, View target) {
    during(Stream.of(x), Stream.of(target), () -> gelu.gelu(x, a, b, target));
    return true;
  }

  @Override
  public boolean geluGradient(View x, double a, double b, View gradient, View target) {
    during(
        Stream.of(x, gradient), Stream.of(target), () -> gelu.gradient(x, a, b, gradient, target));
    return true;
  }

  @Override
  public boolean takeRows(View table, long[] ids, View target) {
    during(Stream.of(table), Stream.of(target), () -> chosenRows.take(table, ids, target));
    return true;
  }

  @Override
  public boolean addRows(View rows, long[] ids, View target) {
    during(Stream.of(rows), Stream.of(target), () -> chosenRows.add(rows, ids, target));
    return true;
  }

  @Override
  public boolean normalize(
      View x,
      boolean centred,
      double epsilon,
      @Nullable View weight,
      @Nullable View bias,
      View target) {
    during(
        Stream.of(x, weight, bias),
        Stream.of(target),
        () -> normalize.normalize(x, centred, epsilon, weight, bias, target));
    return true;
  }

  @Override
  public void gram(View a, View pairs, View grams) {
    hold(a, pairs, grams);
    try {
      jacobi.gram(a, pairs, grams);
    } finally {
      drop(a);
      drop(pairs);
      wrote(grams);
    }
  }

  @Override
  public void selectBlocks(View a, View pairs, View blocks) {
    hold(a, pairs, blocks);
    try {
      jacobi.selectBlocks(a, pairs, blocks);
    } finally {
      drop(a);
      drop(pairs);
      wrote(blocks);
    }
  }

  @Override
  public void storeBlocks(View a, View pairs, View blocks) {
    hold(a, pairs, blocks);
    try {
      jacobi.storeBlocks(a, pairs, blocks);
    } finally {
      drop(pairs);
      drop(blocks);
      wrote(a);
    }
  }

  @Override
  public void smallJacobi(
      View symmetric, double tolerance, double floor, View rotations, View measure) {
    hold(symmetric, rotations, measure);
    try {
      jacobi.smallJacobi(symmetric, tolerance, floor, rotations, measure);
    } finally {
      wrote(symmetric);
      wrote(rotations);
      wrote(measure);
    }
  }

  @Override
  public boolean manySvds(
      View a,
      double tolerance,
      int maxSweeps,
      View s,
      @Nullable View u,
      @Nullable View vt,
      View sweeps) {
    boolean[] taken = new boolean[1];
    during(
        Stream.of(a),
        Stream.of(s, u, vt, sweeps),
        () -> taken[0] = jacobi.manySvds(a, tolerance, maxSweeps, s, u, vt, sweeps));
    return taken[0];
  }

  @Override
  public boolean manyEigen(
      View a, double tolerance, int maxSweeps, View values, @Nullable View vectors, View sweeps) {
    boolean[] taken = new boolean[1];
    during(
        Stream.of(a),
        Stream.of(values, vectors, sweeps),
        () -> taken[0] = jacobi.manyEigen(a, tolerance, maxSweeps, values, vectors, sweeps));
    return taken[0];
  }

  @Override
  public void rotateRows(View a, View pairs, View rotations) {
    hold(a, pairs, rotations);
    try {
      jacobi.rotateRows(a, pairs, rotations);
    } finally {
      drop(pairs);
      drop(rotations);
      wrote(a);
    }
  }

  @Override
  public void qrPanel(View columns, View r, View t) {
    holdAll(columns, r, t);
    try {
      factor.qrPanel(columns, r, t);
    } finally {
      wroteAll(columns, r, t);
    }
  }

  @Override
  public void applyReflections(View x, View v, View t) {
    hold(x, v, t);
    try {
      factor.applyReflections(x, v, t);
    } finally {
      drop(v);
      drop(t);
      wrote(x);
    }
  }

  @Override
  public int pivotedQrPanel(
      View columns, long done, View norms, View permutation, View r, View t, View f) {
    holdAll(columns, norms, permutation, r, t, f);
    try {
      return factor.pivotedQrPanel(columns, done, norms, permutation, r, t, f);
    } finally {
      wroteAll(columns, norms, permutation, r, t, f);
    }
  }

  @Override
  public void luPanel(View a, long first, View pivots) {
    hold(a, pivots);
    try {
      factor.luPanel(a, first, pivots);
    } finally {
      wroteAll(a, pivots);
    }
  }

  @Override
  public void swapRows(View a, long first, View pivots) {
    hold(a, pivots);
    try {
      factor.swapRows(a, first, pivots);
    } finally {
      drop(pivots);
      wrote(a);
    }
  }

  @Override
  public void solveLower(View l, boolean unit, View b) {
    hold(l, b);
    try {
      factor.solveLower(l, unit, b);
    } finally {
      drop(l);
      wrote(b);
    }
  }

  @Override
  public int choleskyBlock(View a) {
    hold(a);
    try {
      return factor.choleskyBlock(a);
    } finally {
      wrote(a);
    }
  }

  @Override
  public void tridiagonalPanel(View a, long done, View stack, View results) {
    hold(a, stack, results);
    try {
      factor.tridiagonalPanel(a, done, stack, results);
    } finally {
      wroteAll(a, stack, results);
    }
  }

  @Override
  public int pivotedCholeskyPanel(View a, long done, int most, double floor, View permutation) {
    hold(a, permutation);
    try {
      return factor.pivotedCholeskyPanel(a, done, most, floor, permutation);
    } finally {
      wroteAll(a, permutation);
    }
  }

  @Override
  public void await() {
    // every operation has finished when it returns
  }

  @Override
  public Description describe() {
    List<Description.Line> lines = new ArrayList<>();
    lines.add(
        new Description.Line(
            "kernels",
            kernels.f32().name()
                + (kernels.f32().lanes() > 1
                    ? ", "
                        + kernels.f32().lanes()
                        + " lanes of f32, "
                        + kernels.f64().lanes()
                        + " of f64"
                    : ""),
            kernels.why()));
    lines.add(
        new Description.Line(
            "tile",
            kernels.f32().gemm().mr()
                + " x "
                + kernels.f32().gemm().nr()
                + " f32, "
                + kernels.f64().gemm().mr()
                + " x "
                + kernels.f64().gemm().nr()
                + " f64",
            ""));
    lines.add(new Description.Line("threads", Integer.toString(threads.degree()), ""));
    for (NativeMemory.Fact fact : memory.describe()) {
      lines.add(new Description.Line(fact.what(), fact.value(), fact.why()));
    }
    return new Description(lines);
  }
}
