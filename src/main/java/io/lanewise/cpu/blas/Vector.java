package io.lanewise.cpu.blas;

import io.lanewise.cpu.Workspace;

/**
 * A vector as a run: the caller's own if its increment is 1, otherwise a copy in scratch memory.
 *
 * @param context kernels
 * @param n number of elements
 * @param array where the run is
 * @param at its first element
 * @param home where the vector is
 * @param first the vector's first element
 * @param step its increment
 * @param <P> {@code float[]} or {@code double[]}
 */
record Vector<P>(Context<P> context, int n, P array, int at, P home, int first, int step) {
  static <P> Vector<P> of(
      Context<P> context,
      Workspace workspace,
      int slot,
      int n,
      P x,
      int at,
      int inc,
      boolean read) {
    if (inc == 1) {
      return new Vector<>(context, n, x, at, x, at, 1);
    }
    P copy = context.scratch(workspace, slot, n);
    int first = Context.start(n, at, inc);
    if (read) {
      context.array().copy(n, x, first, inc, copy, 0, 1);
    }
    return new Vector<>(context, n, copy, 0, x, first, inc);
  }

  /** Multiplies by beta; what was there is not read if that is 0. */
  void scale(double beta) {
    context.scale(n, beta, array, at);
  }

  /** Brings a copy home. */
  void store() {
    if (array != home || at != first || step != 1) {
      context.array().copy(n, array, at, 1, home, first, step);
    }
  }
}
