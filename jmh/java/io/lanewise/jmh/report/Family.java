package io.lanewise.jmh.report;

import java.util.Locale;

/** A family of benchmarks: its title, its unit, and what to know about the figures. */
enum Family {
  GEMM("Product of n x n matrices", "GFLOP/s", Notes.FMA_PEAK),
  GEMMODD("Product of n x n matrices, n no multiple of anything", "GFLOP/s", Notes.FMA_PEAK),
  GEMMTINY("Product of n x n matrices, n small", "GFLOP/s", Notes.FMA_PEAK),
  GEMMSHAPES(
      "Products that are not square: m x k x n",
      "GFLOP/s",
      "With k = 32 it is C = C + A B. " + Notes.FMA_PEAK),
  GEMMFORMS(
      "Product of n x n matrices that lie in other ways",
      "GFLOP/s",
      "Left, right or both lie as their transposes, or all three are slices of larger matrices. "
          + Notes.FMA_PEAK),
  BATCHED(
      "Batches of products: batch x m x k x n",
      "GFLOP/s",
      """
      The first is a batch times one matrix, which the other libraries do as one tall product. \
      "Each" is a batch times a batch, "left shared" one matrix times a batch; there the others \
      call their product for each. \
      """
          + Notes.FMA_PEAK),
  TWOTHREADS(
      "Product of n x n matrices by two threads",
      "GFLOP/s",
      """
      The peak is that of fused multiply-adds in registers on two cores at the same time: one \
      thread can reach half of it. Both numbers of threads give the same bits, which is checked \
      for Lanewise.\
      """),
  MIXTURE(
      "Product of n x n matrices after other work",
      "GFLOP/s",
      """
      In JVMs that have done nothing before, and in others that have sent three seconds of other \
      work through the same code. "Plain" are operands in native memory, "heap" in arrays. \
      """
          + Notes.FMA_PEAK),
  WARMUP(
      "A fresh JVM",
      "ms",
      """
      From the first call of the library, in milliseconds: making the engine and copying the \
      operands are in it. The JIT compiles at the same time on the same cores. The peak is that of \
      as many cores as there are threads.\
      """),
  GEMV(
      "Products of an n x n matrix and a vector",
      "GB/s",
      "The peak is that of a bare loop that loads the matrix."),
  SMALLWEIGHTS(
      "Products of an n x n matrix of a small type and a vector of F32",
      "GB/s",
      "Bytes are those of the matrix as it is stored, so 1.5 times F32's speed is 0.75 of its rate"
          + " for two bytes and 0.375 for one. The peak is that of a bare loop that loads as"
          + " many."),
  BLAS1(
      "BLAS on arrays, level 1",
      "GB/s",
      "The peak is that of a bare loop that moves the same bytes in the same pattern; for scal, a"
          + " copy. OpenBLAS is called on the same kind of arrays, without copies."),
  BLAS2(
      "BLAS on arrays, level 2",
      "GB/s",
      "The peak is that of a bare loop that loads as much. OpenBLAS works on arrays, too."),
  BLAS3(
      "BLAS on arrays, level 3",
      "GFLOP/s",
      "What trmm and trsm overwrite is copied to its place in the time that is measured. OpenBLAS"
          + " works on arrays, too. "
          + Notes.FMA_PEAK),
  ELEMENTWISE(
      "Elementwise operations",
      "GB/s",
      """
      The peak is that of a bare loop that moves the same bytes in the same pattern: loads, \
      stores, and no more arithmetic than an addition. Bytes are those read and written.\
      """),
  REDUCTION(
      "Reductions",
      "GB/s",
      "The peak is that of a bare loop that loads as much. OpenBLAS's sum is asum."),
  FACTORS(
      "LU, Cholesky and QR, n x n",
      "GFLOP/s",
      """
      "In place" is in the memory of a matrix that is copied there before, in the time that is \
      measured: so is OpenBLAS. Without, the result is in new memory, whose first touch is part of \
      the time. QR leaves Q as reflections. \
      """
          + Notes.FMA_PEAK),
  EIGEN(
      "Symmetric eigenvalues and vectors, n x n",
      "nominal GFLOP/s",
      "Rates are nominal, 9 n^3 operations whatever an algorithm does. " + Notes.FMA_PEAK),
  GENERALEIGEN(
      "Eigenvalues and vectors of a matrix that is not symmetric, n x n",
      "nominal GFLOP/s",
      "Rates are nominal, 25 n^3 operations whatever an algorithm does. EJML gives no vectors of"
          + " complex values. "
          + Notes.FMA_PEAK),
  SVD(
      "Singular values and both sets of vectors, n x n",
      "nominal GFLOP/s",
      "Rates are nominal, 22 n^3 operations whatever an algorithm does. " + Notes.FMA_PEAK),
  MANYDECOMPOSITIONS(
      "10 000 small decompositions with all vectors, n x n",
      "nominal GFLOP/s",
      "Rates are nominal, 22 n^3 (SVD) and 9 n^3 (eigen) operations for each matrix whatever an"
          + " algorithm does. LAPACK is called in a loop, with its workspace made once. "
          + Notes.FMA_PEAK),
  ATTENTION(
      "Self-attention, batch 8, 12 heads, d 64, n queries and keys",
      "GFLOP/s",
      "Operations are those of the two products; exponentials come on top. " + Notes.FMA_PEAK),
  ALLOCATION("Allocation with results that exist", "B/op", "");

  private final String title;
  private final String unit;
  private final String note;

  Family(String title, String unit, String note) {
    this.title = title;
    this.unit = unit;
    this.note = note;
  }

  String title() {
    return title;
  }

  String unit() {
    return unit;
  }

  String note() {
    return note;
  }

  /** Name of the file of its results, without the ending. */
  String file() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static final class Notes {
    static final String FMA_PEAK = "The peak is that of fused multiply-adds in registers.";
  }
}
