package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.Problem;
import io.lanewise.jmh.problem.ProductProblem;
import org.openjdk.jmh.annotations.Param;

/**
 * Batches: of matrices times one matrix, which the other libraries do as one tall product, their
 * fastest way; each times its own; one times each. The others call their product again and again.
 */
public class Batched extends Interleaved {
  @Param({"F32", "F64"})
  DType dtype;

  /** batch x m x k x n, and how the batch is made up. */
  @Param({
    "32x128x50x768",
    "1000x4x4x4_EACH",
    "1000x8x8x8_EACH",
    "1000x16x16x16_EACH",
    "100x64x64x64_EACH",
    "100x64x64x64_LEFT_SHARED"
  })
  String shape;

  @Override
  Problem problem() {
    String[] parts = shape.split("_", 2);
    int[] sizes = Shapes.of(parts[0]);
    ProductProblem.Form form =
        parts.length == 1 ? ProductProblem.Form.PLAIN : ProductProblem.Form.valueOf(parts[1]);
    return new ProductProblem(dtype, sizes[0], sizes[1], sizes[2], sizes[3], form);
  }
}
