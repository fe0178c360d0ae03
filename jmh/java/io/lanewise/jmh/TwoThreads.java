package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.Problem;
import io.lanewise.jmh.problem.ProductProblem;
import io.lanewise.jmh.problem.TwoThreadsProblem;
import org.openjdk.jmh.annotations.Param;

/**
 * C = A B, n by n, by one thread and by two: what the second core adds, to Lanewise and to OpenBLAS
 * in the same rounds. It needs two cores, so no {@code taskset} to one of them.
 */
public class TwoThreads extends Interleaved {
  @Param({"F32", "F64"})
  DType dtype;

  @Param({"256", "512", "1024", "2048"})
  int n;

  @Override
  Problem problem() {
    return new TwoThreadsProblem(new ProductProblem(dtype, 1, n, n, n, ProductProblem.Form.PLAIN));
  }
}
