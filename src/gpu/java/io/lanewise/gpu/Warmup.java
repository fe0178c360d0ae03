package io.lanewise.gpu;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.Epilogue;
import io.lanewise.backend.Reduction;
import io.lanewise.backend.UnaryOp;
import io.lanewise.memory.View;
import org.jspecify.annotations.Nullable;

/**
 * Compiles all kernels of a type by running a small operation of each: an operation is the one way
 * to give a kernel parameters that make sense, and some drivers compile no sooner than at the first
 * launch.
 */
final class Warmup {
  private final GpuBackend backend;
  private final DType dtype;

  Warmup(GpuBackend backend, DType dtype) {
    this.backend = backend;
    this.dtype = dtype;
  }

  private View zeros(long... sizes) {
    Shape shape = Shape.of(sizes);
    return View.contiguous(
        backend.allocate(null, shape.elements() * dtype.bytes(), true), dtype, shape);
  }

  void run() {
    transfer(1);
    transfer(5L * Heap.stage(0));
    transfer(5L * Heap.stage(1));
    View x = zeros(64, 64);
    View y = zeros(64, 64);
    View row = zeros(64);
    backend.map(UnaryOp.NEG, x, y);
    backend.zip(BinaryOp.ADD, x, y, y);
    backend.reduce(Reduction.SUM, x, 0, row);
    backend.reduce(Reduction.SUM, zeros(64, 2), 1, row);
    backend.dot(x, y);
    backend.softmax(x, 1, y);
    backend.gemm(1, x, x, 0, y, Epilogue.NONE);
    @Nullable View none = null;
    backend.attention(x, x, x, none, false, 1, y);
    backend.normalize(x, true, 1, none, none, y);
    View pairs = View.contiguous(backend.allocate(null, 8, true), DType.I32, Shape.of(1, 2));
    backend.fill(pairs.block(0, 1, 1, 1), 1);
    rotate(x, pairs, 2);
    rotate(x, pairs, 4);
    backend.selectBlocks(x, pairs, zeros(1, 2, 2));
    View sweeps = View.contiguous(backend.allocate(null, 4, true), DType.I32, Shape.of(1));
    View two = zeros(1, 2, 2);
    backend.manySvds(two, 1, 1, zeros(1, 2), zeros(1, 2, 2), zeros(1, 2, 2), sweeps);
    backend.manyEigen(two, 1, 1, zeros(1, 2), zeros(1, 2, 2), sweeps);
  }

  /** There and back. */
  private void transfer(long elements) {
    View view = zeros(elements);
    view.storage().host();
    view.storage().written();
    backend.map(UnaryOp.NEG, view, view);
    view.storage().host();
  }

  private void rotate(View rows, View pairs, long order) {
    View grams = zeros(1, order, order);
    View rotations = zeros(1, order, order);
    backend.gram(rows, pairs, grams);
    backend.smallJacobi(grams, 1, 0, rotations, zeros(1));
    backend.rotateRows(rows, pairs, rotations);
  }
}
