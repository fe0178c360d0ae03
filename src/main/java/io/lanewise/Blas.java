package io.lanewise;

/**
 * The BLAS for code that has its numbers in arrays or memory segments: the routines of the
 * reference implementation (Dongarra and others, ACM TOMS 14:1, 1988, and 16:1, 1990) with the
 * names, the order of arguments and the semantics of netlib's interface for Java, once without and
 * once with an offset behind each array.
 *
 * <p>Matrices are column-major: element (i, j) of A is {@code a[offseta + i + j * lda]}. Element i
 * of a vector is {@code x[offsetx + i * incx]}; with a negative increment the vector runs backwards
 * and its last element is {@code x[offsetx]}. Of symmetric and triangular matrices only the
 * triangle that {@code uplo} names is read or written.
 *
 * <ul>
 *   <li>Where beta is 0, the result's old contents are not read, so that NaN there does no harm;
 *       where alpha is 0, the operands' elements are not.
 *   <li>Otherwise zeros are numbers like others: 0 times infinity is NaN, also where the reference
 *       skips a zero.
 *   <li>{@code isamax} and {@code idamax} count from 0.
 *   <li>Arrays are used where they are; what does not lie in one piece is gathered, and what a
 *       matrix product reads is packed, in scratch memory that the {@link Engine} keeps. A result
 *       must not overlap an operand.
 *   <li>Every routine also takes {@link java.lang.foreign.MemorySegment}s, on the heap or off it,
 *       aligned or not, with offsets in elements and the results that arrays give. Their elements
 *       pass through scratch arrays piece by piece, so that an arena that another thread closes
 *       meanwhile makes the routine throw an {@link IllegalStateException}; results are then partly
 *       written. Memory that is confined to a thread is for calls on that thread, and a read-only
 *       segment as a result is an {@link IllegalArgumentException}.
 *   <li>Operations run on the current {@link Engine}, with its kernels and threads. The same
 *       arguments give the same bits for any number of threads; sums are those of tensors.
 * </ul>
 *
 * <p>The routines for f32 begin with s, those for f64 with d.
 */
public final class Blas extends BlasSegments3F64 {
  private Blas() {}
}
