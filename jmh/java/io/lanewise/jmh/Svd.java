package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.DecompositionProblem;
import io.lanewise.jmh.problem.Problem;
import org.openjdk.jmh.annotations.Param;

/** Singular values and both sets of singular vectors. */
public class Svd extends Interleaved {
  @Param({"F32", "F64"})
  DType dtype;

  @Param({"64", "256", "512"})
  int n;

  @Override
  Problem problem() {
    return new DecompositionProblem(dtype, DecompositionProblem.Kind.SVD, n);
  }
}
