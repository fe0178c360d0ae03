package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;

/** Elements of type {@code double}. */
public final class DoubleArray extends TornadoNativeArray {

  public DoubleArray(int numberOfElements) {
    throw new UnsupportedOperationException("a signature");
  }

  public static DoubleArray fromSegmentShallow(MemorySegment segment) {
    throw new UnsupportedOperationException("a signature");
  }

  public double get(int index) {
    throw new UnsupportedOperationException("a signature");
  }

  public void set(int index, double value) {
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
