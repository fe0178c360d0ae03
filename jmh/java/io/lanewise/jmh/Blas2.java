package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.BlasProblem;
import io.lanewise.jmh.problem.Problem;
import org.openjdk.jmh.annotations.Param;

/** The BLAS on a matrix and vectors in arrays: in cache, and in memory. */
public class Blas2 extends Interleaved {
  @Param({"F32", "F64"})
  DType dtype;

  @Param({"GEMV", "GEMV_T", "SYMV", "TRMV", "TRSV"})
  BlasProblem.Routine routine;

  @Param({"256", "4096"})
  int n;

  @Override
  Problem problem() {
    return new BlasProblem(dtype, routine, n);
  }
}
