package io.lanewise.kernel.simd;

import io.lanewise.kernel.PackingF32;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Packing and storing by vectors, for tiles that are some vectors wide.
 *
 * <p>Rows are copied a vector at a time. Where a panel wants the other order, blocks of 8 by 8 are
 * transposed in registers: three rounds exchange lanes whose numbers differ in one bit, between the
 * rows whose numbers differ in that bit (Eklundh 1972).
 *
 * <p>Each loop is a method of its own. In a method with several, a loop that begins to run after
 * the others were compiled throws that code away, and the second compilation may come out many
 * times slower. Masks are made where they are used: as an argument of a call they become objects.
 */
abstract class VectorPackingF32 extends PackingF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final int LANES = SPECIES.length();
  private static final long VECTOR = (long) LANES * Float.BYTES;
  private static final int EDGE = 8;

  /** Vectors of 8 lanes; unused where there are none. */
  private static final VectorSpecies<Float> EIGHT =
      VectorSpecies.of(float.class, VectorShape.forBitSize(EDGE * Float.SIZE));

  private static final VectorShuffle<Float> Y1 = Shuffles.exchange(EIGHT, 1);
  private static final VectorShuffle<Float> Y2 = Shuffles.exchange(EIGHT, 2);
  private static final VectorShuffle<Float> Y4 = Shuffles.exchange(EIGHT, 4);
  private static final VectorMask<Float> WITH1 = lanesWith(EIGHT, 1);
  private static final VectorMask<Float> WITH2 = lanesWith(EIGHT, 2);
  private static final VectorMask<Float> WITH4 = lanesWith(EIGHT, 4);
  private static final VectorMask<Float> WITHOUT1 = WITH1.not();
  private static final VectorMask<Float> WITHOUT2 = WITH2.not();
  private static final VectorMask<Float> WITHOUT4 = WITH4.not();

  private static final VectorShuffle<Float> LOW = Shuffles.twice(EIGHT, 0);
  private static final VectorShuffle<Float> HIGH = Shuffles.twice(EIGHT, 4);

  private static final VectorSpecies<Float> TWO =
      VectorSpecies.of(float.class, VectorShape.forBitSize(2 * Float.SIZE));

  private static VectorMask<Float> lanesWith(VectorSpecies<Float> species, int bit) {
    boolean[] lanes = new boolean[species.length()];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = (i & bit) != 0;
    }
    return VectorMask.fromArray(species, lanes, 0);
  }

  @Override
  protected void packRows(
      MemorySegment source,
      long at,
      long row,
      int rows,
      int k,
      int height,
      float[] panels,
      int to) {
    int fours = LANES >= EDGE ? rows / 4 * 4 : 0;
    int blocks = k / EDGE;
    for (int i = 0; i < fours; i += 4) {
      pairsOfFour(source, at + i * row, row, blocks, panels, to + 2 * i, height);
    }
    int done = blocks * EDGE;
    pairs(source, at, row, 0, fours, done, k, panels, to, height);
    pairs(source, at, row, fours, rows, 0, k, panels, to, height);
  }

  /** Four rows, eight numbers of each at a time: transposes blocks of 4 by 4 pairs. */
  private static void pairsOfFour(
      MemorySegment source, long at, long row, int blocks, float[] panels, int to, int height) {
    source = Base.of(source);
    for (int block = 0; block < blocks; block++) {
      long from = at + (long) block * EDGE * Float.BYTES;
      FloatVector r0 = FloatVector.fromMemorySegment(EIGHT, source, from, NATIVE);
      FloatVector r1 = FloatVector.fromMemorySegment(EIGHT, source, from + row, NATIVE);
      FloatVector r2 = FloatVector.fromMemorySegment(EIGHT, source, from + 2 * row, NATIVE);
      FloatVector r3 = FloatVector.fromMemorySegment(EIGHT, source, from + 3 * row, NATIVE);
      FloatVector s0 = r0.blend(r1.rearrange(Y2), WITH2);
      FloatVector s1 = r1.blend(r0.rearrange(Y2), WITHOUT2);
      FloatVector s2 = r2.blend(r3.rearrange(Y2), WITH2);
      FloatVector s3 = r3.blend(r2.rearrange(Y2), WITHOUT2);
      int out = to + block * EDGE * height;
      s0.blend(s2.rearrange(Y4), WITH4).intoArray(panels, out);
      s1.blend(s3.rearrange(Y4), WITH4).intoArray(panels, out + 2 * height);
      s2.blend(s0.rearrange(Y4), WITHOUT4).intoArray(panels, out + 4 * height);
      s3.blend(s1.rearrange(Y4), WITHOUT4).intoArray(panels, out + 6 * height);
    }
  }

  /** What is left: some rows, some of their numbers. */
  private static void pairs(
      MemorySegment source,
      long at,
      long row,
      int firstRow,
      int rows,
      int first,
      int k,
      float[] panels,
      int to,
      int height) {
    source = Base.of(source);
    int even = k & ~1;
    for (int i = firstRow; i < rows; i++) {
      long from = at + i * row;
      int out = to + 2 * i;
      for (int p = first; p < even; p += 2) {
        FloatVector.fromMemorySegment(TWO, source, from + (long) p * Float.BYTES, NATIVE)
            .intoArray(panels, out + p * height);
      }
      if (even < k) {
        panels[out + even * height] = source.get(FLOAT, from + (long) even * Float.BYTES);
      }
    }
  }

  @Override
  protected void packColumns(
      MemorySegment source,
      long at,
      long row,
      long column,
      int rows,
      int k,
      int height,
      float[] panels,
      int to) {
    int done = 0;
    if (row == Float.BYTES && rows >= EDGE && LANES >= EDGE) {
      done = k & ~1;
      for (int i = 0; i < rows; i += EDGE) {
        int first = overlapped(i, rows);
        interleave(source, at + first * row, column, done, panels, to + 2 * first, height);
      }
    }
    if (done < k) {
      super.packColumns(
          source,
          at + done * column,
          row,
          column,
          rows,
          k - done,
          height,
          panels,
          to + done * height);
    }
  }

  /** Eight numbers of one column, each followed by its neighbour in the next column. */
  private static void interleave(
      MemorySegment source, long at, long column, int k, float[] panels, int to, int height) {
    source = Base.of(source);
    for (int p = 0; p < k; p += 2) {
      long from = at + p * column;
      int out = to + p * height;
      FloatVector x = FloatVector.fromMemorySegment(EIGHT, source, from, NATIVE);
      FloatVector y = FloatVector.fromMemorySegment(EIGHT, source, from + column, NATIVE);
      x.rearrange(LOW).blend(y.rearrange(LOW), WITH1).intoArray(panels, out);
      x.rearrange(HIGH).blend(y.rearrange(HIGH), WITH1).intoArray(panels, out + EDGE);
    }
  }

  @Override
  protected void packAcross(
      MemorySegment source,
      long at,
      long row,
      int columns,
      int k,
      int width,
      float[] panels,
      int to) {
    if (columns == 2 * LANES && width == columns) {
      copyTwo(source, at, row, k, panels, to);
      return;
    }
    if (width % LANES != 0) {
      super.packAcross(source, at, row, columns, k, width, panels, to);
      return;
    }
    for (int j = 0; j < width; j += LANES) {
      long from = at + (long) j * Float.BYTES;
      if (j + LANES <= columns) {
        copyOne(source, from, row, k, width, panels, to + j);
      } else {
        copySome(source, from, row, columns - j, k, width, panels, to + j);
      }
    }
  }

  private static void copyTwo(
      MemorySegment source, long at, long row, int k, float[] panels, int to) {
    source = Base.of(source);
    for (int p = 0; p < k; p++) {
      long from = at + p * row;
      int out = to + p * 2 * LANES;
      FloatVector.fromMemorySegment(SPECIES, source, from, NATIVE).intoArray(panels, out);
      FloatVector.fromMemorySegment(SPECIES, source, from + VECTOR, NATIVE)
          .intoArray(panels, out + LANES);
    }
  }

  private static void copyOne(
      MemorySegment source, long at, long row, int k, int width, float[] panels, int to) {
    source = Base.of(source);
    for (int p = 0; p < k; p++) {
      FloatVector.fromMemorySegment(SPECIES, source, at + p * row, NATIVE)
          .intoArray(panels, to + p * width);
    }
  }

  private static void copySome(
      MemorySegment source,
      long at,
      long row,
      int columns,
      int k,
      int width,
      float[] panels,
      int to) {
    source = Base.of(source);
    VectorMask<Float> some = SPECIES.indexInRange(0, columns);
    for (int p = 0; p < k; p++) {
      FloatVector.fromMemorySegment(SPECIES, source, at + p * row, NATIVE, some)
          .intoArray(panels, to + p * width);
    }
  }

  @Override
  protected void packAlong(
      MemorySegment source,
      long at,
      long row,
      long column,
      int columns,
      int k,
      int width,
      float[] panels,
      int to) {
    int done = 0;
    if (row == Float.BYTES && columns >= EDGE && LANES >= EDGE) {
      done = k / EDGE * EDGE;
      for (int j = 0; j < columns; j += EDGE) {
        int first = overlapped(j, columns);
        transpose(
            source,
            at + first * column,
            column,
            EDGE * row,
            done / EDGE,
            panels,
            to + first,
            width,
            EDGE * width);
      }
    }
    if (done < k) {
      super.packAlong(
          source,
          at + done * row,
          row,
          column,
          columns,
          k - done,
          width,
          panels,
          to + done * width);
    }
  }

  /** The last eight overlap those before where there is no multiple of eight. */
  private static int overlapped(int first, int count) {
    return Math.min(first, count - EDGE);
  }

  /**
   * Transposes blocks of 8 by 8.
   *
   * @param source segment
   * @param at byte offset of the first block
   * @param line bytes between the runs of 8 numbers in it
   * @param step bytes between the blocks
   * @param blocks how many
   * @param panels where they go
   * @param to index of the first block
   * @param outLine numbers between the runs of 8 in it
   * @param outStep numbers between the blocks
   */
  private static void transpose(
      MemorySegment source,
      long at,
      long line,
      long step,
      int blocks,
      float[] panels,
      int to,
      int outLine,
      int outStep) {
    source = Base.of(source);
    for (int block = 0; block < blocks; block++) {
      long from = at + block * step;
      FloatVector r0 = FloatVector.fromMemorySegment(EIGHT, source, from, NATIVE);
      FloatVector r1 = FloatVector.fromMemorySegment(EIGHT, source, from + line, NATIVE);
      FloatVector r2 = FloatVector.fromMemorySegment(EIGHT, source, from + 2 * line, NATIVE);
      FloatVector r3 = FloatVector.fromMemorySegment(EIGHT, source, from + 3 * line, NATIVE);
      FloatVector r4 = FloatVector.fromMemorySegment(EIGHT, source, from + 4 * line, NATIVE);
      FloatVector r5 = FloatVector.fromMemorySegment(EIGHT, source, from + 5 * line, NATIVE);
      FloatVector r6 = FloatVector.fromMemorySegment(EIGHT, source, from + 6 * line, NATIVE);
      FloatVector r7 = FloatVector.fromMemorySegment(EIGHT, source, from + 7 * line, NATIVE);
      FloatVector s0 = r0.blend(r1.rearrange(Y1), WITH1);
      FloatVector s1 = r1.blend(r0.rearrange(Y1), WITHOUT1);
      FloatVector s2 = r2.blend(r3.rearrange(Y1), WITH1);
      FloatVector s3 = r3.blend(r2.rearrange(Y1), WITHOUT1);
      FloatVector s4 = r4.blend(r5.rearrange(Y1), WITH1);
      FloatVector s5 = r5.blend(r4.rearrange(Y1), WITHOUT1);
      FloatVector s6 = r6.blend(r7.rearrange(Y1), WITH1);
      FloatVector s7 = r7.blend(r6.rearrange(Y1), WITHOUT1);
      r0 = s0.blend(s2.rearrange(Y2), WITH2);
      r2 = s2.blend(s0.rearrange(Y2), WITHOUT2);
      r1 = s1.blend(s3.rearrange(Y2), WITH2);
      r3 = s3.blend(s1.rearrange(Y2), WITHOUT2);
      r4 = s4.blend(s6.rearrange(Y2), WITH2);
      r6 = s6.blend(s4.rearrange(Y2), WITHOUT2);
      r5 = s5.blend(s7.rearrange(Y2), WITH2);
      r7 = s7.blend(s5.rearrange(Y2), WITHOUT2);
      s0 = r0.blend(r4.rearrange(Y4), WITH4);
      s4 = r4.blend(r0.rearrange(Y4), WITHOUT4);
      s1 = r1.blend(r5.rearrange(Y4), WITH4);
      s5 = r5.blend(r1.rearrange(Y4), WITHOUT4);
      s2 = r2.blend(r6.rearrange(Y4), WITH4);
      s6 = r6.blend(r2.rearrange(Y4), WITHOUT4);
      s3 = r3.blend(r7.rearrange(Y4), WITH4);
      s7 = r7.blend(r3.rearrange(Y4), WITHOUT4);
      int out = to + block * outStep;
      s0.intoArray(panels, out);
      s1.intoArray(panels, out + outLine);
      s2.intoArray(panels, out + 2 * outLine);
      s3.intoArray(panels, out + 3 * outLine);
      s4.intoArray(panels, out + 4 * outLine);
      s5.intoArray(panels, out + 5 * outLine);
      s6.intoArray(panels, out + 6 * outLine);
      s7.intoArray(panels, out + 7 * outLine);
    }
  }

  @Override
  public void update(
      float[] t,
      int from,
      int width,
      double alpha,
      double beta,
      MemorySegment c,
      long at,
      long rowBytes,
      int rows,
      int columns) {
    int j = 0;
    if (beta == 0 || beta == 1) {
      for (; j <= columns - 2 * LANES; j += 2 * LANES) {
        long to = at + (long) j * Float.BYTES;
        if (beta == 0) {
          put(t, from + j, width, (float) alpha, c, to, rowBytes, rows);
        } else {
          add(t, from + j, width, (float) alpha, c, to, rowBytes, rows);
        }
      }
    }
    for (; j < columns; j += LANES) {
      int left = columns - j;
      long to = at + (long) j * Float.BYTES;
      if (beta == 0) {
        store(t, from + j, width, (float) alpha, c, to, rowBytes, rows, left);
      } else {
        combine(t, from + j, width, (float) alpha, (float) beta, c, to, rowBytes, rows, left);
      }
    }
  }

  private static void store(
      float[] t,
      int from,
      int width,
      float alpha,
      MemorySegment c,
      long at,
      long rowBytes,
      int rows,
      int columns) {
    c = Base.of(c);
    VectorMask<Float> some = SPECIES.indexInRange(0, columns);
    FloatVector factor = FloatVector.broadcast(SPECIES, alpha);
    for (int i = 0; i < rows; i++) {
      factor
          .mul(FloatVector.fromArray(SPECIES, t, from + i * width))
          .intoMemorySegment(c, at + i * rowBytes, NATIVE, some);
    }
  }

  private static void combine(
      float[] t,
      int from,
      int width,
      float alpha,
      float beta,
      MemorySegment c,
      long at,
      long rowBytes,
      int rows,
      int columns) {
    c = Base.of(c);
    VectorMask<Float> some = SPECIES.indexInRange(0, columns);
    FloatVector factor = FloatVector.broadcast(SPECIES, alpha);
    FloatVector old = FloatVector.broadcast(SPECIES, beta);
    for (int i = 0; i < rows; i++) {
      long to = at + i * rowBytes;
      factor
          .fma(
              FloatVector.fromArray(SPECIES, t, from + i * width),
              FloatVector.fromMemorySegment(SPECIES, c, to, NATIVE, some).mul(old))
          .intoMemorySegment(c, to, NATIVE, some);
    }
  }

  /** Two vectors of each row become C. */
  private static void put(
      float[] t,
      int from,
      int width,
      float alpha,
      MemorySegment c,
      long at,
      long rowBytes,
      int rows) {
    c = Base.of(c);
    FloatVector factor = FloatVector.broadcast(SPECIES, alpha);
    for (int i = 0; i < rows; i++) {
      int row = from + i * width;
      long to = at + i * rowBytes;
      factor.mul(FloatVector.fromArray(SPECIES, t, row)).intoMemorySegment(c, to, NATIVE);
      factor
          .mul(FloatVector.fromArray(SPECIES, t, row + LANES))
          .intoMemorySegment(c, to + VECTOR, NATIVE);
    }
  }

  /** Two vectors of each row are added to C. */
  private static void add(
      float[] t,
      int from,
      int width,
      float alpha,
      MemorySegment c,
      long at,
      long rowBytes,
      int rows) {
    c = Base.of(c);
    FloatVector factor = FloatVector.broadcast(SPECIES, alpha);
    for (int i = 0; i < rows; i++) {
      int row = from + i * width;
      long to = at + i * rowBytes;
      FloatVector c0 = FloatVector.fromMemorySegment(SPECIES, c, to, NATIVE);
      FloatVector c1 = FloatVector.fromMemorySegment(SPECIES, c, to + VECTOR, NATIVE);
      factor.fma(FloatVector.fromArray(SPECIES, t, row), c0).intoMemorySegment(c, to, NATIVE);
      factor
          .fma(FloatVector.fromArray(SPECIES, t, row + LANES), c1)
          .intoMemorySegment(c, to + VECTOR, NATIVE);
    }
  }
}
