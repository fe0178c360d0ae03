package io.lanewise.cpu.blas;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Copies of f32. */
final class TransferF32 implements Transfer<float[]> {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  @Override
  public void load(MemorySegment segment, long at, long step, int n, float[] x, int to) {
    if (step == 1) {
      MemorySegment.copy(segment, FLOAT, at * Float.BYTES, x, to, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      x[to + i] = segment.get(FLOAT, (at + i * step) * Float.BYTES);
    }
  }

  @Override
  public void store(float[] x, int from, int n, MemorySegment segment, long at, long step) {
    if (step == 1) {
      MemorySegment.copy(x, from, segment, FLOAT, at * Float.BYTES, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      segment.set(FLOAT, (at + i * step) * Float.BYTES, x[from + i]);
    }
  }
}
