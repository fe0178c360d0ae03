package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.FactorProblem;
import io.lanewise.jmh.problem.Problem;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Warmup;

/**
 * LU, Cholesky and QR: into new memory, and in memory that is there, as LAPACK does. They pass many
 * loops, so it takes a while until all are compiled.
 */
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class Factors extends Interleaved {
  @Param({"F32", "F64"})
  DType dtype;

  @Param({"LU", "CHOLESKY", "QR"})
  FactorProblem.Kind kind;

  @Param({"256", "1024", "2048"})
  int n;

  @Override
  Problem problem() {
    return new FactorProblem(dtype, kind, n);
  }
}
