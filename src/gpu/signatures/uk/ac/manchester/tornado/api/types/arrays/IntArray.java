package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;

/** Elements of type {@code int}. */
public final class IntArray extends TornadoNativeArray {

  public IntArray(int numberOfElements) {
    throw new UnsupportedOperationException("a signature");
  }

  public static IntArray fromSegmentShallow(MemorySegment segment) {
    throw new UnsupportedOperationException("a signature");
  }

  public int get(int index) {
    throw new UnsupportedOperationException("a signature");
  }

  public void set(int index, int value) {
    throw new UnsupportedOperationException("a signature");
  }

  @Override
  public int getSize() {
    throw new UnsupportedOperationException("a signature");
  }

  @Override
  public MemorySegment getSegment() {
    throw new UnsupportedOperationException("a signature");
  }
}
