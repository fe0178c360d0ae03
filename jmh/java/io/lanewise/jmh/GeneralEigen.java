package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.GeneralEigenProblem;
import io.lanewise.jmh.problem.Problem;
import org.openjdk.jmh.annotations.Param;

/** Complex eigenvalues and eigenvectors of a matrix that is not symmetric. */
public class GeneralEigen extends Interleaved {
  @Param({"F32", "F64"})
  DType dtype;

  @Param({"64", "256", "512"})
  int n;

  @Override
  Problem problem() {
    return new GeneralEigenProblem(dtype, n);
  }
}
