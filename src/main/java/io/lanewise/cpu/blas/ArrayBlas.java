package io.lanewise.cpu.blas;

import io.lanewise.cpu.Threads;
import io.lanewise.kernel.HeapKernels;

/**
 * The BLAS for one element type.
 *
 * @param vector level 1
 * @param matrixVector level 2
 * @param triangularVector level 2, triangular
 * @param matrix level 3
 * @param segments the same for memory segments
 * @param <P> {@code float[]} or {@code double[]}
 */
public record ArrayBlas<P>(
    VectorBlas<P> vector,
    MatrixVectorBlas<P> matrixVector,
    TriangularVectorBlas<P> triangularVector,
    MatrixBlas<P> matrix,
    SegmentBlas<P> segments) {

  /**
   * Drivers over given kernels.
   *
   * @param threads the engine's threads
   * @param kernels for the type
   * @param elementBytes 4 or 8
   * @param <P> array type
   * @return the drivers
   */
  @SuppressWarnings("unchecked") // of one type, as the number of its bytes says
  public static <P> ArrayBlas<P> of(Threads threads, HeapKernels<P> kernels, int elementBytes) {
    Transfer<P> transfer =
        (Transfer<P>) (elementBytes == Float.BYTES ? new TransferF32() : new TransferF64());
    Context<P> context = Context.of(threads, kernels, elementBytes);
    return new ArrayBlas<>(
        new VectorBlas<>(context),
        new MatrixVectorBlas<>(context),
        new TriangularVectorBlas<>(context),
        new MatrixBlas<>(context),
        SegmentBlas.of(new Segments<>(context, transfer)));
  }
}
