package io.lanewise.kernel.simd;

import io.lanewise.kernel.GemmKernel;
import io.lanewise.kernel.Hardware;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of sums for products too small to pack: B is read where it lies, a vector or two of each
 * row, and rows of A are copied as they are into an array.
 *
 * <p>The copy costs a vector for as many numbers as a vector has. In an array all rows are a
 * constant distance apart, so that one register addresses them; a memory segment would need a
 * register and a check for each, and so many compiler nodes that C2 leaves a call in the loop.
 *
 * <p>A step adds to the address of B and masks it: then C2 knows that it is no negative number, and
 * that it need not check it. See docs/worklog/12.
 */
abstract class DirectTilesF32 extends VectorPackingF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final long VECTOR = SPECIES.vectorByteSize();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

  /** Bits of an address; more than any processor has. */
  private static final long ADDRESS = (1L << 56) - 1;

  private static final boolean MANY_REGISTERS = Hardware.vectorRegisters() >= 32;
  private static final int MOST_VECTORS = MANY_REGISTERS ? 3 : 2;

  /** Without masked loads, which shorter vectors may lack, a column too many would be read. */
  private static final boolean MASKS = SPECIES.vectorBitSize() >= 256;

  /** Numbers between rows of A: whole vectors, and no power of two, or rows share cache lines. */
  private static final int PITCH = GemmKernel.KC + 16;

  @Override
  public int directRows() {
    return MASKS ? MANY_REGISTERS ? 8 : 4 : 0;
  }

  @Override
  public int directStep() {
    return LANES;
  }

  @Override
  public int directLength() {
    return directRows() * PITCH;
  }

  @Override
  public int directColumns(int left) {
    int vectors = (left - 1) / LANES + 1;
    // A tile of one vector is the slowest: four are two and two.
    int most = vectors == MOST_VECTORS + 1 ? 2 : MOST_VECTORS;
    return Math.min(left, most * LANES);
  }

  @Override
  public void copyRows(
      MemorySegment source, long at, long row, int rows, int k, float[] work, int to) {
    int whole = k / LANES * LANES;
    for (int i = 0; i < rows; i += 4) {
      long from = at + i * row;
      // In the place of rows that are missing stands the first one again.
      long one = rows - i > 1 ? row : 0;
      long two = rows - i > 2 ? 2 * row : 0;
      long three = rows - i > 3 ? 3 * row : 0;
      if (whole > 0) {
        copyFour(source, from, one, two, three, whole, work, to + i * PITCH);
      }
      if (whole < k) {
        long rest = from + (long) whole * Float.BYTES;
        copyRest(source, rest, one, two, three, k - whole, work, to + i * PITCH + whole);
      }
    }
  }

  private static void copyFour(
      MemorySegment source, long at, long one, long two, long three, int k, float[] work, int to) {
    source = Base.of(source);
    for (int p = 0; p < k; p += LANES) {
      long next = at + (long) p * Float.BYTES;
      FloatVector a0 = FloatVector.fromMemorySegment(SPECIES, source, next, NATIVE);
      FloatVector a1 = FloatVector.fromMemorySegment(SPECIES, source, next + one, NATIVE);
      FloatVector a2 = FloatVector.fromMemorySegment(SPECIES, source, next + two, NATIVE);
      FloatVector a3 = FloatVector.fromMemorySegment(SPECIES, source, next + three, NATIVE);
      a0.intoArray(work, to + p);
      a1.intoArray(work, to + p + PITCH);
      a2.intoArray(work, to + p + 2 * PITCH);
      a3.intoArray(work, to + p + 3 * PITCH);
    }
  }

  /** Less than a vector of each row. */
  private static void copyRest(
      MemorySegment source, long at, long one, long two, long three, int k, float[] work, int to) {
    source = Base.of(source);
    VectorMask<Float> some = SPECIES.indexInRange(0, k);
    FloatVector a0 = FloatVector.fromMemorySegment(SPECIES, source, at, NATIVE, some);
    FloatVector a1 = FloatVector.fromMemorySegment(SPECIES, source, at + one, NATIVE, some);
    FloatVector a2 = FloatVector.fromMemorySegment(SPECIES, source, at + two, NATIVE, some);
    FloatVector a3 = FloatVector.fromMemorySegment(SPECIES, source, at + three, NATIVE, some);
    a0.intoArray(work, to);
    a1.intoArray(work, to + PITCH);
    a2.intoArray(work, to + 2 * PITCH);
    a3.intoArray(work, to + 3 * PITCH);
  }

  @Override
  public void padRows(
      MemorySegment b, long at, long row, int columns, int k, MemorySegment padded, long to) {
    b = Base.of(b);
    padded = Base.of(padded);
    VectorMask<Float> some = SPECIES.indexInRange(0, columns);
    for (int p = 0; p < k; p++) {
      FloatVector.fromMemorySegment(SPECIES, b, at + p * row, NATIVE, some)
          .intoMemorySegment(padded, to + p * VECTOR, NATIVE);
    }
  }

  @Override
  public void direct(
      int rows,
      int columns,
      int k,
      float[] work,
      int aTo,
      MemorySegment b,
      long bAt,
      long bRow,
      int to) {
    if (rows > 4) {
      if (columns > 2 * LANES) {
        eightByThree(columns, k, work, aTo, b, bAt, bRow, to);
      } else if (columns > LANES) {
        eightByTwo(columns, k, work, aTo, b, bAt, bRow, to);
      } else if (columns == LANES) {
        eightByWhole(k, work, aTo, b, bAt, bRow, to);
      } else {
        eightByOne(columns, k, work, aTo, b, bAt, bRow, to);
      }
    } else if (columns > 2 * LANES) {
      fourByThree(columns, k, work, aTo, b, bAt, bRow, to);
    } else if (columns > LANES) {
      fourByTwo(columns, k, work, aTo, b, bAt, bRow, to);
    } else {
      fourByOne(columns, k, work, aTo, b, bAt, bRow, to);
    }
  }

  /**
   * What packed panels add to each sum in the end: 0 where their last step is one of zeros, which
   * makes a negative zero positive, otherwise nothing, which is -0.
   */
  private static float lastStep(int k) {
    return (k & 1) == 0 ? -0.0f : 0.0f;
  }

  private static void eightByThree(
      int columns, int k, float[] work, int aTo, MemorySegment b, long bAt, long bRow, int to) {
    b = Base.of(b);
    VectorMask<Float> some = SPECIES.indexInRange(0, columns - 2 * LANES);
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector t0 = FloatVector.zero(SPECIES);
    FloatVector c1 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector t1 = FloatVector.zero(SPECIES);
    FloatVector c2 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector t2 = FloatVector.zero(SPECIES);
    FloatVector c3 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    FloatVector t3 = FloatVector.zero(SPECIES);
    FloatVector c4 = FloatVector.zero(SPECIES);
    FloatVector s4 = FloatVector.zero(SPECIES);
    FloatVector t4 = FloatVector.zero(SPECIES);
    FloatVector c5 = FloatVector.zero(SPECIES);
    FloatVector s5 = FloatVector.zero(SPECIES);
    FloatVector t5 = FloatVector.zero(SPECIES);
    FloatVector c6 = FloatVector.zero(SPECIES);
    FloatVector s6 = FloatVector.zero(SPECIES);
    FloatVector t6 = FloatVector.zero(SPECIES);
    FloatVector c7 = FloatVector.zero(SPECIES);
    FloatVector s7 = FloatVector.zero(SPECIES);
    FloatVector t7 = FloatVector.zero(SPECIES);
    long q = bAt & ADDRESS;
    for (int p = 0; p < k; p++) {
      int ia = aTo + p;
      FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, q, NATIVE);
      FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, q + VECTOR, NATIVE);
      FloatVector b2 = FloatVector.fromMemorySegment(SPECIES, b, q + 2 * VECTOR, NATIVE, some);
      FloatVector a0 = FloatVector.broadcast(SPECIES, work[ia]);
      c0 = a0.fma(b0, c0);
      s0 = a0.fma(b1, s0);
      t0 = a0.fma(b2, t0);
      FloatVector a1 = FloatVector.broadcast(SPECIES, work[ia + PITCH]);
      c1 = a1.fma(b0, c1);
      s1 = a1.fma(b1, s1);
      t1 = a1.fma(b2, t1);
      FloatVector a2 = FloatVector.broadcast(SPECIES, work[ia + 2 * PITCH]);
      c2 = a2.fma(b0, c2);
      s2 = a2.fma(b1, s2);
      t2 = a2.fma(b2, t2);
      FloatVector a3 = FloatVector.broadcast(SPECIES, work[ia + 3 * PITCH]);
      c3 = a3.fma(b0, c3);
      s3 = a3.fma(b1, s3);
      t3 = a3.fma(b2, t3);
      FloatVector a4 = FloatVector.broadcast(SPECIES, work[ia + 4 * PITCH]);
      c4 = a4.fma(b0, c4);
      s4 = a4.fma(b1, s4);
      t4 = a4.fma(b2, t4);
      FloatVector a5 = FloatVector.broadcast(SPECIES, work[ia + 5 * PITCH]);
      c5 = a5.fma(b0, c5);
      s5 = a5.fma(b1, s5);
      t5 = a5.fma(b2, t5);
      FloatVector a6 = FloatVector.broadcast(SPECIES, work[ia + 6 * PITCH]);
      c6 = a6.fma(b0, c6);
      s6 = a6.fma(b1, s6);
      t6 = a6.fma(b2, t6);
      FloatVector a7 = FloatVector.broadcast(SPECIES, work[ia + 7 * PITCH]);
      c7 = a7.fma(b0, c7);
      s7 = a7.fma(b1, s7);
      t7 = a7.fma(b2, t7);
      q = (q + bRow) & ADDRESS;
    }
    FloatVector last = FloatVector.broadcast(SPECIES, lastStep(k));
    c0.add(last).intoArray(work, to);
    s0.add(last).intoArray(work, to + LANES);
    t0.add(last).intoArray(work, to + 2 * LANES);
    c1.add(last).intoArray(work, to + 3 * LANES);
    s1.add(last).intoArray(work, to + 4 * LANES);
    t1.add(last).intoArray(work, to + 5 * LANES);
    c2.add(last).intoArray(work, to + 6 * LANES);
    s2.add(last).intoArray(work, to + 7 * LANES);
    t2.add(last).intoArray(work, to + 8 * LANES);
    c3.add(last).intoArray(work, to + 9 * LANES);
    s3.add(last).intoArray(work, to + 10 * LANES);
    t3.add(last).intoArray(work, to + 11 * LANES);
    c4.add(last).intoArray(work, to + 12 * LANES);
    s4.add(last).intoArray(work, to + 13 * LANES);
    t4.add(last).intoArray(work, to + 14 * LANES);
    c5.add(last).intoArray(work, to + 15 * LANES);
    s5.add(last).intoArray(work, to + 16 * LANES);
    t5.add(last).intoArray(work, to + 17 * LANES);
    c6.add(last).intoArray(work, to + 18 * LANES);
    s6.add(last).intoArray(work, to + 19 * LANES);
    t6.add(last).intoArray(work, to + 20 * LANES);
    c7.add(last).intoArray(work, to + 21 * LANES);
    s7.add(last).intoArray(work, to + 22 * LANES);
    t7.add(last).intoArray(work, to + 23 * LANES);
  }

  private static void fourByThree(
      int columns, int k, float[] work, int aTo, MemorySegment b, long bAt, long bRow, int to) {
    b = Base.of(b);
    VectorMask<Float> some = SPECIES.indexInRange(0, columns - 2 * LANES);
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector t0 = FloatVector.zero(SPECIES);
    FloatVector c1 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector t1 = FloatVector.zero(SPECIES);
    FloatVector c2 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector t2 = FloatVector.zero(SPECIES);
    FloatVector c3 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    FloatVector t3 = FloatVector.zero(SPECIES);
    long q = bAt & ADDRESS;
    for (int p = 0; p < k; p++) {
      int ia = aTo + p;
      FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, q, NATIVE);
      FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, q + VECTOR, NATIVE);
      FloatVector b2 = FloatVector.fromMemorySegment(SPECIES, b, q + 2 * VECTOR, NATIVE, some);
      FloatVector a0 = FloatVector.broadcast(SPECIES, work[ia]);
      c0 = a0.fma(b0, c0);
      s0 = a0.fma(b1, s0);
      t0 = a0.fma(b2, t0);
      FloatVector a1 = FloatVector.broadcast(SPECIES, work[ia + PITCH]);
      c1 = a1.fma(b0, c1);
      s1 = a1.fma(b1, s1);
      t1 = a1.fma(b2, t1);
      FloatVector a2 = FloatVector.broadcast(SPECIES, work[ia + 2 * PITCH]);
      c2 = a2.fma(b0, c2);
      s2 = a2.fma(b1, s2);
      t2 = a2.fma(b2, t2);
      FloatVector a3 = FloatVector.broadcast(SPECIES, work[ia + 3 * PITCH]);
      c3 = a3.fma(b0, c3);
      s3 = a3.fma(b1, s3);
      t3 = a3.fma(b2, t3);
      q = (q + bRow) & ADDRESS;
    }
    FloatVector last = FloatVector.broadcast(SPECIES, lastStep(k));
    c0.add(last).intoArray(work, to);
    s0.add(last).intoArray(work, to + LANES);
    t0.add(last).intoArray(work, to + 2 * LANES);
    c1.add(last).intoArray(work, to + 3 * LANES);
    s1.add(last).intoArray(work, to + 4 * LANES);
    t1.add(last).intoArray(work, to + 5 * LANES);
    c2.add(last).intoArray(work, to + 6 * LANES);
    s2.add(last).intoArray(work, to + 7 * LANES);
    t2.add(last).intoArray(work, to + 8 * LANES);
    c3.add(last).intoArray(work, to + 9 * LANES);
    s3.add(last).intoArray(work, to + 10 * LANES);
    t3.add(last).intoArray(work, to + 11 * LANES);
  }

  private static void eightByTwo(
      int columns, int k, float[] work, int aTo, MemorySegment b, long bAt, long bRow, int to) {
    b = Base.of(b);
    VectorMask<Float> some = SPECIES.indexInRange(0, columns - LANES);
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
    long q = bAt & ADDRESS;
    for (int p = 0; p < k; p++) {
      int ia = aTo + p;
      FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, q, NATIVE);
      FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, q + VECTOR, NATIVE, some);
      FloatVector a0 = FloatVector.broadcast(SPECIES, work[ia]);
      c0 = a0.fma(b0, c0);
      s0 = a0.fma(b1, s0);
      FloatVector a1 = FloatVector.broadcast(SPECIES, work[ia + PITCH]);
      c1 = a1.fma(b0, c1);
      s1 = a1.fma(b1, s1);
      FloatVector a2 = FloatVector.broadcast(SPECIES, work[ia + 2 * PITCH]);
      c2 = a2.fma(b0, c2);
      s2 = a2.fma(b1, s2);
      FloatVector a3 = FloatVector.broadcast(SPECIES, work[ia + 3 * PITCH]);
      c3 = a3.fma(b0, c3);
      s3 = a3.fma(b1, s3);
      FloatVector a4 = FloatVector.broadcast(SPECIES, work[ia + 4 * PITCH]);
      c4 = a4.fma(b0, c4);
      s4 = a4.fma(b1, s4);
      FloatVector a5 = FloatVector.broadcast(SPECIES, work[ia + 5 * PITCH]);
      c5 = a5.fma(b0, c5);
      s5 = a5.fma(b1, s5);
      FloatVector a6 = FloatVector.broadcast(SPECIES, work[ia + 6 * PITCH]);
      c6 = a6.fma(b0, c6);
      s6 = a6.fma(b1, s6);
      FloatVector a7 = FloatVector.broadcast(SPECIES, work[ia + 7 * PITCH]);
      c7 = a7.fma(b0, c7);
      s7 = a7.fma(b1, s7);
      q = (q + bRow) & ADDRESS;
    }
    FloatVector last = FloatVector.broadcast(SPECIES, lastStep(k));
    c0.add(last).intoArray(work, to);
    s0.add(last).intoArray(work, to + LANES);
    c1.add(last).intoArray(work, to + 2 * LANES);
    s1.add(last).intoArray(work, to + 3 * LANES);
    c2.add(last).intoArray(work, to + 4 * LANES);
    s2.add(last).intoArray(work, to + 5 * LANES);
    c3.add(last).intoArray(work, to + 6 * LANES);
    s3.add(last).intoArray(work, to + 7 * LANES);
    c4.add(last).intoArray(work, to + 8 * LANES);
    s4.add(last).intoArray(work, to + 9 * LANES);
    c5.add(last).intoArray(work, to + 10 * LANES);
    s5.add(last).intoArray(work, to + 11 * LANES);
    c6.add(last).intoArray(work, to + 12 * LANES);
    s6.add(last).intoArray(work, to + 13 * LANES);
    c7.add(last).intoArray(work, to + 14 * LANES);
    s7.add(last).intoArray(work, to + 15 * LANES);
  }

  private static void eightByWhole(
      int k, float[] work, int aTo, MemorySegment b, long bAt, long bRow, int to) {
    b = Base.of(b);
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector c1 = FloatVector.zero(SPECIES);
    FloatVector c2 = FloatVector.zero(SPECIES);
    FloatVector c3 = FloatVector.zero(SPECIES);
    FloatVector c4 = FloatVector.zero(SPECIES);
    FloatVector c5 = FloatVector.zero(SPECIES);
    FloatVector c6 = FloatVector.zero(SPECIES);
    FloatVector c7 = FloatVector.zero(SPECIES);
    long q = bAt & ADDRESS;
    for (int p = 0; p < k; p++) {
      int ia = aTo + p;
      FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, q, NATIVE);
      FloatVector a0 = FloatVector.broadcast(SPECIES, work[ia]);
      c0 = a0.fma(b0, c0);
      FloatVector a1 = FloatVector.broadcast(SPECIES, work[ia + PITCH]);
      c1 = a1.fma(b0, c1);
      FloatVector a2 = FloatVector.broadcast(SPECIES, work[ia + 2 * PITCH]);
      c2 = a2.fma(b0, c2);
      FloatVector a3 = FloatVector.broadcast(SPECIES, work[ia + 3 * PITCH]);
      c3 = a3.fma(b0, c3);
      FloatVector a4 = FloatVector.broadcast(SPECIES, work[ia + 4 * PITCH]);
      c4 = a4.fma(b0, c4);
      FloatVector a5 = FloatVector.broadcast(SPECIES, work[ia + 5 * PITCH]);
      c5 = a5.fma(b0, c5);
      FloatVector a6 = FloatVector.broadcast(SPECIES, work[ia + 6 * PITCH]);
      c6 = a6.fma(b0, c6);
      FloatVector a7 = FloatVector.broadcast(SPECIES, work[ia + 7 * PITCH]);
      c7 = a7.fma(b0, c7);
      q = (q + bRow) & ADDRESS;
    }
    FloatVector last = FloatVector.broadcast(SPECIES, lastStep(k));
    c0.add(last).intoArray(work, to);
    c1.add(last).intoArray(work, to + LANES);
    c2.add(last).intoArray(work, to + 2 * LANES);
    c3.add(last).intoArray(work, to + 3 * LANES);
    c4.add(last).intoArray(work, to + 4 * LANES);
    c5.add(last).intoArray(work, to + 5 * LANES);
    c6.add(last).intoArray(work, to + 6 * LANES);
    c7.add(last).intoArray(work, to + 7 * LANES);
  }

  private static void eightByOne(
      int columns, int k, float[] work, int aTo, MemorySegment b, long bAt, long bRow, int to) {
    b = Base.of(b);
    VectorMask<Float> some = SPECIES.indexInRange(0, columns);
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector c1 = FloatVector.zero(SPECIES);
    FloatVector c2 = FloatVector.zero(SPECIES);
    FloatVector c3 = FloatVector.zero(SPECIES);
    FloatVector c4 = FloatVector.zero(SPECIES);
    FloatVector c5 = FloatVector.zero(SPECIES);
    FloatVector c6 = FloatVector.zero(SPECIES);
    FloatVector c7 = FloatVector.zero(SPECIES);
    long q = bAt & ADDRESS;
    for (int p = 0; p < k; p++) {
      int ia = aTo + p;
      FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, q, NATIVE, some);
      FloatVector a0 = FloatVector.broadcast(SPECIES, work[ia]);
      c0 = a0.fma(b0, c0);
      FloatVector a1 = FloatVector.broadcast(SPECIES, work[ia + PITCH]);
      c1 = a1.fma(b0, c1);
      FloatVector a2 = FloatVector.broadcast(SPECIES, work[ia + 2 * PITCH]);
      c2 = a2.fma(b0, c2);
      FloatVector a3 = FloatVector.broadcast(SPECIES, work[ia + 3 * PITCH]);
      c3 = a3.fma(b0, c3);
      FloatVector a4 = FloatVector.broadcast(SPECIES, work[ia + 4 * PITCH]);
      c4 = a4.fma(b0, c4);
      FloatVector a5 = FloatVector.broadcast(SPECIES, work[ia + 5 * PITCH]);
      c5 = a5.fma(b0, c5);
      FloatVector a6 = FloatVector.broadcast(SPECIES, work[ia + 6 * PITCH]);
      c6 = a6.fma(b0, c6);
      FloatVector a7 = FloatVector.broadcast(SPECIES, work[ia + 7 * PITCH]);
      c7 = a7.fma(b0, c7);
      q = (q + bRow) & ADDRESS;
    }
    FloatVector last = FloatVector.broadcast(SPECIES, lastStep(k));
    c0.add(last).intoArray(work, to);
    c1.add(last).intoArray(work, to + LANES);
    c2.add(last).intoArray(work, to + 2 * LANES);
    c3.add(last).intoArray(work, to + 3 * LANES);
    c4.add(last).intoArray(work, to + 4 * LANES);
    c5.add(last).intoArray(work, to + 5 * LANES);
    c6.add(last).intoArray(work, to + 6 * LANES);
    c7.add(last).intoArray(work, to + 7 * LANES);
  }

  private static void fourByTwo(
      int columns, int k, float[] work, int aTo, MemorySegment b, long bAt, long bRow, int to) {
    b = Base.of(b);
    VectorMask<Float> some = SPECIES.indexInRange(0, columns - LANES);
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector c1 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector c2 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector c3 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    long q = bAt & ADDRESS;
    for (int p = 0; p < k; p++) {
      int ia = aTo + p;
      FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, q, NATIVE);
      FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, q + VECTOR, NATIVE, some);
      FloatVector a0 = FloatVector.broadcast(SPECIES, work[ia]);
      c0 = a0.fma(b0, c0);
      s0 = a0.fma(b1, s0);
      FloatVector a1 = FloatVector.broadcast(SPECIES, work[ia + PITCH]);
      c1 = a1.fma(b0, c1);
      s1 = a1.fma(b1, s1);
      FloatVector a2 = FloatVector.broadcast(SPECIES, work[ia + 2 * PITCH]);
      c2 = a2.fma(b0, c2);
      s2 = a2.fma(b1, s2);
      FloatVector a3 = FloatVector.broadcast(SPECIES, work[ia + 3 * PITCH]);
      c3 = a3.fma(b0, c3);
      s3 = a3.fma(b1, s3);
      q = (q + bRow) & ADDRESS;
    }
    FloatVector last = FloatVector.broadcast(SPECIES, lastStep(k));
    c0.add(last).intoArray(work, to);
    s0.add(last).intoArray(work, to + LANES);
    c1.add(last).intoArray(work, to + 2 * LANES);
    s1.add(last).intoArray(work, to + 3 * LANES);
    c2.add(last).intoArray(work, to + 4 * LANES);
    s2.add(last).intoArray(work, to + 5 * LANES);
    c3.add(last).intoArray(work, to + 6 * LANES);
    s3.add(last).intoArray(work, to + 7 * LANES);
  }

  private static void fourByOne(
      int columns, int k, float[] work, int aTo, MemorySegment b, long bAt, long bRow, int to) {
    b = Base.of(b);
    VectorMask<Float> some = SPECIES.indexInRange(0, columns);
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector c1 = FloatVector.zero(SPECIES);
    FloatVector c2 = FloatVector.zero(SPECIES);
    FloatVector c3 = FloatVector.zero(SPECIES);
    long q = bAt & ADDRESS;
    for (int p = 0; p < k; p++) {
      int ia = aTo + p;
      FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, q, NATIVE, some);
      FloatVector a0 = FloatVector.broadcast(SPECIES, work[ia]);
      c0 = a0.fma(b0, c0);
      FloatVector a1 = FloatVector.broadcast(SPECIES, work[ia + PITCH]);
      c1 = a1.fma(b0, c1);
      FloatVector a2 = FloatVector.broadcast(SPECIES, work[ia + 2 * PITCH]);
      c2 = a2.fma(b0, c2);
      FloatVector a3 = FloatVector.broadcast(SPECIES, work[ia + 3 * PITCH]);
      c3 = a3.fma(b0, c3);
      q = (q + bRow) & ADDRESS;
    }
    FloatVector last = FloatVector.broadcast(SPECIES, lastStep(k));
    c0.add(last).intoArray(work, to);
    c1.add(last).intoArray(work, to + LANES);
    c2.add(last).intoArray(work, to + 2 * LANES);
    c3.add(last).intoArray(work, to + 3 * LANES);
  }
}
