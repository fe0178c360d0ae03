package uk.ac.manchester.tornado.api;

/** What a kernel knows of its place in the grid. */
public class KernelContext {

  public final Integer globalIdx = 0;

  public final Integer globalIdy = 0;

  public final Integer globalIdz = 0;

  public final Integer groupIdx = 0;

  public final Integer groupIdy = 0;

  public final Integer groupIdz = 0;

  public final Integer localIdx = 0;

  public final Integer localIdy = 0;

  public final Integer localIdz = 0;

  public final Integer globalGroupSizeX = 0;

  public final Integer localGroupSizeX = 0;

  public KernelContext() {}

  public void localBarrier() {
    throw new UnsupportedOperationException("a signature");
  }

  public void globalBarrier() {
    throw new UnsupportedOperationException("a signature");
  }

  public int[] allocateIntLocalArray(int size) {
    throw new UnsupportedOperationException("a signature");
  }

  public float[] allocateFloatLocalArray(int size) {
    throw new UnsupportedOperationException("a signature");
  }

  public double[] allocateDoubleLocalArray(int size) {
    throw new UnsupportedOperationException("a signature");
  }
}
