package io.lanewise.gpu;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Kernels that copy between the heap and the arrays that travel: p is count, place in the heap. */
final class TransferF32 {
  private TransferF32() {}

  static void init(KernelContext c, IntArray p, FloatArray s, FloatArray w) {
    int i = c.globalIdx;
    if (i < p.get(0)) {
      w.set(i, s.get(0));
    }
  }

  static void up(KernelContext c, IntArray p, FloatArray up, FloatArray w) {
    int i = c.globalIdx;
    if (i < p.get(0)) {
      w.set(p.get(1) + i, up.get(i));
    }
  }

  static void down(KernelContext c, IntArray p, FloatArray w, FloatArray down) {
    int i = c.globalIdx;
    if (i < p.get(0)) {
      down.set(i, w.get(p.get(1) + i));
    }
  }
}
