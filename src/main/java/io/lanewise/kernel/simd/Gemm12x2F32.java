package io.lanewise.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of up to 12 rows by two vectors, for processors with 32 vector registers: 24 accumulators,
 * 4 vectors of B (two steps of k at a time) and the broadcasts of A, two at a time.
 *
 * <p>C2 moves the loads of a loop body to its top, unless that would need more registers than there
 * are: then it schedules for few live values. Two steps of 12 by 2 are past that point, and come
 * out without a spill; one step of 8 by 2 needs more instructions for each multiply-add, and three
 * steps of 12 by 2 spill. The sums go to an array and not to C: what writes to a memory segment
 * brings so much code with it that the first compiler gives up on such a method ("out of virtual
 * registers"), after which the JVM interprets it for good.
 */
final class Gemm12x2F32 extends DirectTilesF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int ROWS = 12;
  private static final int ROW_STEP = 4;

  @Override
  public int mr() {
    return ROWS;
  }

  @Override
  public int nr() {
    return 2 * LANES;
  }

  @Override
  public int rowStep() {
    return ROW_STEP;
  }

  @Override
  public int columnStep() {
    return LANES;
  }

  @Override
  protected boolean pairs() {
    return true;
  }

  @Override
  public void tile(int rows, int columns, int k, float[] panels, int aTo, int bTo, int to) {
    if (rows == ROWS) {
      if (columns == LANES) {
        twelveByOne(k, panels, aTo, bTo, to);
      } else {
        twelveByTwo(k, panels, aTo, bTo, to);
      }
    } else if (rows == 8) {
      if (columns == LANES) {
        eightByOne(k, panels, aTo, bTo, to);
      } else {
        eightByTwo(k, panels, aTo, bTo, to);
      }
    } else if (columns == LANES) {
      fourByOne(k, panels, aTo, bTo, to);
    } else {
      fourByTwo(k, panels, aTo, bTo, to);
    }
  }

  private static void twelveByTwo(int k, float[] panels, int aTo, int bTo, int to) {
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector c1 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector c2 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector c3 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    FloatVector c4 = FloatVector.zero(SPECIES);
    FloatVector s4 = FloatVector.zero(SPECIES);
    FloatVector c5 = FloatVector.zero(SPECIES);
    FloatVector s5 = FloatVector.zero(SPECIES);
    FloatVector c6 = FloatVector.zero(SPECIES);
    FloatVector s6 = FloatVector.zero(SPECIES);
    FloatVector c7 = FloatVector.zero(SPECIES);
    FloatVector s7 = FloatVector.zero(SPECIES);
    FloatVector c8 = FloatVector.zero(SPECIES);
    FloatVector s8 = FloatVector.zero(SPECIES);
    FloatVector c9 = FloatVector.zero(SPECIES);
    FloatVector s9 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector s10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector s11 = FloatVector.zero(SPECIES);
    for (int p = 0; p < k; p += 2) {
      int ia = aTo + p * 12;
      int ib = bTo + p * 2 * LANES;
      FloatVector b0 = FloatVector.fromArray(SPECIES, panels, ib);
      FloatVector b1 = FloatVector.fromArray(SPECIES, panels, ib + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, panels[ia]);
      c0 = a0.fma(b0, c0);
      s0 = a0.fma(b1, s0);
      FloatVector a1 = FloatVector.broadcast(SPECIES, panels[ia + 2]);
      c1 = a1.fma(b0, c1);
      s1 = a1.fma(b1, s1);
      FloatVector a2 = FloatVector.broadcast(SPECIES, panels[ia + 4]);
      c2 = a2.fma(b0, c2);
      s2 = a2.fma(b1, s2);
      FloatVector a3 = FloatVector.broadcast(SPECIES, panels[ia + 6]);
      c3 = a3.fma(b0, c3);
      s3 = a3.fma(b1, s3);
      FloatVector a4 = FloatVector.broadcast(SPECIES, panels[ia + 8]);
      c4 = a4.fma(b0, c4);
      s4 = a4.fma(b1, s4);
      FloatVector a5 = FloatVector.broadcast(SPECIES, panels[ia + 10]);
      c5 = a5.fma(b0, c5);
      s5 = a5.fma(b1, s5);
      FloatVector a6 = FloatVector.broadcast(SPECIES, panels[ia + 12]);
      c6 = a6.fma(b0, c6);
      s6 = a6.fma(b1, s6);
      FloatVector a7 = FloatVector.broadcast(SPECIES, panels[ia + 14]);
      c7 = a7.fma(b0, c7);
      s7 = a7.fma(b1, s7);
      FloatVector a8 = FloatVector.broadcast(SPECIES, panels[ia + 16]);
      c8 = a8.fma(b0, c8);
      s8 = a8.fma(b1, s8);
      FloatVector a9 = FloatVector.broadcast(SPECIES, panels[ia + 18]);
      c9 = a9.fma(b0, c9);
      s9 = a9.fma(b1, s9);
      FloatVector a10 = FloatVector.broadcast(SPECIES, panels[ia + 20]);
      c10 = a10.fma(b0, c10);
      s10 = a10.fma(b1, s10);
      FloatVector a11 = FloatVector.broadcast(SPECIES, panels[ia + 22]);
      c11 = a11.fma(b0, c11);
      s11 = a11.fma(b1, s11);
      FloatVector d0 = FloatVector.fromArray(SPECIES, panels, ib + 2 * LANES);
      FloatVector d1 = FloatVector.fromArray(SPECIES, panels, ib + 3 * LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, panels[ia + 1]);
      c0 = e0.fma(d0, c0);
      s0 = e0.fma(d1, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, panels[ia + 3]);
      c1 = e1.fma(d0, c1);
      s1 = e1.fma(d1, s1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, panels[ia + 5]);
      c2 = e2.fma(d0, c2);
      s2 = e2.fma(d1, s2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, panels[ia + 7]);
      c3 = e3.fma(d0, c3);
      s3 = e3.fma(d1, s3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, panels[ia + 9]);
      c4 = e4.fma(d0, c4);
      s4 = e4.fma(d1, s4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, panels[ia + 11]);
      c5 = e5.fma(d0, c5);
      s5 = e5.fma(d1, s5);
      FloatVector e6 = FloatVector.broadcast(SPECIES, panels[ia + 13]);
      c6 = e6.fma(d0, c6);
      s6 = e6.fma(d1, s6);
      FloatVector e7 = FloatVector.broadcast(SPECIES, panels[ia + 15]);
      c7 = e7.fma(d0, c7);
      s7 = e7.fma(d1, s7);
      FloatVector e8 = FloatVector.broadcast(SPECIES, panels[ia + 17]);
      c8 = e8.fma(d0, c8);
      s8 = e8.fma(d1, s8);
      FloatVector e9 = FloatVector.broadcast(SPECIES, panels[ia + 19]);
      c9 = e9.fma(d0, c9);
      s9 = e9.fma(d1, s9);
      FloatVector e10 = FloatVector.broadcast(SPECIES, panels[ia + 21]);
      c10 = e10.fma(d0, c10);
      s10 = e10.fma(d1, s10);
      FloatVector e11 = FloatVector.broadcast(SPECIES, panels[ia + 23]);
      c11 = e11.fma(d0, c11);
      s11 = e11.fma(d1, s11);
    }
    c0.intoArray(panels, to);
    s0.intoArray(panels, to + LANES);
    c1.intoArray(panels, to + 2 * LANES);
    s1.intoArray(panels, to + 3 * LANES);
    c2.intoArray(panels, to + 4 * LANES);
    s2.intoArray(panels, to + 5 * LANES);
    c3.intoArray(panels, to + 6 * LANES);
    s3.intoArray(panels, to + 7 * LANES);
    c4.intoArray(panels, to + 8 * LANES);
    s4.intoArray(panels, to + 9 * LANES);
    c5.intoArray(panels, to + 10 * LANES);
    s5.intoArray(panels, to + 11 * LANES);
    c6.intoArray(panels, to + 12 * LANES);
    s6.intoArray(panels, to + 13 * LANES);
    c7.intoArray(panels, to + 14 * LANES);
    s7.intoArray(panels, to + 15 * LANES);
    c8.intoArray(panels, to + 16 * LANES);
    s8.intoArray(panels, to + 17 * LANES);
    c9.intoArray(panels, to + 18 * LANES);
    s9.intoArray(panels, to + 19 * LANES);
    c10.intoArray(panels, to + 20 * LANES);
    s10.intoArray(panels, to + 21 * LANES);
    c11.intoArray(panels, to + 22 * LANES);
    s11.intoArray(panels, to + 23 * LANES);
  }

  private static void twelveByOne(int k, float[] panels, int aTo, int bTo, int to) {
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector c1 = FloatVector.zero(SPECIES);
    FloatVector c2 = FloatVector.zero(SPECIES);
    FloatVector c3 = FloatVector.zero(SPECIES);
    FloatVector c4 = FloatVector.zero(SPECIES);
    FloatVector c5 = FloatVector.zero(SPECIES);
    FloatVector c6 = FloatVector.zero(SPECIES);
    FloatVector c7 = FloatVector.zero(SPECIES);
    FloatVector c8 = FloatVector.zero(SPECIES);
    FloatVector c9 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    for (int p = 0; p < k; p += 2) {
      int ia = aTo + p * 12;
      int ib = bTo + p * LANES;
      FloatVector b0 = FloatVector.fromArray(SPECIES, panels, ib);
      FloatVector a0 = FloatVector.broadcast(SPECIES, panels[ia]);
      c0 = a0.fma(b0, c0);
      FloatVector a1 = FloatVector.broadcast(SPECIES, panels[ia + 2]);
      c1 = a1.fma(b0, c1);
      FloatVector a2 = FloatVector.broadcast(SPECIES, panels[ia + 4]);
      c2 = a2.fma(b0, c2);
      FloatVector a3 = FloatVector.broadcast(SPECIES, panels[ia + 6]);
      c3 = a3.fma(b0, c3);
      FloatVector a4 = FloatVector.broadcast(SPECIES, panels[ia + 8]);
      c4 = a4.fma(b0, c4);
      FloatVector a5 = FloatVector.broadcast(SPECIES, panels[ia + 10]);
      c5 = a5.fma(b0, c5);
      FloatVector a6 = FloatVector.broadcast(SPECIES, panels[ia + 12]);
      c6 = a6.fma(b0, c6);
      FloatVector a7 = FloatVector.broadcast(SPECIES, panels[ia + 14]);
      c7 = a7.fma(b0, c7);
      FloatVector a8 = FloatVector.broadcast(SPECIES, panels[ia + 16]);
      c8 = a8.fma(b0, c8);
      FloatVector a9 = FloatVector.broadcast(SPECIES, panels[ia + 18]);
      c9 = a9.fma(b0, c9);
      FloatVector a10 = FloatVector.broadcast(SPECIES, panels[ia + 20]);
      c10 = a10.fma(b0, c10);
      FloatVector a11 = FloatVector.broadcast(SPECIES, panels[ia + 22]);
      c11 = a11.fma(b0, c11);
      FloatVector d0 = FloatVector.fromArray(SPECIES, panels, ib + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, panels[ia + 1]);
      c0 = e0.fma(d0, c0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, panels[ia + 3]);
      c1 = e1.fma(d0, c1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, panels[ia + 5]);
      c2 = e2.fma(d0, c2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, panels[ia + 7]);
      c3 = e3.fma(d0, c3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, panels[ia + 9]);
      c4 = e4.fma(d0, c4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, panels[ia + 11]);
      c5 = e5.fma(d0, c5);
      FloatVector e6 = FloatVector.broadcast(SPECIES, panels[ia + 13]);
      c6 = e6.fma(d0, c6);
      FloatVector e7 = FloatVector.broadcast(SPECIES, panels[ia + 15]);
      c7 = e7.fma(d0, c7);
      FloatVector e8 = FloatVector.broadcast(SPECIES, panels[ia + 17]);
      c8 = e8.fma(d0, c8);
      FloatVector e9 = FloatVector.broadcast(SPECIES, panels[ia + 19]);
      c9 = e9.fma(d0, c9);
      FloatVector e10 = FloatVector.broadcast(SPECIES, panels[ia + 21]);
      c10 = e10.fma(d0, c10);
      FloatVector e11 = FloatVector.broadcast(SPECIES, panels[ia + 23]);
      c11 = e11.fma(d0, c11);
    }
    c0.intoArray(panels, to);
    c1.intoArray(panels, to + LANES);
    c2.intoArray(panels, to + 2 * LANES);
    c3.intoArray(panels, to + 3 * LANES);
    c4.intoArray(panels, to + 4 * LANES);
    c5.intoArray(panels, to + 5 * LANES);
    c6.intoArray(panels, to + 6 * LANES);
    c7.intoArray(panels, to + 7 * LANES);
    c8.intoArray(panels, to + 8 * LANES);
    c9.intoArray(panels, to + 9 * LANES);
    c10.intoArray(panels, to + 10 * LANES);
    c11.intoArray(panels, to + 11 * LANES);
  }

  private static void eightByTwo(int k, float[] panels, int aTo, int bTo, int to) {
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector c1 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector c2 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector c3 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    FloatVector c4 = FloatVector.zero(SPECIES);
    FloatVector s4 = FloatVector.zero(SPECIES);
    FloatVector c5 = FloatVector.zero(SPECIES);
    FloatVector s5 = FloatVector.zero(SPECIES);
    FloatVector c6 = FloatVector.zero(SPECIES);
    FloatVector s6 = FloatVector.zero(SPECIES);
    FloatVector c7 = FloatVector.zero(SPECIES);
    FloatVector s7 = FloatVector.zero(SPECIES);
    for (int p = 0; p < k; p += 2) {
      int ia = aTo + p * 8;
      int ib = bTo + p * 2 * LANES;
      FloatVector b0 = FloatVector.fromArray(SPECIES, panels, ib);
      FloatVector b1 = FloatVector.fromArray(SPECIES, panels, ib + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, panels[ia]);
      c0 = a0.fma(b0, c0);
      s0 = a0.fma(b1, s0);
      FloatVector a1 = FloatVector.broadcast(SPECIES, panels[ia + 2]);
      c1 = a1.fma(b0, c1);
      s1 = a1.fma(b1, s1);
      FloatVector a2 = FloatVector.broadcast(SPECIES, panels[ia + 4]);
      c2 = a2.fma(b0, c2);
      s2 = a2.fma(b1, s2);
      FloatVector a3 = FloatVector.broadcast(SPECIES, panels[ia + 6]);
      c3 = a3.fma(b0, c3);
      s3 = a3.fma(b1, s3);
      FloatVector a4 = FloatVector.broadcast(SPECIES, panels[ia + 8]);
      c4 = a4.fma(b0, c4);
      s4 = a4.fma(b1, s4);
      FloatVector a5 = FloatVector.broadcast(SPECIES, panels[ia + 10]);
      c5 = a5.fma(b0, c5);
      s5 = a5.fma(b1, s5);
      FloatVector a6 = FloatVector.broadcast(SPECIES, panels[ia + 12]);
      c6 = a6.fma(b0, c6);
      s6 = a6.fma(b1, s6);
      FloatVector a7 = FloatVector.broadcast(SPECIES, panels[ia + 14]);
      c7 = a7.fma(b0, c7);
      s7 = a7.fma(b1, s7);
      FloatVector d0 = FloatVector.fromArray(SPECIES, panels, ib + 2 * LANES);
      FloatVector d1 = FloatVector.fromArray(SPECIES, panels, ib + 3 * LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, panels[ia + 1]);
      c0 = e0.fma(d0, c0);
      s0 = e0.fma(d1, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, panels[ia + 3]);
      c1 = e1.fma(d0, c1);
      s1 = e1.fma(d1, s1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, panels[ia + 5]);
      c2 = e2.fma(d0, c2);
      s2 = e2.fma(d1, s2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, panels[ia + 7]);
      c3 = e3.fma(d0, c3);
      s3 = e3.fma(d1, s3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, panels[ia + 9]);
      c4 = e4.fma(d0, c4);
      s4 = e4.fma(d1, s4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, panels[ia + 11]);
      c5 = e5.fma(d0, c5);
      s5 = e5.fma(d1, s5);
      FloatVector e6 = FloatVector.broadcast(SPECIES, panels[ia + 13]);
      c6 = e6.fma(d0, c6);
      s6 = e6.fma(d1, s6);
      FloatVector e7 = FloatVector.broadcast(SPECIES, panels[ia + 15]);
      c7 = e7.fma(d0, c7);
      s7 = e7.fma(d1, s7);
    }
    c0.intoArray(panels, to);
    s0.intoArray(panels, to + LANES);
    c1.intoArray(panels, to + 2 * LANES);
    s1.intoArray(panels, to + 3 * LANES);
    c2.intoArray(panels, to + 4 * LANES);
    s2.intoArray(panels, to + 5 * LANES);
    c3.intoArray(panels, to + 6 * LANES);
    s3.intoArray(panels, to + 7 * LANES);
    c4.intoArray(panels, to + 8 * LANES);
    s4.intoArray(panels, to + 9 * LANES);
    c5.intoArray(panels, to + 10 * LANES);
    s5.intoArray(panels, to + 11 * LANES);
    c6.intoArray(panels, to + 12 * LANES);
    s6.intoArray(panels, to + 13 * LANES);
    c7.intoArray(panels, to + 14 * LANES);
    s7.intoArray(panels, to + 15 * LANES);
  }

  private static void eightByOne(int k, float[] panels, int aTo, int bTo, int to) {
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector c1 = FloatVector.zero(SPECIES);
    FloatVector c2 = FloatVector.zero(SPECIES);
    FloatVector c3 = FloatVector.zero(SPECIES);
    FloatVector c4 = FloatVector.zero(SPECIES);
    FloatVector c5 = FloatVector.zero(SPECIES);
    FloatVector c6 = FloatVector.zero(SPECIES);
    FloatVector c7 = FloatVector.zero(SPECIES);
    for (int p = 0; p < k; p += 2) {
      int ia = aTo + p * 8;
      int ib = bTo + p * LANES;
      FloatVector b0 = FloatVector.fromArray(SPECIES, panels, ib);
      FloatVector a0 = FloatVector.broadcast(SPECIES, panels[ia]);
      c0 = a0.fma(b0, c0);
      FloatVector a1 = FloatVector.broadcast(SPECIES, panels[ia + 2]);
      c1 = a1.fma(b0, c1);
      FloatVector a2 = FloatVector.broadcast(SPECIES, panels[ia + 4]);
      c2 = a2.fma(b0, c2);
      FloatVector a3 = FloatVector.broadcast(SPECIES, panels[ia + 6]);
      c3 = a3.fma(b0, c3);
      FloatVector a4 = FloatVector.broadcast(SPECIES, panels[ia + 8]);
      c4 = a4.fma(b0, c4);
      FloatVector a5 = FloatVector.broadcast(SPECIES, panels[ia + 10]);
      c5 = a5.fma(b0, c5);
      FloatVector a6 = FloatVector.broadcast(SPECIES, panels[ia + 12]);
      c6 = a6.fma(b0, c6);
      FloatVector a7 = FloatVector.broadcast(SPECIES, panels[ia + 14]);
      c7 = a7.fma(b0, c7);
      FloatVector d0 = FloatVector.fromArray(SPECIES, panels, ib + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, panels[ia + 1]);
      c0 = e0.fma(d0, c0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, panels[ia + 3]);
      c1 = e1.fma(d0, c1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, panels[ia + 5]);
      c2 = e2.fma(d0, c2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, panels[ia + 7]);
      c3 = e3.fma(d0, c3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, panels[ia + 9]);
      c4 = e4.fma(d0, c4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, panels[ia + 11]);
      c5 = e5.fma(d0, c5);
      FloatVector e6 = FloatVector.broadcast(SPECIES, panels[ia + 13]);
      c6 = e6.fma(d0, c6);
      FloatVector e7 = FloatVector.broadcast(SPECIES, panels[ia + 15]);
      c7 = e7.fma(d0, c7);
    }
    c0.intoArray(panels, to);
    c1.intoArray(panels, to + LANES);
    c2.intoArray(panels, to + 2 * LANES);
    c3.intoArray(panels, to + 3 * LANES);
    c4.intoArray(panels, to + 4 * LANES);
    c5.intoArray(panels, to + 5 * LANES);
    c6.intoArray(panels, to + 6 * LANES);
    c7.intoArray(panels, to + 7 * LANES);
  }

  private static void fourByTwo(int k, float[] panels, int aTo, int bTo, int to) {
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector c1 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector c2 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector c3 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    for (int p = 0; p < k; p += 2) {
      int ia = aTo + p * 4;
      int ib = bTo + p * 2 * LANES;
      FloatVector b0 = FloatVector.fromArray(SPECIES, panels, ib);
      FloatVector b1 = FloatVector.fromArray(SPECIES, panels, ib + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, panels[ia]);
      c0 = a0.fma(b0, c0);
      s0 = a0.fma(b1, s0);
      FloatVector a1 = FloatVector.broadcast(SPECIES, panels[ia + 2]);
      c1 = a1.fma(b0, c1);
      s1 = a1.fma(b1, s1);
      FloatVector a2 = FloatVector.broadcast(SPECIES, panels[ia + 4]);
      c2 = a2.fma(b0, c2);
      s2 = a2.fma(b1, s2);
      FloatVector a3 = FloatVector.broadcast(SPECIES, panels[ia + 6]);
      c3 = a3.fma(b0, c3);
      s3 = a3.fma(b1, s3);
      FloatVector d0 = FloatVector.fromArray(SPECIES, panels, ib + 2 * LANES);
      FloatVector d1 = FloatVector.fromArray(SPECIES, panels, ib + 3 * LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, panels[ia + 1]);
      c0 = e0.fma(d0, c0);
      s0 = e0.fma(d1, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, panels[ia + 3]);
      c1 = e1.fma(d0, c1);
      s1 = e1.fma(d1, s1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, panels[ia + 5]);
      c2 = e2.fma(d0, c2);
      s2 = e2.fma(d1, s2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, panels[ia + 7]);
      c3 = e3.fma(d0, c3);
      s3 = e3.fma(d1, s3);
    }
    c0.intoArray(panels, to);
    s0.intoArray(panels, to + LANES);
    c1.intoArray(panels, to + 2 * LANES);
    s1.intoArray(panels, to + 3 * LANES);
    c2.intoArray(panels, to + 4 * LANES);
    s2.intoArray(panels, to + 5 * LANES);
    c3.intoArray(panels, to + 6 * LANES);
    s3.intoArray(panels, to + 7 * LANES);
  }

  private static void fourByOne(int k, float[] panels, int aTo, int bTo, int to) {
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector c1 = FloatVector.zero(SPECIES);
    FloatVector c2 = FloatVector.zero(SPECIES);
    FloatVector c3 = FloatVector.zero(SPECIES);
    for (int p = 0; p < k; p += 2) {
      int ia = aTo + p * 4;
      int ib = bTo + p * LANES;
      FloatVector b0 = FloatVector.fromArray(SPECIES, panels, ib);
      FloatVector a0 = FloatVector.broadcast(SPECIES, panels[ia]);
      c0 = a0.fma(b0, c0);
      FloatVector a1 = FloatVector.broadcast(SPECIES, panels[ia + 2]);
      c1 = a1.fma(b0, c1);
      FloatVector a2 = FloatVector.broadcast(SPECIES, panels[ia + 4]);
      c2 = a2.fma(b0, c2);
      FloatVector a3 = FloatVector.broadcast(SPECIES, panels[ia + 6]);
      c3 = a3.fma(b0, c3);
      FloatVector d0 = FloatVector.fromArray(SPECIES, panels, ib + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, panels[ia + 1]);
      c0 = e0.fma(d0, c0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, panels[ia + 3]);
      c1 = e1.fma(d0, c1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, panels[ia + 5]);
      c2 = e2.fma(d0, c2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, panels[ia + 7]);
      c3 = e3.fma(d0, c3);
    }
    c0.intoArray(panels, to);
    c1.intoArray(panels, to + LANES);
    c2.intoArray(panels, to + 2 * LANES);
    c3.intoArray(panels, to + 3 * LANES);
  }
}
