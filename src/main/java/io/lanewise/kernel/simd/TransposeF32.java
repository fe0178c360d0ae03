package io.lanewise.kernel.simd;

import io.lanewise.kernel.TransposeKernel;
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
 * Transposition of elements of the size of an f32, in squares of 8 by 8 in registers, as in {@link
 * VectorPackingF32}: eight columns of the source at a time, so that eight rows of the target grow
 * at once. Before, one element of each cache line of the source is read, row after row: squares go
 * down the source, where the processor fetches nothing ahead, and would wait for each line.
 */
public final class TransposeF32 implements TransposeKernel {
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final int EDGE = 8;
  private static final int LINE = 64;
  private static final boolean POSSIBLE = FloatVector.SPECIES_PREFERRED.length() >= EDGE;
  private static final TransposeKernel SCALAR = new io.lanewise.kernel.scalar.TransposeF32();

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

  /** The kernel has no state. */
  public TransposeF32() {}

  private static VectorMask<Float> lanesWith(VectorSpecies<Float> species, int bit) {
    boolean[] lanes = new boolean[species.length()];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = (i & bit) != 0;
    }
    return VectorMask.fromArray(species, lanes, 0);
  }

  @Override
  public void transpose(
      MemorySegment x,
      long xAt,
      long xRow,
      MemorySegment y,
      long yAt,
      long yRow,
      int rows,
      int columns) {
    int down = POSSIBLE ? rows / EDGE * EDGE : 0;
    int across = POSSIBLE ? columns / EDGE * EDGE : 0;
    if (down > 0 && across > 0) {
      touch(x, xAt, xRow, down, across * Float.BYTES, y, yAt);
      for (int j = 0; j < across; j += EDGE) {
        squares(x, xAt + (long) j * Float.BYTES, xRow, y, yAt + j * yRow, yRow, down / EDGE);
      }
    } else {
      across = 0;
    }
    if (across < columns) {
      long from = xAt + (long) across * Float.BYTES;
      SCALAR.transpose(x, from, xRow, y, yAt + across * yRow, yRow, rows, columns - across);
    }
    if (across > 0 && down < rows) {
      long to = yAt + (long) down * Float.BYTES;
      SCALAR.transpose(x, xAt + down * xRow, xRow, y, to, yRow, rows - down, across);
    }
  }

  /**
   * Reads something of each cache line. A loop without a result would be left out, so its result
   * goes to where it will be overwritten.
   */
  private static void touch(
      MemorySegment x, long at, long row, int rows, int bytes, MemorySegment y, long yAt) {
    x = Base.of(x);
    y = Base.of(y);
    int sum = 0;
    for (int i = 0; i < rows; i++) {
      for (int b = 0; b < bytes; b += LINE) {
        sum += x.get(ValueLayout.JAVA_BYTE, at + i * row + b);
      }
    }
    y.set(ValueLayout.JAVA_BYTE, yAt, (byte) sum);
  }

  /** Squares below each other in the source, which are beside each other in the target. */
  private static void squares(
      MemorySegment x, long xAt, long xRow, MemorySegment y, long yAt, long yRow, int count) {
    x = Base.of(x);
    y = Base.of(y);
    for (int square = 0; square < count; square++) {
      long from = xAt + (long) square * EDGE * xRow;
      long to = yAt + (long) square * EDGE * Float.BYTES;
      FloatVector r0 = FloatVector.fromMemorySegment(EIGHT, x, from, NATIVE);
      FloatVector r1 = FloatVector.fromMemorySegment(EIGHT, x, from + xRow, NATIVE);
      FloatVector r2 = FloatVector.fromMemorySegment(EIGHT, x, from + 2 * xRow, NATIVE);
      FloatVector r3 = FloatVector.fromMemorySegment(EIGHT, x, from + 3 * xRow, NATIVE);
      FloatVector r4 = FloatVector.fromMemorySegment(EIGHT, x, from + 4 * xRow, NATIVE);
      FloatVector r5 = FloatVector.fromMemorySegment(EIGHT, x, from + 5 * xRow, NATIVE);
      FloatVector r6 = FloatVector.fromMemorySegment(EIGHT, x, from + 6 * xRow, NATIVE);
      FloatVector r7 = FloatVector.fromMemorySegment(EIGHT, x, from + 7 * xRow, NATIVE);
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
      s0.intoMemorySegment(y, to, NATIVE);
      s1.intoMemorySegment(y, to + yRow, NATIVE);
      s2.intoMemorySegment(y, to + 2 * yRow, NATIVE);
      s3.intoMemorySegment(y, to + 3 * yRow, NATIVE);
      s4.intoMemorySegment(y, to + 4 * yRow, NATIVE);
      s5.intoMemorySegment(y, to + 5 * yRow, NATIVE);
      s6.intoMemorySegment(y, to + 6 * yRow, NATIVE);
      s7.intoMemorySegment(y, to + 7 * yRow, NATIVE);
    }
  }
}
