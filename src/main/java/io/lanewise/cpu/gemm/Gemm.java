package io.lanewise.cpu.gemm;

import io.lanewise.DType;
import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.Epilogue;
import io.lanewise.cpu.Driver;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.elementwise.Copy;
import io.lanewise.cpu.elementwise.Elementwise;
import io.lanewise.cpu.elementwise.Temporary;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.View;

/**
 * Matrix products over views: brings any operands into the form that {@link Product} computes.
 *
 * <p>Strides of A and B are the packing's business and cost nothing extra; so are small types of
 * one of them where C is F32. C must have consecutive elements along one axis; if that is the
 * column axis, the transposed product is computed, which does the same operations. Everything else
 * goes through a temporary: memory of the caller's (it may vanish at any time), a C with gaps along
 * both axes, and a C that overlaps A or B.
 */
public final class Gemm extends Driver {
  private static final int MATRICES = 2;

  private final NativeMemory memory;
  private final Copy copy;
  private final Elementwise elementwise;
  private final Product.Settings<?> f32;
  private final Product.Settings<?> f64;

  /**
   * A driver.
   *
   * @param threads the engine's threads
   * @param f32 kernels for F32
   * @param f64 kernels for F64
   * @param memory where temporaries come from
   * @param copy copies to and from temporaries
   * @param elementwise adds the bias
   */
  public Gemm(
      Threads threads,
      Kernels f32,
      Kernels f64,
      NativeMemory memory,
      Copy copy,
      Elementwise elementwise) {
    super(threads, f32, f64);
    this.memory = memory;
    this.copy = copy;
    this.elementwise = elementwise;
    this.f32 = Product.Settings.of(f32.gemm(), f32.small(), Float.BYTES);
    this.f64 = Product.Settings.of(f64.gemm(), f64.small(), Double.BYTES);
  }

  /**
   * See {@link io.lanewise.backend.Backend#gemm}.
   *
   * @param alpha factor of the product
   * @param a shape (..., m, k) or (k)
   * @param b shape (..., k, n) or (k)
   * @param beta factor of the old contents
   * @param c shape (..., m, n), without m or n if that operand is a vector
   * @param epilogue applied to the result
   */
  public void gemm(double alpha, View a, View b, double beta, View c, Epilogue epilogue) {
    if (c.elements() == 0) {
      return;
    }
    View bias = epilogue.bias();
    if (bias != null && View.overlaps(bias, c)) {
      try (Temporary apart = Temporary.of(memory, copy, bias)) {
        gemm(alpha, a, b, beta, c, new Epilogue(apart.view(), epilogue.activation()));
      }
    } else if (a.storage().host().foreign()) {
      try (Temporary left = Temporary.of(memory, copy, a)) {
        gemm(alpha, left.view(), b, beta, c, epilogue);
      }
    } else if (b.storage().host().foreign()) {
      try (Temporary right = Temporary.of(memory, copy, b)) {
        gemm(alpha, a, right.view(), beta, c, epilogue);
      }
    } else if (needsTemporary(a, b, c)) {
      try (Temporary result =
          beta == 0 ? Temporary.like(memory, c) : Temporary.of(memory, copy, c)) {
        gemm(alpha, a, b, beta, result.view(), epilogue);
        copy.copy(result.view(), c);
      }
    } else if (a.size(-1) > 0 && alpha != 0) {
      product(alpha, a, b, beta, c, epilogue);
    } else {
      if (beta == 0) {
        copy.fill(c, 0);
      } else if (beta != 1) {
        elementwise.zip(BinaryOp.MUL, c, beta, c);
      }
      Finish.apply(epilogue, c, elementwise);
    }
  }

  private static boolean needsTemporary(View a, View b, View c) {
    return c.storage().host().foreign()
        || (a.rank() > 1
            && b.rank() > 1
            && c.size(-1) > 1
            && c.stride(-1) != 1
            && c.size(-2) > 1
            && c.stride(-2) != 1)
        || View.overlaps(a, c)
        || View.overlaps(b, c);
  }

  private void product(double alpha, View a, View b, double beta, View c, Epilogue epilogue) {
    boolean narrow = c.dtype() == DType.F32;
    double product = narrow ? (float) alpha : alpha;
    double old = narrow ? (float) beta : beta;
    boolean finished = !Finish.isNeeded(epilogue);
    Workspace workspace = threads.lease();
    try {
      Matrices matrices = matrices(workspace);
      matrices.set(a, b, c);
      boolean vector = matrices.m == 1 || matrices.n == 1;
      // A vector goes on the right; otherwise C's consecutive elements go along its rows.
      if (vector ? matrices.n != 1 : matrices.cColumn != c.dtype().bytes()) {
        matrices.transpose();
      } else if (!vector && !finished) {
        matrices.finish = Finish.of(epilogue, kernels(c.dtype()).map(), c.dtype().bytes());
        finished = matrices.finish != null;
      }
      matrices.foldBatchIntoRows();
      if (vector) {
        MatrixVector.run(threads, workspace, kernels(c.dtype()), c.dtype(), matrices, product, old);
      } else if (narrow) {
        Product.run(threads, workspace, f32, matrices, product, old);
      } else {
        Product.run(threads, workspace, f64, matrices, product, old);
      }
    } finally {
      threads.giveBack(workspace);
    }
    if (!finished) {
      Finish.apply(epilogue, c, elementwise);
    }
  }

  /** The geometry that a workspace keeps. */
  static Matrices matrices(Workspace workspace) {
    if (workspace.kept(MATRICES) instanceof Matrices kept) {
      return kept;
    }
    Matrices fresh = new Matrices();
    workspace.keep(MATRICES, fresh);
    return fresh;
  }
}
