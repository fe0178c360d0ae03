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
 * Packing and storing by vectors, for tiles that are one or two vectors wide.
 *
 * <p>Rows of B are copied a vector at a time. Rows of A are transposed in registers, eight at a
 * time: three rounds exchange lanes whose numbers differ in one bit, between the rows whose numbers
 * differ in that bit (Eklundh 1972).
 */
abstract class VectorPackingF32 extends PackingF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final int LANES = SPECIES.length();
  private static final long VECTOR = (long) LANES * Float.BYTES;
  private static final int ROWS = 8;

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
      long along,
      int vectors,
      int k,
      int width,
      float[] panels,
      int to) {
    if (width % LANES == 0) {
      packVectors(source, at, along, vectors, k, width, panels, to);
    } else if (vectors == width && width >= ROWS && LANES >= ROWS) {
      for (int v = 0; v < width; v += ROWS) {
        int row = overlapped(v, width);
        copy(source, at + (long) row * Float.BYTES, along, k, width, panels, to + row);
      }
    } else {
      super.packAcross(source, at, along, vectors, k, width, panels, to);
    }
  }

  /** Panels whose width is a multiple of the vector's. */
  private static void packVectors(
      MemorySegment source,
      long at,
      long along,
      int vectors,
      int k,
      int width,
      float[] panels,
      int to) {
    if (vectors == 2 * LANES) {
      for (int p = 0; p < k; p++) {
        long row = at + p * along;
        int out = to + p * 2 * LANES;
        FloatVector.fromMemorySegment(SPECIES, source, row, NATIVE).intoArray(panels, out);
        FloatVector.fromMemorySegment(SPECIES, source, row + VECTOR, NATIVE)
            .intoArray(panels, out + LANES);
      }
      return;
    }
    for (int v = 0; v < width; v += LANES) {
      long column = at + (long) v * Float.BYTES;
      if (v + LANES <= vectors) {
        for (int p = 0; p < k; p++) {
          FloatVector.fromMemorySegment(SPECIES, source, column + p * along, NATIVE)
              .intoArray(panels, to + v + p * width);
        }
      } else {
        VectorMask<Float> some = SPECIES.indexInRange(v, vectors);
        for (int p = 0; p < k; p++) {
          FloatVector.fromMemorySegment(SPECIES, source, column + p * along, NATIVE, some)
              .intoArray(panels, to + v + p * width);
        }
      }
    }
  }

  /** Eight numbers of each step. */
  private static void copy(
      MemorySegment source, long at, long along, int k, int width, float[] panels, int to) {
    for (int p = 0; p < k; p++) {
      FloatVector.fromMemorySegment(EIGHT, source, at + p * along, NATIVE)
          .intoArray(panels, to + p * width);
    }
  }

  /** The last eight overlap those before where the width is no multiple of eight. */
  private static int overlapped(int vector, int width) {
    return Math.min(vector, width - ROWS);
  }

  @Override
  protected void packAlong(
      MemorySegment source,
      long at,
      long stride,
      long along,
      int vectors,
      int k,
      int width,
      float[] panels,
      int to) {
    int done = 0;
    if (along == Float.BYTES && vectors == width && width >= ROWS && LANES >= ROWS) {
      done = k / ROWS * ROWS;
      for (int v = 0; v < width; v += ROWS) {
        int row = overlapped(v, width);
        transpose(source, at + row * stride, stride, done, width, panels, to + row);
      }
    }
    if (done < k) {
      super.packAlong(
          source,
          at + done * along,
          stride,
          along,
          vectors,
          k - done,
          width,
          panels,
          to + done * width);
    }
  }

  /** Eight rows by vectors of 8 lanes. */
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
    if (columns == 2 * LANES && beta == 1) {
      add(t, from, (float) alpha, c, at, rowBytes, rows);
      return;
    }
    FloatVector factor = FloatVector.broadcast(SPECIES, (float) alpha);
    FloatVector old = FloatVector.broadcast(SPECIES, (float) beta);
    for (int j = 0; j < columns; j += LANES) {
      VectorMask<Float> mask = SPECIES.indexInRange(j, columns);
      long to = at + (long) j * Float.BYTES;
      for (int i = 0; i < rows; i++) {
        FloatVector value = FloatVector.fromArray(SPECIES, t, from + i * width + j);
        if (beta == 0) {
          value = factor.mul(value);
        } else {
          value =
              factor.fma(
                  value, FloatVector.fromMemorySegment(SPECIES, c, to, NATIVE, mask).mul(old));
        }
        value.intoMemorySegment(c, to, NATIVE, mask);
        to += rowBytes;
      }
    }
  }

  /** The usual case: whole rows of a tile are added to C. */
  private static void add(
      float[] t, int from, float alpha, MemorySegment c, long at, long rowBytes, int rows) {
    FloatVector factor = FloatVector.broadcast(SPECIES, alpha);
    for (int i = 0; i < rows; i++) {
      int row = from + i * 2 * LANES;
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
