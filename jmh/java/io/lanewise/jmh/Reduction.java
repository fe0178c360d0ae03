package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.ElementwiseProblem;
import io.lanewise.jmh.problem.Problem;
import io.lanewise.jmh.problem.ReductionProblem;
import org.openjdk.jmh.annotations.Param;

/** Sum and inner product, in and out of cache. */
public class Reduction extends Interleaved {
  @Param({"F32", "F64"})
  DType dtype;

  @Param({"CACHE", "MEMORY"})
  ElementwiseProblem.Size size;

  @Param({"SUM", "DOT"})
  ReductionProblem.Operation operation;

  @Override
  Problem problem() {
    return new ReductionProblem(dtype, operation, size);
  }
}
