package io.lanewise.cpu.blas;

/**
 * The BLAS on memory segments for one element type.
 *
 * @param vector level 1
 * @param matrixVector level 2
 * @param triangularVector level 2, triangular
 * @param matrix level 3
 * @param <P> {@code float[]} or {@code double[]}
 */
public record SegmentBlas<P>(
    SegmentVectorBlas<P> vector,
    SegmentMatrixVectorBlas<P> matrixVector,
    SegmentTriangularVectorBlas<P> triangularVector,
    SegmentMatrixBlas<P> matrix) {

  static <P> SegmentBlas<P> of(Segments<P> segments) {
    return new SegmentBlas<>(
        new SegmentVectorBlas<>(segments),
        new SegmentMatrixVectorBlas<>(segments),
        new SegmentTriangularVectorBlas<>(segments),
        new SegmentMatrixBlas<>(segments));
  }
}
