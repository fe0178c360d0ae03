package io.lanewise.jmh.library;

import io.lanewise.jmh.problem.BlasProblem;

/** The arrays that a routine of the BLAS works on. */
public final class BlasOperandsF32 {
  private final BlasProblem problem;
  private final float[] a;
  private final float[] b;
  private final float[] c;

  private BlasOperandsF32(BlasProblem problem) {
    this.problem = problem;
    this.a = Convert.floats(problem.a());
    this.b = Convert.floats(problem.b());
    this.c = Convert.floats(problem.c());
  }

  /**
   * New arrays.
   *
   * @param problem what they are for
   * @return the arrays as they are before the first call
   */
  public static BlasOperandsF32 of(BlasProblem problem) {
    return new BlasOperandsF32(problem);
  }

  /** A. */
  public float[] a() {
    return a;
  }

  /** B, or x. */
  public float[] b() {
    return b;
  }

  /** C, or y: the result. */
  public float[] c() {
    return c;
  }

  /**
   * The work; what the routine overwrites is copied to its place before.
   *
   * @param routine calls it once
   * @return the work
   */
  public Work work(Runnable routine) {
    Runnable after =
        () -> {
          System.arraycopy(b, 0, c, 0, c.length);
          routine.run();
        };
    return Work.of(problem.routine().isTriangular() ? after : routine, () -> Convert.widened(c));
  }
}
