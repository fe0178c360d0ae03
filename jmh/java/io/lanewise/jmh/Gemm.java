package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.Problem;
import io.lanewise.jmh.problem.ProductProblem;
import org.openjdk.jmh.annotations.Param;

/** C = A B, n by n. */
public class Gemm extends Interleaved {
  @Param({"F32", "F64"})
  DType dtype;

  @Param({"64", "128", "256", "512", "1024", "2048", "4096"})
  int n;

  @Override
  Problem problem() {
    return new ProductProblem(dtype, 1, n, n, n, ProductProblem.Form.PLAIN);
  }
}
