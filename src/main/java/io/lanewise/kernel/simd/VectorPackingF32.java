package io.lanewise.kernel.simd;

import io.lanewise.kernel.PackingF32;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Packing and storing by vectors, for tiles that are two or three vectors wide.
 *
 * <p>Rows of B are copied a vector at a time. Where a tile has 8 rows, those of A are transposed in
 * registers: three rounds exchange lanes whose numbers differ in one bit, between the rows whose
 * numbers differ in that bit (Eklundh 1972). A vector of 16 lanes is two blocks of 8 side by side,
 * which are transposed at once; a fourth round puts them one behind the other.
 */
abstract class VectorPackingF32 extends PackingF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final int LANES = SPECIES.length();
  private static final long VECTOR = (long) LANES * Float.BYTES;
  private static final int ROWS = 8;

  private static final VectorShuffle<Float> X1 = VectorShuffle.fromOp(SPECIES, i -> i ^ 1);
  private static final VectorShuffle<Float> X2 = VectorShuffle.fromOp(SPECIES, i -> i ^ 2);
  private static final VectorShuffle<Float> X4 = VectorShuffle.fromOp(SPECIES, i -> i ^ 4);
  private static final VectorShuffle<Float> X8 =
      VectorShuffle.fromOp(SPECIES, i -> (i ^ 8) % LANES);
  private static final VectorMask<Float> HAS1 = lanesWith(SPECIES, 1);
  private static final VectorMask<Float> HAS2 = lanesWith(SPECIES, 2);
  private static final VectorMask<Float> HAS4 = lanesWith(SPECIES, 4);
  private static final VectorMask<Float> HAS8 = lanesWith(SPECIES, 8);
  private static final VectorMask<Float> NOT1 = HAS1.not();
  private static final VectorMask<Float> NOT2 = HAS2.not();
  private static final VectorMask<Float> NOT4 = HAS4.not();
  private static final VectorMask<Float> NOT8 = HAS8.not();

  /** Vectors of 8 lanes; unused where there are none. */
  private static final VectorSpecies<Float> EIGHT =
      VectorSpecies.of(float.class, VectorShape.forBitSize(ROWS * Float.SIZE));

  private static final VectorShuffle<Float> Y1 = VectorShuffle.fromOp(EIGHT, i -> i ^ 1);
  private static final VectorShuffle<Float> Y2 = VectorShuffle.fromOp(EIGHT, i -> i ^ 2);
  private static final VectorShuffle<Float> Y4 = VectorShuffle.fromOp(EIGHT, i -> i ^ 4);
  private static final VectorMask<Float> WITH1 = lanesWith(EIGHT, 1);
  private static final VectorMask<Float> WITH2 = lanesWith(EIGHT, 2);
  private static final VectorMask<Float> WITH4 = lanesWith(EIGHT, 4);
  private static final VectorMask<Float> WITHOUT1 = WITH1.not();
  private static final VectorMask<Float> WITHOUT2 = WITH2.not();
  private static final VectorMask<Float> WITHOUT4 = WITH4.not();

  private static final VectorShuffle<Float> THIRD0 = thirds(0);
  private static final VectorShuffle<Float> THIRD1 = thirds(1);
  private static final VectorShuffle<Float> THIRD2 = thirds(2);
  private static final VectorMask<Float> ROW1OF0 = lanesOfRow(1, 0);
  private static final VectorMask<Float> ROW1OF1 = lanesOfRow(1, 1);
  private static final VectorMask<Float> ROW1OF2 = lanesOfRow(1, 2);
  private static final VectorMask<Float> ROW2OF0 = lanesOfRow(2, 0);
  private static final VectorMask<Float> ROW2OF1 = lanesOfRow(2, 1);
  private static final VectorMask<Float> ROW2OF2 = lanesOfRow(2, 2);

  private static VectorShuffle<Float> thirds(int vector) {
    return VectorShuffle.fromOp(SPECIES, i -> (vector * LANES + i) / 3);
  }

  private static VectorMask<Float> lanesOfRow(int row, int vector) {
    boolean[] lanes = new boolean[LANES];
    for (int i = 0; i < LANES; i++) {
      lanes[i] = (vector * LANES + i) % 3 == row;
    }
    return VectorMask.fromArray(SPECIES, lanes, 0);
  }

  private static VectorMask<Float> lanesWith(VectorSpecies<Float> species, int bit) {
    boolean[] lanes = new boolean[species.length()];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = (i & bit) != 0;
    }
    return VectorMask.fromArray(species, lanes, 0);
  }

  @Override
  protected void packAcross(
      MemorySegment source,
      long at,
      long step,
      int vectors,
      int k,
      int width,
      float[] panels,
      int to) {
    if (vectors < width || (width != 2 * LANES && width != 3 * LANES)) {
      super.packAcross(source, at, step, vectors, k, width, panels, to);
      return;
    }
    for (int p = 0; p < k; p++) {
      long row = at + p * step;
      int out = to + p * width;
      FloatVector.fromMemorySegment(SPECIES, source, row, NATIVE).intoArray(panels, out);
      FloatVector.fromMemorySegment(SPECIES, source, row + VECTOR, NATIVE)
          .intoArray(panels, out + LANES);
      if (width == 3 * LANES) {
        FloatVector.fromMemorySegment(SPECIES, source, row + 2 * VECTOR, NATIVE)
            .intoArray(panels, out + 2 * LANES);
      }
    }
  }

  @Override
  protected void packAlong(
      MemorySegment source,
      long at,
      long stride,
      long step,
      int vectors,
      int k,
      int width,
      float[] panels,
      int to) {
    int done = 0;
    if (step == Float.BYTES && vectors == width) {
      if (width == ROWS && LANES == 2 * ROWS) {
        done = k / LANES * LANES;
        transpose(source, at, stride, done, panels, to);
      } else if (width % ROWS == 0 && LANES >= ROWS) {
        done = k / ROWS * ROWS;
        for (int v = 0; v < width; v += ROWS) {
          transpose(source, at + v * stride, stride, done, width, panels, to + v);
        }
      } else if (width == 3) {
        done = k / LANES * LANES;
        interleave(source, at, stride, done, panels, to);
      }
    }
    if (done < k) {
      super.packAlong(
          source,
          at + done * step,
          stride,
          step,
          vectors,
          k - done,
          width,
          panels,
          to + done * width);
    }
  }

  /** Three rows: number i of the result is number i / 3 of row i mod 3. */
  private static void interleave(
      MemorySegment source, long at, long stride, int k, float[] panels, int to) {
    for (int p = 0; p < k; p += LANES) {
      long from = at + (long) p * Float.BYTES;
      FloatVector r0 = FloatVector.fromMemorySegment(SPECIES, source, from, NATIVE);
      FloatVector r1 = FloatVector.fromMemorySegment(SPECIES, source, from + stride, NATIVE);
      FloatVector r2 = FloatVector.fromMemorySegment(SPECIES, source, from + 2 * stride, NATIVE);
      int out = to + p * 3;
      r0.rearrange(THIRD0)
          .blend(r1.rearrange(THIRD0), ROW1OF0)
          .blend(r2.rearrange(THIRD0), ROW2OF0)
          .intoArray(panels, out);
      r0.rearrange(THIRD1)
          .blend(r1.rearrange(THIRD1), ROW1OF1)
          .blend(r2.rearrange(THIRD1), ROW2OF1)
          .intoArray(panels, out + LANES);
      r0.rearrange(THIRD2)
          .blend(r1.rearrange(THIRD2), ROW1OF2)
          .blend(r2.rearrange(THIRD2), ROW2OF2)
          .intoArray(panels, out + 2 * LANES);
    }
  }

  /** Eight rows by vectors of 16 lanes, as above. */
  private static void transpose(
      MemorySegment source, long at, long stride, int k, float[] panels, int to) {
    for (int p = 0; p < k; p += LANES) {
      long from = at + (long) p * Float.BYTES;
      FloatVector r0 = FloatVector.fromMemorySegment(SPECIES, source, from, NATIVE);
      FloatVector r1 = FloatVector.fromMemorySegment(SPECIES, source, from + stride, NATIVE);
      FloatVector r2 = FloatVector.fromMemorySegment(SPECIES, source, from + 2 * stride, NATIVE);
      FloatVector r3 = FloatVector.fromMemorySegment(SPECIES, source, from + 3 * stride, NATIVE);
      FloatVector r4 = FloatVector.fromMemorySegment(SPECIES, source, from + 4 * stride, NATIVE);
      FloatVector r5 = FloatVector.fromMemorySegment(SPECIES, source, from + 5 * stride, NATIVE);
      FloatVector r6 = FloatVector.fromMemorySegment(SPECIES, source, from + 6 * stride, NATIVE);
      FloatVector r7 = FloatVector.fromMemorySegment(SPECIES, source, from + 7 * stride, NATIVE);
      FloatVector s0 = r0.blend(r1.rearrange(X1), HAS1);
      FloatVector s1 = r1.blend(r0.rearrange(X1), NOT1);
      FloatVector s2 = r2.blend(r3.rearrange(X1), HAS1);
      FloatVector s3 = r3.blend(r2.rearrange(X1), NOT1);
      FloatVector s4 = r4.blend(r5.rearrange(X1), HAS1);
      FloatVector s5 = r5.blend(r4.rearrange(X1), NOT1);
      FloatVector s6 = r6.blend(r7.rearrange(X1), HAS1);
      FloatVector s7 = r7.blend(r6.rearrange(X1), NOT1);
      r0 = s0.blend(s2.rearrange(X2), HAS2);
      r2 = s2.blend(s0.rearrange(X2), NOT2);
      r1 = s1.blend(s3.rearrange(X2), HAS2);
      r3 = s3.blend(s1.rearrange(X2), NOT2);
      r4 = s4.blend(s6.rearrange(X2), HAS2);
      r6 = s6.blend(s4.rearrange(X2), NOT2);
      r5 = s5.blend(s7.rearrange(X2), HAS2);
      r7 = s7.blend(s5.rearrange(X2), NOT2);
      s0 = r0.blend(r4.rearrange(X4), HAS4);
      s4 = r4.blend(r0.rearrange(X4), NOT4);
      s1 = r1.blend(r5.rearrange(X4), HAS4);
      s5 = r5.blend(r1.rearrange(X4), NOT4);
      s2 = r2.blend(r6.rearrange(X4), HAS4);
      s6 = r6.blend(r2.rearrange(X4), NOT4);
      s3 = r3.blend(r7.rearrange(X4), HAS4);
      s7 = r7.blend(r3.rearrange(X4), NOT4);
      int out = to + p * ROWS;
      // Number p has its eight in the low half of vector p, number p + 8 in the high half.
      s0.blend(s1.rearrange(X8), HAS8).intoArray(panels, out);
      s2.blend(s3.rearrange(X8), HAS8).intoArray(panels, out + 1 * LANES);
      s4.blend(s5.rearrange(X8), HAS8).intoArray(panels, out + 2 * LANES);
      s6.blend(s7.rearrange(X8), HAS8).intoArray(panels, out + 3 * LANES);
      s1.blend(s0.rearrange(X8), NOT8).intoArray(panels, out + 4 * LANES);
      s3.blend(s2.rearrange(X8), NOT8).intoArray(panels, out + 5 * LANES);
      s5.blend(s4.rearrange(X8), NOT8).intoArray(panels, out + 6 * LANES);
      s7.blend(s6.rearrange(X8), NOT8).intoArray(panels, out + 7 * LANES);
    }
  }

  /** Eight rows by vectors of 8 lanes, for panels of any multiple of that width. */
  private static void transpose(
      MemorySegment source, long at, long stride, int k, int width, float[] panels, int to) {
    for (int p = 0; p < k; p += ROWS) {
      long from = at + (long) p * Float.BYTES;
      FloatVector r0 = FloatVector.fromMemorySegment(EIGHT, source, from, NATIVE);
      FloatVector r1 = FloatVector.fromMemorySegment(EIGHT, source, from + stride, NATIVE);
      FloatVector r2 = FloatVector.fromMemorySegment(EIGHT, source, from + 2 * stride, NATIVE);
      FloatVector r3 = FloatVector.fromMemorySegment(EIGHT, source, from + 3 * stride, NATIVE);
      FloatVector r4 = FloatVector.fromMemorySegment(EIGHT, source, from + 4 * stride, NATIVE);
      FloatVector r5 = FloatVector.fromMemorySegment(EIGHT, source, from + 5 * stride, NATIVE);
      FloatVector r6 = FloatVector.fromMemorySegment(EIGHT, source, from + 6 * stride, NATIVE);
      FloatVector r7 = FloatVector.fromMemorySegment(EIGHT, source, from + 7 * stride, NATIVE);
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
      int out = to + p * width;
      s0.intoArray(panels, out);
      s1.intoArray(panels, out + width);
      s2.intoArray(panels, out + 2 * width);
      s3.intoArray(panels, out + 3 * width);
      s4.intoArray(panels, out + 4 * width);
      s5.intoArray(panels, out + 5 * width);
      s6.intoArray(panels, out + 6 * width);
      s7.intoArray(panels, out + 7 * width);
    }
  }

  /** By vectors too: all of C comes this way at the edges, and where alpha is not 1. */
  @Override
  public void store(
      MemorySegment t,
      long tAt,
      double alpha,
      boolean accumulate,
      MemorySegment c,
      long cAt,
      long rowBytes,
      int rows,
      int columns) {
    FloatVector factor = FloatVector.broadcast(SPECIES, (float) alpha);
    long tileRow = (long) nr() * Float.BYTES;
    for (int j = 0; j < columns; j += LANES) {
      VectorMask<Float> mask = SPECIES.indexInRange(j, columns);
      long from = tAt + (long) j * Float.BYTES;
      long to = cAt + (long) j * Float.BYTES;
      for (int i = 0; i < rows; i++) {
        FloatVector value = FloatVector.fromMemorySegment(SPECIES, t, from, NATIVE);
        if (accumulate) {
          FloatVector old = FloatVector.fromMemorySegment(SPECIES, c, to, NATIVE, mask);
          value = factor.fma(value, old);
        } else {
          value = factor.mul(value);
        }
        value.intoMemorySegment(c, to, NATIVE, mask);
        from += tileRow;
        to += rowBytes;
      }
    }
  }
}
