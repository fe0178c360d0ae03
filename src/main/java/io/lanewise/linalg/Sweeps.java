package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Repeats the steps of a schedule until a whole sweep finds nothing left to rotate: the outer loop
 * of every Jacobi method.
 */
final class Sweeps {
  /** One step: rotates all its pairs. */
  @FunctionalInterface
  interface Step {

    /**
     * Rotates.
     *
     * @param pairs I32, shape (p, 2): numbers of blocks
     * @param matrices scratch, shape (p, 2s, 2s) for blocks of s rows
     * @param rotations scratch, shape (p, 2s, 2s)
     * @param measure shape (p), to be raised to what it met
     */
    void rotate(View pairs, View matrices, View rotations, View measure);
  }

  /** Rows from which they are taken in blocks. [TP] */
  private static final int LEAST_BLOCKED = 96;

  /** Rows of a block. [TP] */
  private static final int BLOCK = 32;

  private final String operation;
  private final double tolerance;
  private final int maxSweeps;
  private final @Nullable SweepListener listener;

  /**
   * Settings.
   *
   * @param operation for error texts
   * @param tolerance the largest measure with which it is done
   * @param maxSweeps how many sweeps are tried
   * @param listener told of each sweep, or null
   */
  Sweeps(String operation, double tolerance, int maxSweeps, @Nullable SweepListener listener) {
    this.operation = operation;
    this.tolerance = tolerance;
    this.maxSweeps = maxSweeps;
    this.listener = listener;
  }

  /** Checks what options must satisfy. */
  static void check(String options, double tolerance, int maxSweeps) {
    if (!(tolerance >= 1) || Double.isInfinite(tolerance)) {
      throw new IllegalArgumentException(
          options
              + ": tolerance is "
              + tolerance
              + ", but must be finite and at least 1, the rounding error itself");
    }
    if (maxSweeps < 1) {
      throw new IllegalArgumentException(
          options + ": maxSweeps is " + maxSweeps + ", but at least 1 is needed");
    }
  }

  /**
   * Rows of a block: one for small matrices, where a step is a plane rotation for each pair.
   *
   * @param rows how many there are
   * @return the size; it depends on nothing else, so that results do not
   */
  static int blockSize(long rows) {
    return rows < LEAST_BLOCKED ? 1 : BLOCK;
  }

  /**
   * A tolerance as a number of the type, so that a rounded measure compares with it as the exact
   * one did.
   *
   * @param dtype F32 or F64
   * @param units in units of its epsilon
   * @return the tolerance
   */
  static double tolerance(DType dtype, double units) {
    double exact = units * dtype.epsilon();
    return dtype == DType.F32 ? (float) exact : exact;
  }

  /**
   * Sweeps until converged.
   *
   * @param dtype type of the matrices
   * @param players how many blocks of rows meet each other
   * @param size rows of a block
   * @param step what is done with a step
   * @return the certificate
   * @throws NoConvergenceException at the cap
   * @throws CancellationException if the thread is interrupted; its flag stays set
   */
  Certificate run(DType dtype, int players, int size, Step step) {
    RoundRobin schedule = new RoundRobin(players);
    if (schedule.steps().isEmpty()) {
      return Certificate.ofSweeps(0, 0, tolerance);
    }
    int pairs = schedule.pairs();
    Tensor matrices = Tensor.empty(dtype, pairs, 2L * size, 2L * size);
    Tensor rotations = Tensor.empty(dtype, pairs, 2L * size, 2L * size);
    Tensor measure = Tensor.empty(dtype, pairs);
    Scratch all = Scratch.of(matrices, rotations, measure, pairs);
    Scratch allButOne = Scratch.of(matrices, rotations, measure, pairs - 1);
    double largest = Double.NaN;
    for (int sweep = 1; sweep <= maxSweeps; sweep++) {
      measure.fill(0);
      for (View met : schedule.steps()) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException(operation + ": interrupted in sweep " + sweep);
        }
        Scratch small = met.size(0) == pairs ? all : allButOne;
        step.rotate(met, small.matrices, small.rotations, small.measure);
      }
      largest = measure.max();
      if (listener != null) {
        listener.swept(sweep, largest);
      }
      if (largest <= tolerance) {
        return Certificate.ofSweeps(sweep, largest, tolerance);
      }
    }
    throw new NoConvergenceException(
        operation, Certificate.ofSweeps(maxSweeps, largest, tolerance));
  }

  /** The small operands of a step with a given number of pairs. */
  private record Scratch(View matrices, View rotations, View measure) {
    static Scratch of(Tensor matrices, Tensor rotations, Tensor measure, int pairs) {
      Slice first = Slice.to(pairs);
      return new Scratch(
          Internal.view(matrices.slice(first)),
          Internal.view(rotations.slice(first)),
          Internal.view(measure.slice(first)));
    }
  }
}
