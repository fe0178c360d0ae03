package uk.ac.manchester.tornado.api;

/** A grid of three dimensions. */
public class WorkerGrid3D extends AbstractWorkerGrid {

  public WorkerGrid3D(int x, int y, int z) {
    throw new UnsupportedOperationException("a signature");
  }
}
