package io.lanewise.kernel.scalar;

import io.lanewise.kernel.HeapKernels;
import io.lanewise.kernel.Kernels;

/** The scalar kernels. */
public final class ScalarKernels {
  /** For F32. */
  public static final Kernels F32 =
      new Kernels(
          "scalar",
          1,
          new GemmF32(),
          new MapF32(),
          new ReduceF32(),
          new SoftmaxF32(),
          new ScoresF32(),
          new GeluF32(),
          new TransposeF32(),
          new RotateF32(),
          new JacobiF32(),
          new InterleavedF32(),
          new Small(),
          new HeapKernels<>(
              new ArrayGemmF32(new GemmF32(), false), new ReduceHeapF32(), new ArrayF32()));

  /** For F64. */
  public static final Kernels F64 =
      new Kernels(
          "scalar",
          1,
          new GemmF64(),
          new MapF64(),
          new ReduceF64(),
          new SoftmaxF64(),
          new ScoresF64(),
          new GeluF64(),
          new TransposeF64(),
          new RotateF64(),
          new JacobiF64(),
          new InterleavedF64(),
          new Small(),
          new HeapKernels<>(
              new ArrayGemmF64(new GemmF64(), false), new ReduceHeapF64(), new ArrayF64()));

  private ScalarKernels() {}

  /**
   * Those for a type.
   *
   * @param elementBytes 4 or 8
   * @return the kernels for F32 or F64
   */
  public static Kernels of(int elementBytes) {
    return elementBytes == Float.BYTES ? F32 : F64;
  }
}
