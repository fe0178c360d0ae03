package uk.ac.manchester.tornado.api.common;

/** Kernels by their number of parameters. */
public final class TornadoFunctions {
  private TornadoFunctions() {}

  /** A kernel of four. */
  @FunctionalInterface
  public interface Task4<T1, T2, T3, T4> {
    void apply(T1 arg1, T2 arg2, T3 arg3, T4 arg4);
  }

  /** A kernel of five. */
  @FunctionalInterface
  public interface Task5<T1, T2, T3, T4, T5> {
    void apply(T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5);
  }
}
