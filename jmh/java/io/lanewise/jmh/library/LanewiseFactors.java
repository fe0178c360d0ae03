package io.lanewise.jmh.library;

import io.lanewise.Tensor;
import io.lanewise.jmh.problem.FactorProblem;
import io.lanewise.linalg.Cholesky;
import io.lanewise.linalg.Lu;
import io.lanewise.linalg.Qr;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/** Factorisations by Lanewise. */
final class LanewiseFactors {
  static final String IN_PLACE = " in place";

  private LanewiseFactors() {}

  /** Into new memory. */
  static Work fresh(FactorProblem problem) {
    Tensor a = matrix(problem);
    return switch (problem.kind()) {
      case LU -> lu(() -> Lu.of(a));
      case CHOLESKY -> cholesky(() -> Cholesky.of(a));
      case QR -> qr(() -> Qr.of(a));
    };
  }

  /** Into memory that is there: a copy of the matrix, whose columns are consecutive for QR. */
  static Work inPlace(FactorProblem problem) {
    boolean byColumns = problem.kind() == FactorProblem.Kind.QR;
    Tensor a = byColumns ? matrix(problem).transpose().copy().transpose() : matrix(problem);
    Tensor copy = Tensor.empty(problem.dtype(), problem.n(), problem.n());
    Tensor work = byColumns ? copy.transpose() : copy;
    return switch (problem.kind()) {
      case LU -> lu(() -> Lu.ofInPlace(work.copyFrom(a)));
      case CHOLESKY -> cholesky(() -> Cholesky.ofInPlace(work.copyFrom(a)));
      case QR -> qr(() -> Qr.ofInPlace(work.copyFrom(a)));
    };
  }

  private static Tensor matrix(FactorProblem problem) {
    return Operands.tensor(problem.matrix(), problem.dtype(), problem.n(), problem.n());
  }

  private static Work lu(Supplier<Lu> factor) {
    Lu[] result = new Lu[1];
    return Work.of(
        () -> result[0] = factor.get(),
        () -> {
          Lu lu = result[0];
          Tensor both = lu.l().add(lu.u());
          both.diagonal().subInPlace(1);
          return DoubleStream.concat(
                  DoubleStream.of(lu.permutation().toDoubleArray()),
                  DoubleStream.of(both.toDoubleArray()))
              .toArray();
        });
  }

  private static Work cholesky(Supplier<Cholesky> factor) {
    Cholesky[] result = new Cholesky[1];
    return Work.of(() -> result[0] = factor.get(), () -> result[0].l().transpose().toDoubleArray());
  }

  private static Work qr(Supplier<Qr> factor) {
    Qr[] result = new Qr[1];
    return Work.of(() -> result[0] = factor.get(), () -> result[0].r().toDoubleArray());
  }
}
