package uk.ac.manchester.tornado.api;

/** How many threads in how large groups. */
public interface WorkerGrid {

  void setGlobalWork(long x, long y, long z);

  void setLocalWork(long x, long y, long z);
}
