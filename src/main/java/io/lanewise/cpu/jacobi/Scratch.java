package io.lanewise.cpu.jacobi;

import io.lanewise.cpu.Workspace;

/** Arrays that a thread keeps between batches. */
final class Scratch {
  /** Where it is kept; the drivers of products have the slots before. */
  private static final int SLOT = 7;

  private double[] first = {};
  private double[] second = {};
  private int[] numbers = {};

  private Scratch() {}

  static Scratch of(Workspace workspace) {
    if (workspace.kept(SLOT) instanceof Scratch kept) {
      return kept;
    }
    Scratch fresh = new Scratch();
    workspace.keep(SLOT, fresh);
    return fresh;
  }

  /** An array of at least that length, with arbitrary contents. */
  double[] first(int length) {
    if (first.length < length) {
      first = new double[length];
    }
    return first;
  }

  /** Another array of at least that length. */
  double[] second(int length) {
    if (second.length < length) {
      second = new double[length];
    }
    return second;
  }

  /** An array of integers of at least that length. */
  int[] numbers(int length) {
    if (numbers.length < length) {
      numbers = new int[length];
    }
    return numbers;
  }
}
