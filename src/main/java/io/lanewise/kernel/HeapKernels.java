package io.lanewise.kernel;

/**
 * The kernels for operands in heap arrays. They are compiled apart from those for memory of ours: a
 * call that sees both gets slower by an order of magnitude.
 *
 * @param gemm matrix product
 * @param reduce sums and inner products of runs
 * @param array elementwise work
 * @param <P> {@code float[]} or {@code double[]}
 */
public record HeapKernels<P>(
    HeapGemmKernel<P> gemm, HeapReduceKernel<P> reduce, ArrayKernel<P> array) {}
