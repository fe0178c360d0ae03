package io.lanewise.kernel.simd;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 3 rows by 3 vectors, for processors with 16 vector registers: 9 accumulators, 3 vectors
 * of B and 3 broadcasts of A make 15. C2 moves every broadcast to the top of the loop body, so that
 * 6 x 2 or 4 x 3, which fit on paper, would spill.
 *
 * <p>Everything is written out in one method on purpose: a helper for "add this vector to C" is not
 * inlined once C2's budget for the method is spent, and then the tile's accumulators are boxed and
 * passed through calls (a sixth of the speed at k = 128). Only the Vector API's own methods are
 * exempt from that budget.
 */
final class Gemm3x3F32 extends VectorPackingF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final int LANES = SPECIES.length();
  private static final long COLUMN = (long) LANES * Float.BYTES;
  private static final int MR = 3;
  private static final int NR = 3 * LANES;

  @Override
  public int mr() {
    return MR;
  }

  @Override
  public int nr() {
    return NR;
  }

  @Override
  public void tile(
      int k,
      float[] a,
      int aTo,
      float[] b,
      int bTo,
      boolean accumulate,
      MemorySegment c,
      long cAt,
      long rowBytes) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c02 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c12 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c22 = FloatVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      int ia = aTo + p * MR;
      int ib = bTo + p * NR;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, ib);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, ib + 1 * LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, ib + 2 * LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[ia]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[ia + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[ia + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
    }
    long j1 = COLUMN;
    long j2 = 2 * COLUMN;
    long r1 = cAt + 1 * rowBytes;
    long r2 = cAt + 2 * rowBytes;
    if (accumulate) {
      c00 = FloatVector.fromMemorySegment(SPECIES, c, cAt, NATIVE).add(c00);
      c01 = FloatVector.fromMemorySegment(SPECIES, c, cAt + j1, NATIVE).add(c01);
      c02 = FloatVector.fromMemorySegment(SPECIES, c, cAt + j2, NATIVE).add(c02);
      c10 = FloatVector.fromMemorySegment(SPECIES, c, r1, NATIVE).add(c10);
      c11 = FloatVector.fromMemorySegment(SPECIES, c, r1 + j1, NATIVE).add(c11);
      c12 = FloatVector.fromMemorySegment(SPECIES, c, r1 + j2, NATIVE).add(c12);
      c20 = FloatVector.fromMemorySegment(SPECIES, c, r2, NATIVE).add(c20);
      c21 = FloatVector.fromMemorySegment(SPECIES, c, r2 + j1, NATIVE).add(c21);
      c22 = FloatVector.fromMemorySegment(SPECIES, c, r2 + j2, NATIVE).add(c22);
    }
    c00.intoMemorySegment(c, cAt, NATIVE);
    c01.intoMemorySegment(c, cAt + j1, NATIVE);
    c02.intoMemorySegment(c, cAt + j2, NATIVE);
    c10.intoMemorySegment(c, r1, NATIVE);
    c11.intoMemorySegment(c, r1 + j1, NATIVE);
    c12.intoMemorySegment(c, r1 + j2, NATIVE);
    c20.intoMemorySegment(c, r2, NATIVE);
    c21.intoMemorySegment(c, r2 + j1, NATIVE);
    c22.intoMemorySegment(c, r2 + j2, NATIVE);
  }
}
