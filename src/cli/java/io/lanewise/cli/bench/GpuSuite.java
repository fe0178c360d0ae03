package io.lanewise.cli.bench;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.Tensor;
import io.lanewise.linalg.Svd;
import io.lanewise.linalg.SvdBatch;
import io.lanewise.linalg.SymmetricEigenBatch;
import io.lanewise.nn.Attention;
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
  private static final int REPEATS = 5;

  private static final int BATCH = 8;
  private static final int HEADS = 12;
  private static final int D = 64;

  private static final int[] PRODUCTS = {1024, 2048, 4096};
  private static final int[] LENGTHS = {512, 2048};
  private static final int[] SVDS = {256, 1024, 2048};
  private static final int[] STACKS = {10_000};
  private static final int[] SIDES = {8192};

  /** Rows and columns of the matrices of a stack. */
  private static final int SMALL = 32;

  private final Engine cpu;
  private final Engine gpu;
  private final Consumer<GpuLine> lines;

  private GpuSuite(Engine cpu, Engine gpu, Consumer<GpuLine> lines) {
    this.cpu = cpu;
    this.gpu = gpu;
    this.lines = lines;
  }

  /**
   * Measures.
   *
   * @param cpu the CPU's engine
   * @param gpu the GPU's engine
   * @param sizes for everything, or none for the usual ones of each
   * @param lines gets each line when it has been measured
   */
  public static void run(Engine cpu, Engine gpu, int[] sizes, Consumer<GpuLine> lines) {
    GpuSuite suite = new GpuSuite(cpu, gpu, lines);
    for (int n : or(sizes, PRODUCTS)) {
      suite.product(n);
    }
    for (int n : or(sizes, LENGTHS)) {
      suite.attention(n);
    }
    for (int n : or(sizes, SVDS)) {
      suite.svd(n);
    }
    for (int count : or(sizes, STACKS)) {
      suite.stacks(count);
    }
    for (int n : or(sizes, SIDES)) {
      suite.elementwise(n);
    }
  }

  private static int[] or(int[] sizes, int[] usual) {
    return sizes.length == 0 ? usual : sizes;
  }

  private void product(int n) {
    GpuGemm times = GpuGemm.measure(cpu, gpu, DType.F32, n);
    double flops = 2.0 * n * n * n;
    double off = times.difference() / times.largest();
    lines.accept(
        new GpuLine("f32 product, first call", n, times.first(), times.cpu(), flops, off, ""));
    lines.accept(
        new GpuLine("f32 product, with transfers", n, times.with(), times.cpu(), flops, off, ""));
    lines.accept(
        new GpuLine("f32 product, own kernel", n, times.without(), times.cpu(), flops, off, ""));
    String none =
        "TornadoVM's library tasks take no part of an array, and the engine's memory is one";
    lines.accept(GpuLine.missing("f32 product, library (cuBLAS)", n, none));
    lines.accept(GpuLine.missing("f16 and bf16 product, tensor cores", n, none));
  }

  private void attention(int n) {
    Tensor q = random(1, BATCH, HEADS, n, D);
    Tensor k = random(2, BATCH, HEADS, n, D);
    Tensor v = random(3, BATCH, HEADS, n, D);
    double flops = 4.0 * BATCH * HEADS * n * n * D;
    Supplier<Tensor> fused = () -> Attention.scaledDotProduct(q, k, v);
    double onCpu = best(cpu, fused);
    Tensor expected = cpu.call(fused::get);
    gpu.upload(q, k, v);
    double off = off(gpu.call(fused::get), expected);
    lines.accept(
        new GpuLine("f32 attention in one pass", n, best(gpu, fused), onCpu, flops, off, ""));
    Supplier<Tensor> steps =
        () -> {
          Tensor scores = Tensor.empty(DType.F32, BATCH, HEADS, n, n);
          Tensor.gemm(1 / Math.sqrt(D), q, k.transpose(), 0, scores);
          scores.softmaxInto(-1, scores);
          return scores.matmul(v);
        };
    off = off(gpu.call(steps::get), expected);
    lines.accept(
        new GpuLine(
            "f32 attention in three steps", n, best(gpu, steps), best(cpu, steps), flops, off, ""));
  }

  private void svd(int n) {
    Tensor a = random(4, n, n);
    Supplier<Tensor> values = () -> Svd.of(a).s();
    double off = off(gpu.call(values::get), cpu.call(values::get));
    lines.accept(
        new GpuLine(
            "f32 Jacobi SVD",
            n,
            best(gpu, values),
            best(cpu, values),
            (double) n * n * n,
            off,
            "rotations on the GPU, the factorisation before them on the CPU"));
    lines.accept(
        GpuLine.missing("f32 Jacobi SVD, cuSOLVER gesvdj", n, "TornadoVM has no task for it"));
  }

  private void stacks(int count) {
    Tensor a = random(7, count, SMALL, SMALL);
    Tensor symmetric = cpu.call(() -> a.add(a.transpose()));
    gpu.upload(a, symmetric);
    stack("f32 SVD of many 32 x 32", count, () -> SvdBatch.of(a).s());
    stack("f32 eigen of many 32 x 32", count, () -> SymmetricEigenBatch.of(symmetric).values());
    String none = "TornadoVM has no task for it";
    lines.accept(GpuLine.missing("f32 many 32 x 32, gesvdjBatched", count, none));
  }

  private void stack(String what, int count, Supplier<Tensor> values) {
    double off = off(gpu.call(values::get), cpu.call(values::get));
    double work = (double) count * SMALL * SMALL * SMALL;
    lines.accept(
        new GpuLine(what, count, best(gpu, values), best(cpu, values), work, off, "with vectors"));
  }

  private void elementwise(int n) {
    Tensor x = random(5, n, n);
    Tensor y = random(6, n, n);
    gpu.upload(x, y);
    Tensor onGpu = gpu.call(() -> x.add(y));
    Tensor onCpu = cpu.call(() -> x.add(y));
    double off = off(onGpu, onCpu);
    double bytes = 3.0 * n * n * DType.F32.bytes();
    Supplier<Tensor> addOnGpu = () -> onGpu.addInPlace(y);
    Supplier<Tensor> addOnCpu = () -> onCpu.addInPlace(y);
    gpu.run(() -> onGpu.addInPlace(y)); // what was compared is on the host
    lines.accept(
        new GpuLine(
            "f32 x += y, bytes",
            n,
            best(gpu, addOnGpu),
            best(cpu, addOnCpu),
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
    engine.call(work::get);
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < REPEATS; i++) {
      long start = System.nanoTime();
      engine.call(work::get);
      engine.await();
      best = Math.min(best, (System.nanoTime() - start) * 1e-9);
    }
    return best;
  }
}
