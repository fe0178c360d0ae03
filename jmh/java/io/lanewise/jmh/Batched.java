package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.Problem;
import io.lanewise.jmh.problem.ProductProblem;
import org.openjdk.jmh.annotations.Param;

/**
 * A batch of matrices times one matrix, such as (32, 128, 50) @ (50, 768). The other libraries do
 * it as one product of (32 * 128, 50), their fastest way.
 */
public class Batched extends Interleaved {
  @Param({"F32", "F64"})
  DType dtype;

  /** batch x m x k x n. */
  @Param({"32x128x50x768"})
  String shape;

  @Override
  Problem problem() {
    String[] sizes = shape.split("x");
    return new ProductProblem(
        dtype,
        Integer.parseInt(sizes[0]),
        Integer.parseInt(sizes[1]),
        Integer.parseInt(sizes[2]),
        Integer.parseInt(sizes[3]));
  }
}
