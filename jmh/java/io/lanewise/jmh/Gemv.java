package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.MatrixVectorProblem;
import io.lanewise.jmh.problem.Problem;
import org.openjdk.jmh.annotations.Param;

/** Products of a matrix and a vector, in and out of cache. */
public class Gemv extends Interleaved {
  @Param({"F32", "F64"})
  DType dtype;

  /** 256 x 256 is in a second-level cache, 4096 x 4096 in memory. */
  @Param({"256", "4096"})
  int size;

  @Param({"MATRIX_VECTOR", "VECTOR_MATRIX"})
  MatrixVectorProblem.Operation operation;

  @Override
  Problem problem() {
    return new MatrixVectorProblem(dtype, operation, size);
  }
}
