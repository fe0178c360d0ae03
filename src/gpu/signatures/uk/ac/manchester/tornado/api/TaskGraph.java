package uk.ac.manchester.tornado.api;

import uk.ac.manchester.tornado.api.common.TornadoFunctions;

/** Kernels and transfers. */
public class TaskGraph {

  public TaskGraph(String name) {
    throw new UnsupportedOperationException("a signature");
  }

  public <T1, T2, T3, T4> TaskGraph task(
      String id, TornadoFunctions.Task4<T1, T2, T3, T4> code, T1 arg1, T2 arg2, T3 arg3, T4 arg4) {
    throw new UnsupportedOperationException("a signature");
  }

  public <T1, T2, T3, T4, T5> TaskGraph task(
      String id,
      TornadoFunctions.Task5<T1, T2, T3, T4, T5> code,
      T1 arg1,
      T2 arg2,
      T3 arg3,
      T4 arg4,
      T5 arg5) {
    throw new UnsupportedOperationException("a signature");
  }

  public TaskGraph transferToDevice(int mode, Object... objects) {
    throw new UnsupportedOperationException("a signature");
  }

  public TaskGraph consumeFromDevice(String uniqueTaskGraphName, Object... objects) {
    throw new UnsupportedOperationException("a signature");
  }

  public TaskGraph transferToHost(int mode, Object... objects) {
    throw new UnsupportedOperationException("a signature");
  }

  public TaskGraph persistOnDevice(Object... objects) {
    throw new UnsupportedOperationException("a signature");
  }

  public ImmutableTaskGraph snapshot() {
    throw new UnsupportedOperationException("a signature");
  }
}
