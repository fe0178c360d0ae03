package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.BlasProblem;
import io.lanewise.jmh.problem.Problem;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Warmup;

/** The BLAS on matrices in arrays. There are fewer calls in a second, so it takes more of them. */
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 300, timeUnit = TimeUnit.MILLISECONDS)
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
