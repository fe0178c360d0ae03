package io.lanewise.kernel;

import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Packing for matrix products, in plain Java: it moves numbers and computes nothing, so it cannot
 * change a bit.
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

  /**
   * How a panel of A is laid out.
   *
   * @return whether two steps of k of each row lie side by side, or else all rows of one step
   */
  protected abstract boolean pairs();

  @Override
  public final void packA(
      MemorySegment source,
      long at,
      long row,
      long column,
      int rows,
      int k,
      int height,
      float[] panel,
      int to) {
    if (rows < height) {
      Arrays.fill(panel, to, to + height * evenLength(k), 0f);
    } else if (k < evenLength(k)) {
      // The last two steps, side by side or not: the first of them is then packed.
      Arrays.fill(panel, to + height * (k - 1), to + height * (k + 1), 0f);
    }
    if (!pairs()) {
      // Then a row of A lies like a column of B.
      if (row == Float.BYTES) {
        packAcross(source, at, /* row= */ column, rows, k, height, panel, to);
      } else {
        packAlong(source, at, /* row= */ column, /* column= */ row, rows, k, height, panel, to);
      }
    } else if (column == Float.BYTES) {
      packRows(source, at, row, rows, k, height, panel, to);
    } else {
      packColumns(source, at, row, column, rows, k, height, panel, to);
    }
  }

  @Override
  public final void packB(
      MemorySegment source,
      long at,
      long row,
      long column,
      int columns,
      int k,
      int last,
      float[] panels,
      int start) {
    for (int first = 0; first < columns; first += nr()) {
      int to = start + first * evenLength(k);
      int count = Math.min(nr(), columns - first);
      int width = first + nr() < columns ? nr() : last;
      long from = at + first * column;
      if (k < evenLength(k)) {
        Arrays.fill(panels, to + k * width, to + (k + 1) * width, 0f);
      }
      if (column == Float.BYTES) {
        packAcross(source, from, row, count, k, width, panels, to);
      } else {
        if (count < width) {
          Arrays.fill(panels, to, to + width * k, 0f);
        }
        packAlong(source, from, row, column, count, k, width, panels, to);
      }
    }
  }

  /**
   * Copies rows of A that are runs in memory.
   *
   * @param source segment
   * @param at byte offset of the first element
   * @param row bytes between the rows
   * @param rows how many, at most {@code height}
   * @param k their length
   * @param height rows of the panel
   * @param panels where they go
   * @param to index of the panel
   */
  protected void packRows(
      MemorySegment source,
      long at,
      long row,
      int rows,
      int k,
      int height,
      float[] panels,
      int to) {
    packColumns(source, at, row, Float.BYTES, rows, k, height, panels, to);
  }

  /**
   * Copies rows of A with any strides.
   *
   * @param source segment
   * @param at byte offset of the first element
   * @param row bytes between the rows
   * @param column bytes between the columns
   * @param rows how many, at most {@code height}
   * @param k their length
   * @param height rows of the panel
   * @param panels where they go
   * @param to index of the panel
   */
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
    source = Base.of(source);
    for (int i = 0; i < rows; i++) {
      long from = at + i * row;
      int out = to + 2 * i;
      for (int p = 0; p < k; p++) {
        panels[out + (p & ~1) * height + (p & 1)] = source.get(FLOAT, from + p * column);
      }
    }
  }

  /**
   * Packs columns of B, where each row of them is a run in memory.
   *
   * @param source segment
   * @param at byte offset of the first element
   * @param row bytes between the rows
   * @param columns how many, at most {@code width}
   * @param k rows
   * @param width columns of the panel
   * @param panels where they go
   * @param to index of the panel
   */
  protected void packAcross(
      MemorySegment source,
      long at,
      long row,
      int columns,
      int k,
      int width,
      float[] panels,
      int to) {
    source = Base.of(source);
    for (int p = 0; p < k; p++) {
      long from = at + p * row;
      int out = to + p * width;
      for (int j = 0; j < columns; j++) {
        panels[out + j] = source.get(FLOAT, from + (long) j * Float.BYTES);
      }
      for (int j = columns; j < width; j++) {
        panels[out + j] = 0f;
      }
    }
  }

  /**
   * Packs columns of B with any strides.
   *
   * @param source segment
   * @param at byte offset of the first element
   * @param row bytes between the rows
   * @param column bytes between the columns
   * @param columns how many, at most {@code width}
   * @param k rows
   * @param width columns of the panel
   * @param panels where they go
   * @param to index of the panel
   */
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
    source = Base.of(source);
    for (int j = 0; j < columns; j++) {
      long from = at + j * column;
      for (int p = 0; p < k; p++) {
        panels[to + p * width + j] = source.get(FLOAT, from + p * row);
      }
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
    c = Base.of(c);
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
