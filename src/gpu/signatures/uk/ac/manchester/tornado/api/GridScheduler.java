package uk.ac.manchester.tornado.api;

/** The grids of the tasks. */
public class GridScheduler {

  public GridScheduler() {
    throw new UnsupportedOperationException("a signature");
  }

  public void addWorkerGrid(String taskName, WorkerGrid workerGrid) {
    throw new UnsupportedOperationException("a signature");
  }
}
