package io.lanewise.cpu.jacobi;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import io.lanewise.DType;
import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.JacobiKernel;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;

/** Diagonalises a batch of small f32 matrices whose rows are runs in memory. */
final class SmallJacobiJobF32 extends Jacobi.Batch {
  private final JacobiKernel<float[]> kernel;
  private final View symmetric;
  private final double tolerance;
  private final double floor;
  private final View rotations;
  private final View measure;

  @SuppressWarnings("unchecked") // these are the kernels for F32
  SmallJacobiJobF32(
      Kernels kernels,
      View symmetric,
      double tolerance,
      double floor,
      View rotations,
      View measure) {
    this.kernel = (JacobiKernel<float[]>) kernels.jacobi();
    this.symmetric = symmetric;
    this.tolerance = tolerance;
    this.floor = floor;
    this.rotations = rotations;
    this.measure = measure;
  }

  @Override
  void range(long from, long to, Workspace workspace) {
    HostMemory measures = measure.storage().host();
    HostMemory matrices = symmetric.storage().host();
    HostMemory products = rotations.storage().host();
    int k = (int) symmetric.size(1);
    SmallJacobiF32 small = SmallJacobiF32.of(workspace, kernel, k);
    JacobiKernel.Threshold threshold =
        new JacobiKernel.Threshold(tolerance, floor, 8 * Float.MIN_NORMAL);
    for (long item = from; item < to; item++) {
      for (int i = 0; i < k; i++) {
        small.read(i, matrices.base(), at(symmetric, matrices, item, i) + (long) i * Float.BYTES);
      }
      double size = small.diagonalise(threshold);
      for (int i = 0; i < k; i++) {
        store(small, matrices, item, i, k);
        small.writeProduct(i, products.base(), at(rotations, products, item, i));
      }
      long at = measure.offset() + item * measure.stride(0);
      double before = Elements.get(measures, DType.F32, at);
      Elements.set(measures, DType.F32, at, Math.max(size, before));
    }
  }

  /** The diagonal; the whole row if there is only one element more. */
  private void store(SmallJacobiF32 small, HostMemory matrices, long item, int i, int k) {
    long row = at(symmetric, matrices, item, i);
    matrices.base().set(JAVA_FLOAT_UNALIGNED, row + (long) i * Float.BYTES, small.diagonal(i));
    if (k == 2) {
      matrices.base().set(JAVA_FLOAT_UNALIGNED, row + (1L - i) * Float.BYTES, small.offDiagonal());
    }
  }

  private static long at(View view, HostMemory memory, long item, int row) {
    long index = view.offset() + item * view.stride(0) + row * view.stride(1);
    return memory.origin() + index * Float.BYTES;
  }
}
