package uk.ac.manchester.tornado.api;

/** A grid of one to three dimensions. */
public abstract class AbstractWorkerGrid implements WorkerGrid {

  AbstractWorkerGrid() {}

  @Override
  public void setGlobalWork(long x, long y, long z) {
    throw new UnsupportedOperationException("a signature");
  }

  @Override
  public void setLocalWork(long x, long y, long z) {
    throw new UnsupportedOperationException("a signature");
  }
}
