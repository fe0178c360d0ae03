package io.lanewise.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The stored triangle of a symmetric matrix, in arrays: each element is loaded once and works above
 * and below the diagonal.
 *
 * <p>Rows and columns go in pieces of the 128 bytes of virtual lanes, counted from 0. Beside the
 * diagonal a few columns of all pieces are one loop without masks. In the piece on the diagonal and
 * in the last one, both results are computed for the whole piece and taken where a column stores
 * the row, since what is not stored may be anything.
 *
 * <p>Partial sums are in an array between the parts, for the reason that {@link ArrayDotsF32}
 * gives. Nothing but whole vectors is stored to y where that can be avoided: a load waits for
 * smaller and for masked stores of the same elements until they are in the cache.
 */
final class ArrayReflectF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();

  /** Vectors in the 128 bytes of virtual lanes. */
  private static final int VECTORS = 128 / SPECIES.vectorByteSize();

  private static final int PIECE = VECTORS * LANES;

  /** Columns of one loop: their partial sums are eight vectors. */
  private static final int TOGETHER = 8 / VECTORS;

  private ArrayReflectF32() {}

  /**
   * Whether vectors are of a length that this class has loops for.
   *
   * @return false if single elements serve better
   */
  static boolean serves() {
    return VECTORS == 2 || VECTORS == 4;
  }

  /** See {@link io.lanewise.kernel.ArrayKernel#reflect}. */
  static void run(
      boolean upper,
      int n,
      float[] a,
      int aAt,
      int lda,
      float[] x,
      int xAt,
      float[] f,
      float[] y,
      int yAt,
      float[] z,
      float[] partial) {
    int whole = n / PIECE * PIECE;
    for (int j = 0; j < n; j += PIECE) {
      int count = Math.min(PIECE, n - j);
      int at = aAt + j * lda;
      for (int i = 0; i < count * PIECE; i += LANES) {
        FloatVector.zero(SPECIES).intoArray(partial, i);
      }
      if (upper) {
        beside(0, j, j, count, a, at, lda, x, xAt, f, y, yAt, partial);
        masked(true, j, n, j, 0, count, a, at, lda, x, xAt, f, y, yAt, partial);
      } else {
        masked(false, j, n, j, 0, count, a, at, lda, x, xAt, f, y, yAt, partial);
        beside(j + PIECE, whole, j, count, a, at, lda, x, xAt, f, y, yAt, partial);
        if (j < whole && whole < n) {
          masked(false, whole, n, j, 0, count, a, at, lda, x, xAt, f, y, yAt, partial);
        }
      }
      fold(count, partial, z, j);
    }
  }

  /** The sums of some columns. */
  private static void fold(int count, float[] partial, float[] z, int to) {
    int q = 0;
    if (ArrayFoldF32.takesEight()) {
      for (; q <= count - 8; q += 8) {
        // Where they were is room for the results.
        ArrayFoldF32.eight(partial, q * PIECE, q * PIECE);
        for (int r = 0; r < 8; r++) {
          z[to + q + r] = partial[q * PIECE + r];
        }
      }
    }
    for (; q < count; q++) {
      z[to + q] = ArrayFoldF32.one(partial, q * PIECE);
    }
  }

  /** Some columns of whole pieces that are not on the diagonal. */
  private static void beside(
      int from,
      int to,
      int j,
      int count,
      float[] a,
      int aAt,
      int lda,
      float[] x,
      int xAt,
      float[] f,
      float[] y,
      int yAt,
      float[] partial) {
    int q = 0;
    for (; from < to && q <= count - TOGETHER; q += TOGETHER) {
      int at = aAt + q * lda;
      if (VECTORS == 2) {
        fourByTwo(from, to, f, j + q, a, at, lda, x, xAt, y, yAt, partial, q * PIECE);
      } else {
        twoByFour(from, to, f, j + q, a, at, lda, x, xAt, y, yAt, partial, q * PIECE);
      }
    }
    for (int i = from; q < count && i < to; i += PIECE) {
      masked(i < j, i, to, j, q, count, a, aAt, lda, x, xAt, f, y, yAt, partial);
    }
  }

  /** Some columns of one piece, each from or up to its diagonal if that is here. */
  private static void masked(
      boolean upper,
      int i,
      int n,
      int j,
      int from,
      int to,
      float[] a,
      int aAt,
      int lda,
      float[] x,
      int xAt,
      float[] f,
      float[] y,
      int yAt,
      float[] partial) {
    for (int v = 0; v < VECTORS && i + v * LANES < n; v++) {
      int row = i + v * LANES;
      boolean whole = row + LANES <= n;
      VectorMask<Float> there = VectorMask.fromLong(SPECIES, bits(n - row));
      FloatVector u =
          whole
              ? FloatVector.fromArray(SPECIES, x, xAt + row)
              : FloatVector.fromArray(SPECIES, x, xAt + row, there);
      FloatVector w =
          whole
              ? FloatVector.fromArray(SPECIES, y, yAt + row)
              : FloatVector.fromArray(SPECIES, y, yAt + row, there);
      int first = upper ? Math.max(from, row - j) : from;
      int end = upper ? to : Math.min(to, row + LANES - j);
      for (int q = first; q < end; q++) {
        int at = aAt + q * lda + row;
        int diagonal = j + q - row;
        long rows = bits(n - row);
        long stored = rows & (upper ? bits(diagonal + 1) : ~bits(diagonal));
        long beside = rows & (upper ? bits(diagonal) : ~bits(diagonal + 1));
        FloatVector column =
            whole
                ? FloatVector.fromArray(SPECIES, a, at)
                : FloatVector.fromArray(SPECIES, a, at, there);
        FloatVector factor = FloatVector.broadcast(SPECIES, f[j + q]);
        w = w.blend(column.fma(factor, w), VectorMask.fromLong(SPECIES, beside));
        int sum = q * PIECE + v * LANES;
        FloatVector s = FloatVector.fromArray(SPECIES, partial, sum);
        s.blend(column.fma(u, s), VectorMask.fromLong(SPECIES, stored)).intoArray(partial, sum);
      }
      if (whole) {
        w.intoArray(y, yAt + row);
      } else {
        w.intoArray(y, yAt + row, there);
      }
    }
  }

  /** One bit for each lane before one that may be none of the vector. */
  private static long bits(int lanes) {
    return (1L << Math.clamp(lanes, 0, LANES)) - 1;
  }

  private static void fourByTwo(
      int from,
      int to,
      float[] f,
      int j,
      float[] a,
      int aAt,
      int lda,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      float[] partial,
      int at) {
    FloatVector f0 = FloatVector.broadcast(SPECIES, f[j]);
    FloatVector f1 = FloatVector.broadcast(SPECIES, f[j + 1]);
    FloatVector f2 = FloatVector.broadcast(SPECIES, f[j + 2]);
    FloatVector f3 = FloatVector.broadcast(SPECIES, f[j + 3]);
    FloatVector s00 = FloatVector.fromArray(SPECIES, partial, at);
    FloatVector s01 = FloatVector.fromArray(SPECIES, partial, at + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, partial, at + 2 * LANES);
    FloatVector s11 = FloatVector.fromArray(SPECIES, partial, at + 3 * LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, partial, at + 4 * LANES);
    FloatVector s21 = FloatVector.fromArray(SPECIES, partial, at + 5 * LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, partial, at + 6 * LANES);
    FloatVector s31 = FloatVector.fromArray(SPECIES, partial, at + 7 * LANES);
    int a1 = aAt + lda;
    int a2 = a1 + lda;
    int a3 = a2 + lda;
    for (int i = from; i < to; i += 2 * LANES) {
      FloatVector x0 = FloatVector.fromArray(SPECIES, x, xAt + i);
      FloatVector y0 = FloatVector.fromArray(SPECIES, y, yAt + i);
      FloatVector c = FloatVector.fromArray(SPECIES, a, aAt + i);
      y0 = c.fma(f0, y0);
      s00 = c.fma(x0, s00);
      c = FloatVector.fromArray(SPECIES, a, a1 + i);
      y0 = c.fma(f1, y0);
      s10 = c.fma(x0, s10);
      c = FloatVector.fromArray(SPECIES, a, a2 + i);
      y0 = c.fma(f2, y0);
      s20 = c.fma(x0, s20);
      c = FloatVector.fromArray(SPECIES, a, a3 + i);
      y0 = c.fma(f3, y0);
      s30 = c.fma(x0, s30);
      y0.intoArray(y, yAt + i);
      FloatVector x1 = FloatVector.fromArray(SPECIES, x, xAt + i + LANES);
      FloatVector y1 = FloatVector.fromArray(SPECIES, y, yAt + i + LANES);
      c = FloatVector.fromArray(SPECIES, a, aAt + i + LANES);
      y1 = c.fma(f0, y1);
      s01 = c.fma(x1, s01);
      c = FloatVector.fromArray(SPECIES, a, a1 + i + LANES);
      y1 = c.fma(f1, y1);
      s11 = c.fma(x1, s11);
      c = FloatVector.fromArray(SPECIES, a, a2 + i + LANES);
      y1 = c.fma(f2, y1);
      s21 = c.fma(x1, s21);
      c = FloatVector.fromArray(SPECIES, a, a3 + i + LANES);
      y1 = c.fma(f3, y1);
      s31 = c.fma(x1, s31);
      y1.intoArray(y, yAt + i + LANES);
    }
    s00.intoArray(partial, at);
    s01.intoArray(partial, at + LANES);
    s10.intoArray(partial, at + 2 * LANES);
    s11.intoArray(partial, at + 3 * LANES);
    s20.intoArray(partial, at + 4 * LANES);
    s21.intoArray(partial, at + 5 * LANES);
    s30.intoArray(partial, at + 6 * LANES);
    s31.intoArray(partial, at + 7 * LANES);
  }

  private static void twoByFour(
      int from,
      int to,
      float[] f,
      int j,
      float[] a,
      int aAt,
      int lda,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      float[] partial,
      int at) {
    FloatVector f0 = FloatVector.broadcast(SPECIES, f[j]);
    FloatVector f1 = FloatVector.broadcast(SPECIES, f[j + 1]);
    FloatVector s00 = FloatVector.fromArray(SPECIES, partial, at);
    FloatVector s01 = FloatVector.fromArray(SPECIES, partial, at + LANES);
    FloatVector s02 = FloatVector.fromArray(SPECIES, partial, at + 2 * LANES);
    FloatVector s03 = FloatVector.fromArray(SPECIES, partial, at + 3 * LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, partial, at + 4 * LANES);
    FloatVector s11 = FloatVector.fromArray(SPECIES, partial, at + 5 * LANES);
    FloatVector s12 = FloatVector.fromArray(SPECIES, partial, at + 6 * LANES);
    FloatVector s13 = FloatVector.fromArray(SPECIES, partial, at + 7 * LANES);
    int a1 = aAt + lda;
    for (int i = from; i < to; i += 4 * LANES) {
      FloatVector u = FloatVector.fromArray(SPECIES, x, xAt + i);
      FloatVector w = FloatVector.fromArray(SPECIES, y, yAt + i);
      FloatVector c = FloatVector.fromArray(SPECIES, a, aAt + i);
      w = c.fma(f0, w);
      s00 = c.fma(u, s00);
      c = FloatVector.fromArray(SPECIES, a, a1 + i);
      c.fma(f1, w).intoArray(y, yAt + i);
      s10 = c.fma(u, s10);
      u = FloatVector.fromArray(SPECIES, x, xAt + i + LANES);
      w = FloatVector.fromArray(SPECIES, y, yAt + i + LANES);
      c = FloatVector.fromArray(SPECIES, a, aAt + i + LANES);
      w = c.fma(f0, w);
      s01 = c.fma(u, s01);
      c = FloatVector.fromArray(SPECIES, a, a1 + i + LANES);
      c.fma(f1, w).intoArray(y, yAt + i + LANES);
      s11 = c.fma(u, s11);
      u = FloatVector.fromArray(SPECIES, x, xAt + i + 2 * LANES);
      w = FloatVector.fromArray(SPECIES, y, yAt + i + 2 * LANES);
      c = FloatVector.fromArray(SPECIES, a, aAt + i + 2 * LANES);
      w = c.fma(f0, w);
      s02 = c.fma(u, s02);
      c = FloatVector.fromArray(SPECIES, a, a1 + i + 2 * LANES);
      c.fma(f1, w).intoArray(y, yAt + i + 2 * LANES);
      s12 = c.fma(u, s12);
      u = FloatVector.fromArray(SPECIES, x, xAt + i + 3 * LANES);
      w = FloatVector.fromArray(SPECIES, y, yAt + i + 3 * LANES);
      c = FloatVector.fromArray(SPECIES, a, aAt + i + 3 * LANES);
      w = c.fma(f0, w);
      s03 = c.fma(u, s03);
      c = FloatVector.fromArray(SPECIES, a, a1 + i + 3 * LANES);
      c.fma(f1, w).intoArray(y, yAt + i + 3 * LANES);
      s13 = c.fma(u, s13);
    }
    s00.intoArray(partial, at);
    s01.intoArray(partial, at + LANES);
    s02.intoArray(partial, at + 2 * LANES);
    s03.intoArray(partial, at + 3 * LANES);
    s10.intoArray(partial, at + 4 * LANES);
    s11.intoArray(partial, at + 5 * LANES);
    s12.intoArray(partial, at + 6 * LANES);
    s13.intoArray(partial, at + 7 * LANES);
  }
}
