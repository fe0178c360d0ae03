package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;

/** Elements of type {@code float}. */
public final class FloatArray extends TornadoNativeArray {

  public FloatArray(int numberOfElements) {
    throw new UnsupportedOperationException("a signature");
  }

  public static FloatArray fromSegmentShallow(MemorySegment segment) {
    throw new UnsupportedOperationException("a signature");
  }

  public float get(int index) {
    throw new UnsupportedOperationException("a signature");
  }

  public void set(int index, float value) {
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
