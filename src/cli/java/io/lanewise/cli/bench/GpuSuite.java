package io.lanewise.cli.bench;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.Tensor;
import io.lanewise.linalg.Svd;
import io.lanewise.linalg.SvdBatch;
import io.lanewise.linalg.SymmetricEigenBatch;
import io.lanewise.nn.Attention;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Everything that is worth knowing of a GPU, measured one after the other beside the CPU: products
 * with and without transfers, attention in one pass and in three steps, the SVD, stacks of small
 * decompositions, the bandwidth of elementwise operations. What the engine cannot do yet has a line
 * that says so.
 *
 * <p>A time is the best of some calls, after one that compiles. Operands and results of the GPU
 * stay there unless a line says "with transfers".
 */
public final class GpuSuite {
  private static final int BATCH = 8;
  private static final int HEADS = 12;
  private static final int D = 64;

  /** Rows and columns of the matrices of a stack. */
  private static final int SMALL = 32;

  /** What can be measured by itself, too. */
  public enum Part {
    /** Matrix products. */
    PRODUCT,
    /** Attention in one pass and in three steps. */
    ATTENTION,
    /** Singular value decompositions. */
    SVD,
    /** Stacks of small decompositions. */
    STACKS,
    /** Elementwise operations. */
    ELEMENTWISE;

    private int[] usualSizes() {
      return switch (this) {
        case PRODUCT -> new int[] {1024, 2048, 4096};
        case ATTENTION -> new int[] {512, 2048};
        case SVD -> new int[] {256, 1024, 2048};
        case STACKS -> new int[] {10_000};
        case ELEMENTWISE -> new int[] {8192};
      };
    }
  }

  private final Engine cpu;
  private final Engine gpu;
  private final Consumer<GpuLine> lines;

  private GpuSuite(Engine cpu, Engine gpu, Consumer<GpuLine> lines) {
    this.cpu = cpu;
    this.gpu = gpu;
    this.lines = lines;
  }

  /**
   * Measures. What fails gets a line that says why, and the next one follows.
   *
   * @param cpu the CPU's engine
   * @param gpu the GPU's engine
   * @param sizes for everything, or none for the usual ones of each
   * @param lines gets each line when it has been measured
   */
  public static void run(Engine cpu, Engine gpu, int[] sizes, Consumer<GpuLine> lines) {
    GpuSuite suite = new GpuSuite(cpu, gpu, lines);
    for (Part part : Part.values()) {
      suite.run(part, sizes);
    }
  }

  /**
   * Measures one part.
   *
   * @param part which
   * @param cpu the CPU's engine
   * @param gpu the GPU's engine
   * @param sizes sizes, or none for the usual ones
   * @param lines gets each line when it has been measured
   */
  public static void run(Part part, Engine cpu, Engine gpu, int[] sizes, Consumer<GpuLine> lines) {
    new GpuSuite(cpu, gpu, lines).run(part, sizes);
  }

  private void run(Part part, int[] sizes) {
    for (int n : sizes.length == 0 ? part.usualSizes() : sizes) {
      attempt(part.name().toLowerCase(Locale.ROOT), n, () -> run(part, n));
    }
  }

  private void run(Part part, int n) {
    switch (part) {
      case PRODUCT -> product(n);
      case ATTENTION -> attention(n);
      case SVD -> svd(n);
      case STACKS -> stacks(n);
      case ELEMENTWISE -> elementwise(n);
    }
  }

  /**
   * Measures something, or says why it could not be.
   *
   * @param what what
   * @param n its size
   * @param measure gives its lines
   * @param lines gets them, or one that says why not
   */
  static void attempt(String what, int n, Runnable measure, Consumer<GpuLine> lines) {
    try {
      measure.run();
    } catch (RuntimeException | Error failure) {
      lines.accept(
          GpuLine.missing(
              what, n, "failed: " + String.valueOf(failure).replaceAll("\\p{Cntrl}+", " ")));
    }
  }

  private void attempt(String what, int n, Runnable measure) {
    attempt(what, n, measure, lines);
  }

  private void product(int n) {
    attempt("f32 product", n, () -> ownProduct(n));
    String none =
        "TornadoVM's library tasks take no part of an array, and the engine's memory is one";
    lines.accept(GpuLine.missing("f32 product, library (cuBLAS)", n, none));
    lines.accept(GpuLine.missing("f16 and bf16 product, tensor cores", n, none));
  }

  private void ownProduct(int n) {
    GpuGemm times = GpuGemm.measure(cpu, gpu, DType.F32, n);
    double flops = 2.0 * n * n * n;
    double off = times.difference() / times.largest();
    lines.accept(
        new GpuLine("f32 product, first call", n, times.first(), times.cpu(), flops, off, ""));
    lines.accept(
        new GpuLine("f32 product, with transfers", n, times.with(), times.cpu(), flops, off, ""));
    lines.accept(
        new GpuLine("f32 product, own kernel", n, times.without(), times.cpu(), flops, off, ""));
  }

  private void attention(int n) {
    String one = "f32 attention in one pass";
    String three = "f32 attention in three steps";
    double flops = 4.0 * BATCH * HEADS * n * n * D;
    attempt(one, n, () -> attention(one, n, flops, Attention::scaledDotProduct));
    attempt(three, n, () -> attention(three, n, flops, GpuSuite::inSteps));
  }

  /** Attention, however it is done. */
  private interface Way {
    Tensor of(Tensor q, Tensor k, Tensor v);
  }

  private static Tensor inSteps(Tensor q, Tensor k, Tensor v) {
    long n = q.size(-2);
    Tensor scores = Tensor.empty(DType.F32, BATCH, HEADS, n, n);
    Tensor.gemm(1 / Math.sqrt(D), q, k.transpose(), 0, scores);
    scores.softmaxInto(-1, scores);
    return scores.matmul(v);
  }

  private void attention(String what, int n, double flops, Way way) {
    Tensor q = random(1, BATCH, HEADS, n, D);
    Tensor k = random(2, BATCH, HEADS, n, D);
    Tensor v = random(3, BATCH, HEADS, n, D);
    gpu.upload(q, k, v);
    beside(what, n, flops, "", () -> way.of(q, k, v));
  }

  private void svd(int n) {
    String what = "f32 Jacobi SVD";
    String note = "rotations on the GPU, the factorisation before them on the CPU";
    Tensor a = random(4, n, n);
    attempt(what, n, () -> beside(what, n, (double) n * n * n, note, () -> Svd.of(a).s()));
    lines.accept(
        GpuLine.missing("f32 Jacobi SVD, cuSOLVER gesvdj", n, "TornadoVM has no task for it"));
  }

  private void stacks(int count) {
    double work = (double) count * SMALL * SMALL * SMALL;
    Tensor a = random(7, count, SMALL, SMALL);
    Tensor symmetric = cpu.call(() -> a.add(a.transpose()));
    String svd = "f32 SVD of many 32 x 32";
    attempt(svd, count, () -> stack(svd, work, a, () -> SvdBatch.of(a).s()));
    String eigen = "f32 eigen of many 32 x 32";
    attempt(
        eigen,
        count,
        () -> stack(eigen, work, symmetric, () -> SymmetricEigenBatch.of(symmetric).values()));
    String none = "TornadoVM has no task for it";
    lines.accept(GpuLine.missing("f32 many 32 x 32, gesvdjBatched", count, none));
  }

  private void stack(String what, double work, Tensor matrices, Supplier<Tensor> values) {
    gpu.upload(matrices);
    beside(what, (int) matrices.size(0), work, "with vectors", values);
  }

  /** A line of an operation on both. */
  private void beside(String what, int n, double work, String note, Supplier<Tensor> operation) {
    double off = off(gpu.call(operation::get), cpu.call(operation::get));
    lines.accept(new GpuLine(what, n, best(gpu, operation), best(cpu, operation), work, off, note));
  }

  private void elementwise(int n) {
    attempt("f32 x += y, bytes", n, () -> add(n));
  }

  private void add(int n) {
    Tensor x = random(5, n, n);
    Tensor y = random(6, n, n);
    gpu.upload(x, y);
    Tensor onGpu = gpu.call(() -> x.add(y));
    Tensor onCpu = cpu.call(() -> x.add(y));
    double off = off(onGpu, onCpu);
    double bytes = 3.0 * n * n * DType.F32.bytes();
    gpu.run(() -> onGpu.addInPlace(y)); // what was compared is on the host
    lines.accept(
        new GpuLine(
            "f32 x += y, bytes",
            n,
            best(gpu, () -> onGpu.addInPlace(y)),
            best(cpu, () -> onCpu.addInPlace(y)),
            bytes,
            off,
            "read and written; the aim is 0.85 of the bandwidth"));
  }

  private Tensor random(long seed, long... shape) {
    return cpu.call(() -> Tensor.randn(DType.F32, seed, shape));
  }

  /** Largest difference over the largest element. */
  private double off(Tensor actual, Tensor expected) {
    return cpu.call(() -> actual.sub(expected).abs().max() / expected.abs().max());
  }

  private static double best(Engine engine, Supplier<Tensor> work) {
    return Best.of(
        () -> {},
        () -> {
          engine.call(work::get);
          engine.await();
        });
  }
}
