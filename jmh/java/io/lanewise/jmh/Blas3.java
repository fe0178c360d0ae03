package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.BlasProblem;
import io.lanewise.jmh.problem.Problem;
import org.openjdk.jmh.annotations.Param;

/** The BLAS on matrices in arrays. */
public class Blas3 extends Interleaved {
  @Param({"F32", "F64"})
  DType dtype;

  @Param({"GEMM", "SYMM", "SYRK", "SYR2K", "TRMM", "TRMM_RIGHT", "TRSM", "TRSM_RIGHT"})
  BlasProblem.Routine routine;

  @Param({"512", "1024", "2048"})
  int n;

  @Override
  Problem problem() {
    return new BlasProblem(dtype, routine, n);
  }
}
