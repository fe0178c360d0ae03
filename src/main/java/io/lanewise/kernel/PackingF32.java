package io.lanewise.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Packing for matrix products, in plain Java: it moves numbers and computes nothing, so it cannot
 * change a bit.
 *
 * <p>Vectors that lie side by side (rows of a row-major B) are copied row by row. Vectors that each
 * lie in one piece (rows of a row-major A) are interleaved, eight at a time, so that every cache
 * line is read and written once.
 */
public abstract class PackingF32 implements GemmKernel<float[]> {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  /**
   * The array's header takes 16 bytes, and large arrays begin at a multiple of 64: here begins the
   * first whole cache line. Were either not so, vectors would straddle lines and cost some speed.
   */
  private static final int FIRST = (64 - 16) / Float.BYTES;

  /** The longest vector: packing may write past the end of the last panel. */
  private static final int ROOM = 64 / Float.BYTES;

  /** For subclasses. */
  protected PackingF32() {}

  @Override
  public final float[] array(int elements) {
    return new float[elements + FIRST + ROOM];
  }

  @Override
  public final int length(float[] array) {
    return array.length - FIRST - ROOM;
  }

  @Override
  public final int first() {
    return FIRST;
  }

  @Override
  public final void pack(
      MemorySegment source,
      long at,
      long stride,
      long along,
      int count,
      int k,
      int width,
      int step,
      float[] panels,
      int start) {
    for (int first = 0; first < count; first += width) {
      int vectors = Math.min(width, count - first);
      int wide = Math.min(width, (vectors + step - 1) / step * step);
      int to = start + first * k;
      long from = at + first * stride;
      if (stride == Float.BYTES) {
        packAcross(source, from, along, vectors, k, wide, panels, to);
      } else {
        if (vectors < wide) {
          Arrays.fill(panels, to, to + wide * k, 0f);
        }
        packAlong(source, from, stride, along, vectors, k, wide, panels, to);
      }
    }
  }

  /**
   * Packs vectors that lie side by side.
   *
   * @param source segment
   * @param at byte offset of the first element
   * @param step bytes between the elements of one vector
   * @param vectors how many, at most {@code width}
   * @param k their length
   * @param width vectors in a panel
   * @param panels where they go
   * @param to index of the panel
   */
  protected void packAcross(
      MemorySegment source,
      long at,
      long step,
      int vectors,
      int k,
      int width,
      float[] panels,
      int to) {
    for (int p = 0; p < k; p++) {
      long row = at + p * step;
      int out = to + p * width;
      for (int v = 0; v < vectors; v++) {
        panels[out + v] = source.get(FLOAT, row + (long) v * Float.BYTES);
      }
      for (int v = vectors; v < width; v++) {
        panels[out + v] = 0f;
      }
    }
  }

  /**
   * Packs vectors that do not lie side by side.
   *
   * @param source segment
   * @param at byte offset of the first element
   * @param stride bytes between the vectors
   * @param step bytes between the elements of one vector
   * @param vectors how many, at most {@code width}
   * @param k their length
   * @param width vectors in a panel
   * @param panels where they go
   * @param to index of the panel
   */
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
    int v = 0;
    for (; v + 8 <= vectors; v += 8) {
      packEight(source, at + v * stride, stride, step, k, width, panels, to + v);
    }
    for (; v < vectors; v++) {
      long from = at + v * stride;
      for (int p = 0; p < k; p++) {
        panels[to + p * width + v] = source.get(FLOAT, from + p * step);
      }
    }
  }

  private static void packEight(
      MemorySegment source,
      long at,
      long stride,
      long step,
      int k,
      int width,
      float[] panels,
      int to) {
    long at1 = at + stride;
    long at2 = at + 2 * stride;
    long at3 = at + 3 * stride;
    long at4 = at + 4 * stride;
    long at5 = at + 5 * stride;
    long at6 = at + 6 * stride;
    long at7 = at + 7 * stride;
    for (int p = 0; p < k; p++) {
      int out = to + p * width;
      long i = p * step;
      panels[out] = source.get(FLOAT, at + i);
      panels[out + 1] = source.get(FLOAT, at1 + i);
      panels[out + 2] = source.get(FLOAT, at2 + i);
      panels[out + 3] = source.get(FLOAT, at3 + i);
      panels[out + 4] = source.get(FLOAT, at4 + i);
      panels[out + 5] = source.get(FLOAT, at5 + i);
      panels[out + 6] = source.get(FLOAT, at6 + i);
      panels[out + 7] = source.get(FLOAT, at7 + i);
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
    float factor = (float) alpha;
    float old = (float) beta;
    for (int i = 0; i < rows; i++) {
      int row = from + i * width;
      long to = at + i * rowBytes;
      for (int j = 0; j < columns; j++) {
        long element = to + (long) j * Float.BYTES;
        float value = t[row + j];
        if (old == 0) {
          value = factor * value;
        } else {
          value = Fma.fma(factor, value, old * c.get(FLOAT, element));
        }
        c.set(FLOAT, element, value);
      }
    }
  }
}
