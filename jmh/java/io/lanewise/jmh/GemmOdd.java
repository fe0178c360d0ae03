package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.Problem;
import io.lanewise.jmh.problem.ProductProblem;
import org.openjdk.jmh.annotations.Param;

/** C = A B, n by n, for sizes that are no multiple of anything. */
public class GemmOdd extends Interleaved {
  @Param({"F32", "F64"})
  DType dtype;

  @Param({"61", "127", "255", "1000", "1023", "1500"})
  int n;

  @Override
  Problem problem() {
    return new ProductProblem(dtype, 1, n, n, n, ProductProblem.Form.PLAIN);
  }
}
