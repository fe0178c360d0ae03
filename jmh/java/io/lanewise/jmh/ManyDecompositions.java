package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.DecompositionProblem;
import io.lanewise.jmh.problem.ManyDecompositionsProblem;
import io.lanewise.jmh.problem.Problem;
import org.openjdk.jmh.annotations.Param;

/** 10 000 small decompositions in one call, beside loops over the calls of other libraries. */
public class ManyDecompositions extends Interleaved {
  private static final int COUNT = 10_000;

  @Param({"F32", "F64"})
  DType dtype;

  @Param({"SVD", "EIGEN"})
  DecompositionProblem.Kind kind;

  @Param({"4", "8", "16", "32"})
  int n;

  @Override
  Problem problem() {
    return new ManyDecompositionsProblem(dtype, kind, n, COUNT);
  }
}
