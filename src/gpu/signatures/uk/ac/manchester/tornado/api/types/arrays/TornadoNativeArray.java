package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;

/** An array outside of the heap. */
public abstract sealed class TornadoNativeArray permits FloatArray, DoubleArray, IntArray {

  public static final long ARRAY_HEADER = Long.getLong("tornado.panama.objectHeader", 16L);

  TornadoNativeArray() {}

  public abstract int getSize();

  public abstract MemorySegment getSegment();
}
