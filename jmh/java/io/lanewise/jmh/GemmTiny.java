package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.Problem;
import io.lanewise.jmh.problem.ProductProblem;
import org.openjdk.jmh.annotations.Param;

/** C = A B, n by n, where calling costs more than computing. */
public class GemmTiny extends Interleaved {
  @Param({"F32", "F64"})
  DType dtype;

  @Param({"2", "3", "4", "6", "8", "12", "16", "24", "32", "40", "48"})
  int n;

  @Override
  Problem problem() {
    return new ProductProblem(dtype, 1, n, n, n, ProductProblem.Form.PLAIN);
  }
}
