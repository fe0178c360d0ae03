package io.lanewise.cpu.elementwise;

import io.lanewise.DType;
import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.UnaryOp;
import io.lanewise.cpu.Driver;
import io.lanewise.cpu.Job;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * {@code x s(t)} with the logistic function s and {@code t = a x^3 + b x}, and its derivative
 * {@code s + s (1 - s) x (3 a x^2 + b)}: a chain of kernels over a block of elements at a time,
 * which stays in the first-level cache between them.
 */
public final class Gelu extends Driver {
  /** Elements of a block. [TP] Four blocks of F32 are 32 KB. */
  private static final int BLOCK = 2048;

  /** Blocks of a task. */
  private static final int BLOCKS = 16;

  private static final int LOGISTIC = 0;

  private final OwnMemory own;

  /**
   * A driver.
   *
   * @param threads the engine's threads
   * @param f32 kernels for F32
   * @param f64 kernels for F64
   * @param copy for operands in memory of the caller's
   * @param memory where their copies are
   */
  public Gelu(Threads threads, Kernels f32, Kernels f64, Copy copy, NativeMemory memory) {
    super(threads, f32, f64);
    this.own = new OwnMemory(copy, memory);
  }

  /**
   * See {@link io.lanewise.backend.Backend#gelu}.
   *
   * @param x operand
   * @param a of the cubic term
   * @param b of the linear term
   * @param target result
   */
  public void gelu(View x, double a, double b, View target) {
    run(x, a, b, null, target);
  }

  /**
   * See {@link io.lanewise.backend.Backend#geluGradient}.
   *
   * @param x operand
   * @param a of the cubic term
   * @param b of the linear term
   * @param gradient of the result
   * @param target gradient by x
   */
  public void gradient(View x, double a, double b, View gradient, View target) {
    run(x, a, b, own.of(gradient), target);
  }

  private void run(View x, double a, double b, @Nullable View gradient, View target) {
    long tasks = (x.elements() + BLOCK * BLOCKS - 1) / (BLOCK * BLOCKS);
    BlockJob job = new BlockJob(x.dtype(), kernels(x.dtype()), own.of(x), a, b, gradient, target);
    threads.run(Math.toIntExact(tasks), job);
  }

  private static final class BlockJob extends Job {
    private final DType dtype;
    private final Kernels kernels;
    private final View x;
    private final double a;
    private final double b;
    private final @Nullable View gradient;
    private final View target;

    BlockJob(
        DType dtype,
        Kernels kernels,
        View x,
        double a,
        double b,
        @Nullable View gradient,
        View target) {
      this.dtype = dtype;
      this.kernels = kernels;
      this.x = x;
      this.a = a;
      this.b = b;
      this.gradient = gradient;
      this.target = target;
    }

    @Override
    protected void task(int index, Workspace workspace) {
      HostMemory logistic = workspace.bytes(LOGISTIC, (long) BLOCK * dtype.bytes());
      long end = Math.min(x.elements(), (index + 1L) * BLOCK * BLOCKS);
      for (long from = (long) index * BLOCK * BLOCKS; from < end; from += BLOCK) {
        block(from, (int) Math.min(BLOCK, end - from), logistic);
      }
    }

    private void block(long from, int n, HostMemory logistic) {
      MemorySegment in = x.storage().host().base();
      long at = at(x, from);
      MemorySegment out = target.storage().host().base();
      long to = at(target, from);
      MemorySegment s = logistic.base();
      long sAt = logistic.origin();
      kernels
          .gelu()
          .inner(in, at, Elements.rounded(dtype, a), Elements.rounded(dtype, b), s, sAt, n);
      kernels.map().map(UnaryOp.SIGMOID, s, sAt, s, sAt, n);
      if (gradient == null) {
        kernels.map().zip(BinaryOp.MUL, in, at, s, sAt, out, to, n);
      } else {
        MemorySegment g = gradient.storage().host().base();
        long gAt = at(gradient, from);
        kernels
            .gelu()
            .slope(
                in,
                at,
                Elements.rounded(dtype, 3 * a),
                Elements.rounded(dtype, b),
                s,
                sAt,
                g,
                gAt,
                out,
                to,
                n);
      }
    }

    private long at(View view, long element) {
      return view.storage().host().origin() + (view.offset() + element) * dtype.bytes();
    }
  }
}
