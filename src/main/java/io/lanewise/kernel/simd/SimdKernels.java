package io.lanewise.kernel.simd;

import io.lanewise.kernel.GemmKernel;
import io.lanewise.kernel.Hardware;
import io.lanewise.kernel.HeapKernels;
import io.lanewise.kernel.Kernels;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/** The SIMD kernels, with the tile that fits the registers of this machine. */
public final class SimdKernels {
  private static final boolean MANY_REGISTERS = Hardware.vectorRegisters() >= 32;

  /** For F32. */
  public static final Kernels F32 =
      new Kernels(
          "simd",
          FloatVector.SPECIES_PREFERRED.length(),
          gemmF32(),
          new MapF32(),
          new ReduceF32(),
          new SoftmaxF32(),
          new ScoresF32(),
          new GeluF32(),
          new TransposeF32(),
          new RotateF32(),
          new JacobiF32(),
          new InterleavedF32(),
          new VectorSmall(),
          new HeapKernels<>(
              new ArrayGemmF32(gemmF32(), MANY_REGISTERS), new ReduceHeapF32(), new ArrayF32()));

  /** For F64. */
  public static final Kernels F64 =
      new Kernels(
          "simd",
          DoubleVector.SPECIES_PREFERRED.length(),
          gemmF64(),
          new MapF64(),
          new ReduceF64(),
          new SoftmaxF64(),
          new ScoresF64(),
          new GeluF64(),
          new TransposeF64(),
          new RotateF64(),
          new JacobiF64(),
          new InterleavedF64(),
          new VectorSmall(),
          new HeapKernels<>(
              new ArrayGemmF64(gemmF64(), MANY_REGISTERS), new ReduceHeapF64(), new ArrayF64()));

  private SimdKernels() {}

  private static GemmKernel<float[]> gemmF32() {
    return MANY_REGISTERS ? new Gemm12x2F32() : new Gemm3x3F32();
  }

  private static GemmKernel<double[]> gemmF64() {
    return MANY_REGISTERS ? new Gemm12x2F64() : new Gemm3x3F64();
  }
}
