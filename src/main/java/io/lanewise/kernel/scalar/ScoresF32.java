package io.lanewise.kernel.scalar;

import io.lanewise.kernel.Fma;
import io.lanewise.kernel.ScoresKernel;
import java.lang.foreign.MemorySegment;

/** Panels of scores, one element at a time. */
final class ScoresF32 implements ScoresKernel<float[]> {
  @Override
  public void largest(float[] panels, int at, int rows, int columns, double scale, int largest) {
    float factor = (float) scale;
    for (int i = 0; i < rows; i++) {
      int row = at + i * columns;
      for (int j = 0; j < columns; j++) {
        float score = factor * panels[row + j];
        panels[row + j] = score;
        if (score > panels[largest + j]) {
          panels[largest + j] = score;
        }
      }
    }
  }

  @Override
  public void add(float[] panels, int at, int rows, int columns, int mask) {
    for (int i = 0; i < rows * columns; i++) {
      panels[at + i] += panels[mask + i];
    }
  }

  @Override
  public void exclude(float[] panels, int at, int rows, int columns, int mask) {
    for (int i = 0; i < rows * columns; i++) {
      if (panels[mask + i] < 0) {
        panels[at + i] = Float.NEGATIVE_INFINITY;
      }
    }
  }

  @Override
  public void weights(
      float[] panels,
      int at,
      int rows,
      int columns,
      int shift,
      int total,
      MemorySegment scratch,
      long scratchAt) {
    for (int i = 0; i < rows; i++) {
      int row = at + i * columns;
      for (int j = 0; j < columns; j++) {
        float weight = FloatMath.weight(panels[row + j] - panels[shift + j]);
        panels[row + j] = weight;
        panels[total + j] += weight;
      }
    }
  }

  @Override
  public void advance(float[] panels, int at, int rows, int columns, int factor, int more) {
    for (int i = 0; i < rows; i++) {
      int row = i * columns;
      for (int j = 0; j < columns; j++) {
        float old = panels[at + row + j];
        panels[at + row + j] = Fma.fma(old, panels[factor + j], panels[more + row + j]);
      }
    }
  }

  @Override
  public void multiply(float[] panels, int at, int rows, int columns, int factor) {
    for (int i = 0; i < rows; i++) {
      int row = at + i * columns;
      for (int j = 0; j < columns; j++) {
        panels[row + j] *= panels[factor + j];
      }
    }
  }
}
