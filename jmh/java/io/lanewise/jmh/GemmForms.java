package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.Problem;
import io.lanewise.jmh.problem.ProductProblem;
import org.openjdk.jmh.annotations.Param;

/** C = A B, n by n, with operands that lie as their transposes or inside larger matrices. */
public class GemmForms extends Interleaved {
  @Param({"F32", "F64"})
  DType dtype;

  @Param({"256", "1024"})
  int size;

  @Param({"PLAIN", "LEFT_TRANSPOSED", "RIGHT_TRANSPOSED", "BOTH_TRANSPOSED", "SLICED"})
  ProductProblem.Form form;

  @Override
  Problem problem() {
    return new ProductProblem(dtype, 1, size, size, size, form);
  }
}
