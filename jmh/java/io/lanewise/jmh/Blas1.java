package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.BlasProblem;
import io.lanewise.jmh.problem.Problem;
import org.openjdk.jmh.annotations.Param;

/** The BLAS on vectors in arrays: in cache, and in memory. */
public class Blas1 extends Interleaved {
  @Param({"F32", "F64"})
  DType dtype;

  @Param({"DOT", "NRM2", "ASUM", "IAMAX", "AXPY", "SCAL"})
  BlasProblem.Routine routine;

  @Param({"1024", "8388608"})
  int n;

  @Override
  Problem problem() {
    return new BlasProblem(dtype, routine, n);
  }
}
