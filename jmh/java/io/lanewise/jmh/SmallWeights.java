package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.MatrixVectorProblem;
import io.lanewise.jmh.problem.Problem;
import io.lanewise.jmh.problem.SmallWeightsProblem;
import org.openjdk.jmh.annotations.Param;

/** Products of a matrix of a small type and a vector of F32, in and out of cache. */
public class SmallWeights extends Interleaved {
  @Param({"F32", "BF16", "F16", "I8"})
  DType weights;

  /** 256 x 256 is in a second-level cache, 4096 x 4096 in memory. */
  @Param({"256", "4096"})
  int size;

  @Param({"MATRIX_VECTOR", "VECTOR_MATRIX"})
  MatrixVectorProblem.Operation operation;

  @Override
  Problem problem() {
    return new SmallWeightsProblem(weights, operation, size);
  }
}
