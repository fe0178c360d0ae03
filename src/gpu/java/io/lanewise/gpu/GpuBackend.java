package io.lanewise.gpu;

import io.lanewise.Activation;
import io.lanewise.DType;
import io.lanewise.EngineUnavailableException;
import io.lanewise.backend.Backend;
import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.Description;
import io.lanewise.backend.Epilogue;
import io.lanewise.backend.Reduction;
import io.lanewise.backend.UnaryOp;
import io.lanewise.memory.Storage;
import io.lanewise.memory.View;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The backend on a GPU. What it has no kernel for runs on the processor, over the same storages:
 * their bytes come to the host when it asks for them, and go back when a kernel needs them next.
 * Results are the same either way; {@link #describe} lists what runs where.
 */
public final class GpuBackend extends OnProcessor {
  /** Elements that an int counts. */
  private static final long MOST = Integer.MAX_VALUE;

  private final Device device;

  private GpuBackend(Backend host, Device device) {
    super(host);
    this.device = device;
  }

  /**
   * The backend of the process's GPU.
   *
   * @param host computes what the GPU has no kernel for
   * @return the backend
   * @throws EngineUnavailableException if TornadoVM finds no device
   * @throws LinkageError if there is no TornadoVM
   */
  public static GpuBackend create(Backend host) {
    Options.set();
    return new GpuBackend(host, new Device(DeviceChoice.find()));
  }

  @Override
  public Storage allocate(@Nullable Arena arena, long bytes, boolean zeroed) {
    return arena == null && bytes >= 0
        ? new GpuStorage(device, bytes, zeroed)
        : host.allocate(arena, bytes, zeroed);
  }

  @Override
  public void upload(View view) {
    if (view.dtype().computes() && view.elements() > 0) {
      try (Session session = Session.begin(device, host, view)) {
        session.source(view, null, true);
      }
    }
  }

  @Override
  public void copy(View source, View target) {
    if (source.dtype() != target.dtype() || !can(target, source)) {
      host.copy(source, target);
      return;
    }
    GpuElementwise.map(device, host, Codes.COPY, source, target);
  }

  @Override
  public void fill(View target, double value) {
    if (!can(target)) {
      host.fill(target, value);
      return;
    }
    GpuElementwise.fill(device, host, target, value);
  }

  @Override
  public void map(UnaryOp op, View x, View target) {
    if (!Codes.has(op) || !can(target, x)) {
      host.map(op, x, target);
      return;
    }
    GpuElementwise.map(device, host, Codes.of(op), x, target);
  }

  @Override
  public void zip(BinaryOp op, View a, View b, View target) {
    if (!can(target, a, b)) {
      host.zip(op, a, b, target);
      return;
    }
    GpuElementwise.zip(device, host, op, a, b, target);
  }

  @Override
  public void zip(BinaryOp op, View a, double b, View target) {
    if (!can(target, a)) {
      host.zip(op, a, b, target);
      return;
    }
    GpuElementwise.zip(device, host, op, a, b, /* left= */ false, target);
  }

  @Override
  public void zip(BinaryOp op, double a, View b, View target) {
    if (!can(target, b)) {
      host.zip(op, a, b, target);
      return;
    }
    GpuElementwise.zip(device, host, op, b, a, /* left= */ true, target);
  }

  /**
   * Whether kernels can walk operands: not those of types that do not compute, none at all, and
   * those with more axes.
   */
  private static boolean can(View target, View... operands) {
    if (!target.dtype().computes() || target.elements() == 0 || target.elements() > MOST) {
      return false;
    }
    View[] all = new View[operands.length + 1];
    all[0] = target;
    System.arraycopy(operands, 0, all, 1, operands.length);
    for (View view : all) {
      if (Walk.of(view.shape(), view) == null) {
        return false; // it might have to be packed
      }
    }
    return Walk.of(target.shape(), all) != null;
  }

  @Override
  public void reduce(Reduction reduction, View x, int axis, View target) {
    if (reduction.isIndex() || !GpuReduce.can(x, axis, target)) {
      host.reduce(reduction, x, axis, target);
      return;
    }
    GpuReduce.reduce(device, host, reduction, x, axis, target);
  }

  @Override
  public double reduceAll(Reduction reduction, View x) {
    return reduction.isIndex() || !can(x)
        ? host.reduceAll(reduction, x)
        : GpuReduce.reduceAll(device, host, reduction, x);
  }

  @Override
  public double dot(View a, View b) {
    return !can(a) || !can(b) ? host.dot(a, b) : GpuReduce.dot(device, host, a, b);
  }

  @Override
  public void gemm(double alpha, View a, View b, double beta, View c, Epilogue epilogue) {
    if (a.dtype() != c.dtype() || b.dtype() != c.dtype()) {
      gemm(alpha, inType(a, c.dtype()), inType(b, c.dtype()), beta, c, epilogue);
      return;
    }
    if (!can(c) || !GpuGemm.can(a, b, c)) {
      host.gemm(alpha, a, b, beta, c, epilogue);
      return;
    }
    GpuGemm.gemm(device, host, alpha, a, b, beta, c, epilogue);
    activate(epilogue.activation(), c);
  }

  /** A small type is widened on the host: then the product has the bits of one with a wide copy. */
  private View inType(View view, DType dtype) {
    if (view.dtype() == dtype) {
      return view;
    }
    View wide =
        View.contiguous(
            host.allocate(null, view.elements() * dtype.bytes(), false), dtype, view.shape());
    host.copy(view, wide);
    return wide;
  }

  /** As an operation of its own: not fused, but with its bits. */
  private void activate(Activation activation, View c) {
    switch (activation) {
      case NONE -> {}
      case RELU -> zip(BinaryOp.MAX, c, 0.0, c);
      case GELU -> map(UnaryOp.GELU, c, c);
      case SILU -> map(UnaryOp.SILU, c, c);
      case SIGMOID -> map(UnaryOp.SIGMOID, c, c);
      case TANH -> map(UnaryOp.TANH, c, c);
    }
  }

  @Override
  public void softmax(View x, int axis, View target) {
    if (!GpuReduce.can(x, axis, target)) {
      host.softmax(x, axis, target);
      return;
    }
    GpuReduce.softmax(device, host, x, axis, target);
  }

  @Override
  public boolean attention(
      View q, View k, View v, @Nullable View mask, boolean causal, double scale, View target) {
    return GpuAttention.attention(device, host, q, k, v, mask, causal, scale, target);
  }

  @Override
  public boolean normalize(
      View x,
      boolean centred,
      double epsilon,
      @Nullable View weight,
      @Nullable View bias,
      View target) {
    return GpuNormalize.normalize(device, host, x, centred, epsilon, weight, bias, target);
  }

  @Override
  public void gram(View a, View pairs, View grams) {
    if (!GpuJacobi.can(a, grams)) {
      host.gram(a, pairs, grams);
      return;
    }
    GpuJacobi.gram(device, host, a, pairs, grams);
  }

  @Override
  public void selectBlocks(View a, View pairs, View blocks) {
    if (!GpuJacobi.can(a, blocks)) {
      host.selectBlocks(a, pairs, blocks);
      return;
    }
    GpuJacobi.selectBlocks(device, host, a, pairs, blocks);
  }

  @Override
  public void storeBlocks(View a, View pairs, View blocks) {
    if (!GpuJacobi.can(a, blocks)) {
      host.storeBlocks(a, pairs, blocks);
      return;
    }
    GpuJacobi.storeBlocks(device, host, a, pairs, blocks);
  }

  @Override
  public void smallJacobi(
      View symmetric, double tolerance, double floor, View rotations, View measure) {
    if (!GpuJacobi.canSmall(symmetric)) {
      host.smallJacobi(symmetric, tolerance, floor, rotations, measure);
      return;
    }
    GpuJacobi.smallJacobi(device, host, symmetric, tolerance, floor, rotations, measure);
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
    return GpuMany.canSvds(a)
        ? GpuMany.svds(device, host, a, tolerance, maxSweeps, s, u, vt, sweeps)
        : host.manySvds(a, tolerance, maxSweeps, s, u, vt, sweeps);
  }

  @Override
  public boolean manyEigen(
      View a, double tolerance, int maxSweeps, View values, @Nullable View vectors, View sweeps) {
    return GpuMany.canEigen(a)
        ? GpuMany.eigen(device, host, a, tolerance, maxSweeps, values, vectors, sweeps)
        : host.manyEigen(a, tolerance, maxSweeps, values, vectors, sweeps);
  }

  @Override
  public void rotateRows(View a, View pairs, View rotations) {
    if (!GpuJacobi.can(a, rotations)) {
      host.rotateRows(a, pairs, rotations);
      return;
    }
    GpuJacobi.rotateRows(device, host, a, pairs, rotations);
  }

  @Override
  public void warmUp(DType dtype) {
    new Warmup(this, dtype).run();
  }

  @Override
  public void await() {
    // TornadoVM returns when a graph has run
  }

  /**
   * Kernels run so far: to see that work was done on the device.
   *
   * @return a count that only grows
   */
  public long launches() {
    device.lock();
    try {
      return device.launches();
    } finally {
      device.unlock();
    }
  }

  /** The kernels of a type that have been compiled. */
  Set<Kernel> compiled(DType dtype) {
    device.lock();
    try {
      return device.heap(dtype).compiled();
    } finally {
      device.unlock();
    }
  }

  @Override
  public Description describe() {
    List<Description.Line> lines = new ArrayList<>(device.describe());
    lines.add(
        new Description.Line(
            "kernels",
            "copy, fill, map, zip, reduce, dot, softmax, gemm, attention, normalize, Jacobi,"
                + " stacks",
            "all else runs on the processor, with the same results"));
    lines.addAll(host.describe().lines());
    return new Description(lines);
  }
}
