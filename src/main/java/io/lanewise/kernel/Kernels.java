package io.lanewise.kernel;

/**
 * All kernels for one element type: what a backend is given once, at start.
 *
 * @param name {@code scalar} or {@code simd}
 * @param lanes elements in one vector, 1 for scalar
 * @param gemm matrix product
 * @param map elementwise functions
 * @param reduce reductions
 * @param softmax softmax rows
 * @param scores panels of scores of attention
 * @param gelu what is around the logistic function in the Gaussian error linear unit
 * @param transpose copies with rows and columns exchanged
 * @param rotate plane rotations
 * @param jacobi steps of Jacobi's method on small matrices
 * @param interleaved decompositions of many small matrices at once
 * @param small small types where F32 computes, the same for both types
 * @param heap for operands in heap arrays
 */
public record Kernels(
    String name,
    int lanes,
    GemmKernel<?> gemm,
    MapKernel map,
    ReduceKernel reduce,
    SoftmaxKernel softmax,
    ScoresKernel<?> scores,
    GeluKernel gelu,
    TransposeKernel transpose,
    RotateKernel rotate,
    JacobiKernel<?> jacobi,
    InterleavedKernel<?> interleaved,
    SmallKernel small,
    HeapKernels<?> heap) {}
