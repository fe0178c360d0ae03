package io.lanewise.kernel.simd;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 8 rows by 2 vectors, for processors with 32 vector registers: 16 accumulators, 2
 * vectors of B and up to 8 broadcasts of A, which C2 moves to the top of the loop body, fit without
 * a spill.
 *
 * <p>Everything is written out in one method on purpose: a helper for "add this vector to C" is not
 * inlined once C2's budget for the method is spent, and then the tile's accumulators are boxed and
 * passed through calls (a sixth of the speed at k = 128). Only the Vector API's own methods are
 * exempt from that budget.
 */
final class Gemm8x2F32 extends VectorPackingF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final int LANES = SPECIES.length();
  private static final long COLUMN = (long) LANES * Float.BYTES;
  private static final int MR = 8;
  private static final int NR = 2 * LANES;

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
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    FloatVector c40 = FloatVector.zero(SPECIES);
    FloatVector c41 = FloatVector.zero(SPECIES);
    FloatVector c50 = FloatVector.zero(SPECIES);
    FloatVector c51 = FloatVector.zero(SPECIES);
    FloatVector c60 = FloatVector.zero(SPECIES);
    FloatVector c61 = FloatVector.zero(SPECIES);
    FloatVector c70 = FloatVector.zero(SPECIES);
    FloatVector c71 = FloatVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      int ia = aTo + p * MR;
      int ib = bTo + p * NR;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, ib);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, ib + 1 * LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[ia]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[ia + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[ia + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[ia + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[ia + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[ia + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[ia + 6]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[ia + 7]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
    }
    long j1 = COLUMN;
    long r1 = cAt + 1 * rowBytes;
    long r2 = cAt + 2 * rowBytes;
    long r3 = cAt + 3 * rowBytes;
    long r4 = cAt + 4 * rowBytes;
    long r5 = cAt + 5 * rowBytes;
    long r6 = cAt + 6 * rowBytes;
    long r7 = cAt + 7 * rowBytes;
    if (accumulate) {
      c00 = FloatVector.fromMemorySegment(SPECIES, c, cAt, NATIVE).add(c00);
      c01 = FloatVector.fromMemorySegment(SPECIES, c, cAt + j1, NATIVE).add(c01);
      c10 = FloatVector.fromMemorySegment(SPECIES, c, r1, NATIVE).add(c10);
      c11 = FloatVector.fromMemorySegment(SPECIES, c, r1 + j1, NATIVE).add(c11);
      c20 = FloatVector.fromMemorySegment(SPECIES, c, r2, NATIVE).add(c20);
      c21 = FloatVector.fromMemorySegment(SPECIES, c, r2 + j1, NATIVE).add(c21);
      c30 = FloatVector.fromMemorySegment(SPECIES, c, r3, NATIVE).add(c30);
      c31 = FloatVector.fromMemorySegment(SPECIES, c, r3 + j1, NATIVE).add(c31);
      c40 = FloatVector.fromMemorySegment(SPECIES, c, r4, NATIVE).add(c40);
      c41 = FloatVector.fromMemorySegment(SPECIES, c, r4 + j1, NATIVE).add(c41);
      c50 = FloatVector.fromMemorySegment(SPECIES, c, r5, NATIVE).add(c50);
      c51 = FloatVector.fromMemorySegment(SPECIES, c, r5 + j1, NATIVE).add(c51);
      c60 = FloatVector.fromMemorySegment(SPECIES, c, r6, NATIVE).add(c60);
      c61 = FloatVector.fromMemorySegment(SPECIES, c, r6 + j1, NATIVE).add(c61);
      c70 = FloatVector.fromMemorySegment(SPECIES, c, r7, NATIVE).add(c70);
      c71 = FloatVector.fromMemorySegment(SPECIES, c, r7 + j1, NATIVE).add(c71);
    }
    c00.intoMemorySegment(c, cAt, NATIVE);
    c01.intoMemorySegment(c, cAt + j1, NATIVE);
    c10.intoMemorySegment(c, r1, NATIVE);
    c11.intoMemorySegment(c, r1 + j1, NATIVE);
    c20.intoMemorySegment(c, r2, NATIVE);
    c21.intoMemorySegment(c, r2 + j1, NATIVE);
    c30.intoMemorySegment(c, r3, NATIVE);
    c31.intoMemorySegment(c, r3 + j1, NATIVE);
    c40.intoMemorySegment(c, r4, NATIVE);
    c41.intoMemorySegment(c, r4 + j1, NATIVE);
    c50.intoMemorySegment(c, r5, NATIVE);
    c51.intoMemorySegment(c, r5 + j1, NATIVE);
    c60.intoMemorySegment(c, r6, NATIVE);
    c61.intoMemorySegment(c, r6 + j1, NATIVE);
    c70.intoMemorySegment(c, r7, NATIVE);
    c71.intoMemorySegment(c, r7 + j1, NATIVE);
  }
}
