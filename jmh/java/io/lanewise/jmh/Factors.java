package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.FactorProblem;
import io.lanewise.jmh.problem.Problem;
import org.openjdk.jmh.annotations.Param;

/** LU, Cholesky and QR: into new memory, and in memory that is there, as LAPACK does. */
public class Factors extends Interleaved {
  @Param({"F32", "F64"})
  DType dtype;

  @Param({"LU", "CHOLESKY", "QR"})
  FactorProblem.Kind kind;

  @Param({"256", "1024", "2048"})
  int n;

  @Override
  Problem problem() {
    return new FactorProblem(dtype, kind, n);
  }
}
