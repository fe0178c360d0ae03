package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.Problem;
import io.lanewise.jmh.problem.ProductProblem;
import org.openjdk.jmh.annotations.Param;

/** Products that are not square: narrow, flat, and C = C + A B with a short sum. */
public class GemmShapes extends Interleaved {
  private static final int RANK = 32;

  @Param({"F32", "F64"})
  DType dtype;

  /** m x k x n; one with k = 32 is an update. */
  @Param({"256x256x8", "1024x1024x8", "8x256x256", "8x1024x1024", "256x32x256", "1024x32x1024"})
  String shape;

  @Override
  Problem problem() {
    int[] sizes = Shapes.of(shape);
    boolean update = sizes[1] == RANK;
    ProductProblem.Form form = update ? ProductProblem.Form.UPDATE : ProductProblem.Form.PLAIN;
    return new ProductProblem(dtype, 1, sizes[0], sizes[1], sizes[2], form);
  }
}
