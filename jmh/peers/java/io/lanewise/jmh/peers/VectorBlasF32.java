package io.lanewise.jmh.peers;

import dev.ludovic.netlib.blas.BLAS;
import io.lanewise.jmh.library.Convert;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.problem.ElementwiseProblem;
import io.lanewise.jmh.problem.MatrixVectorProblem;
import io.lanewise.jmh.problem.Operand;
import io.lanewise.jmh.problem.ProductProblem;
import io.lanewise.jmh.problem.ReductionProblem;

/** BLAS over arrays; column-major, so everything is computed as its transpose. */
final class VectorBlasF32 {
  private VectorBlasF32() {}

  static Work product(BLAS blas, ProductProblem problem) {
    Operand left = problem.left();
    Operand right = problem.right();
    Operand result = problem.result();
    float[] a = Convert.floats(left.values());
    float[] b = Convert.floats(right.values());
    float[] c = Convert.floats(result.values());
    float beta = problem.form() == ProductProblem.Form.UPDATE ? 1 : 0;
    return Work.of(
        () -> {
          for (int i = 0; i < problem.calls(); i++) {
            VectorBlasCalls.gemm(
                blas,
                right.transposed() ? "T" : "N",
                left.transposed() ? "T" : "N",
                problem.n(),
                problem.height(),
                problem.k(),
                b,
                right.start(i),
                right.leading(),
                a,
                left.start(i),
                left.leading(),
                beta,
                c,
                result.start(i),
                result.leading());
          }
        },
        () -> result.elements(Convert.widened(c), problem.calls()));
  }

  static Work matrixVector(BLAS blas, MatrixVectorProblem problem) {
    float[] a = Convert.floats(problem.matrix());
    float[] x = Convert.floats(problem.vector());
    float[] y = new float[problem.n()];
    String transpose = problem.isTransposed() ? "N" : "T";
    return Work.of(
        () -> VectorBlasCalls.gemv(blas, transpose, problem.n(), a, x, y),
        () -> Convert.widened(y));
  }

  static Work add(BLAS blas, ElementwiseProblem problem) {
    float[] x = Convert.floats(problem.first());
    float[] y = Convert.floats(problem.second());
    return Work.of(() -> VectorBlasCalls.axpy(blas, y, x), () -> Convert.widened(x));
  }

  /** There is no plain sum in BLAS; for numbers that are not negative asum is one. */
  static Work reduction(BLAS blas, ReductionProblem problem) {
    float[] x = Convert.floats(problem.first());
    float[] answer = new float[1];
    if (problem.operation() == ReductionProblem.Operation.SUM) {
      return Work.of(
          () -> answer[0] = VectorBlasCalls.asum(blas, x), () -> Convert.widened(answer));
    }
    float[] y = Convert.floats(problem.second());
    return Work.of(
        () -> answer[0] = VectorBlasCalls.dot(blas, x, y), () -> Convert.widened(answer));
  }
}
