package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.library.OtherWork;
import io.lanewise.jmh.problem.Problem;
import io.lanewise.jmh.problem.ProductProblem;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * C = A B, n by n, in a JVM that has done nothing else before, and in one that has sent all sorts
 * of other work through the same code: both types, heap and native memory, many shapes and layouts.
 * Then C2 has seen other branches and other classes than the measured product needs.
 */
public class Mixture extends Interleaved {
  /** What was there before. */
  public enum Before {
    /** No call of the library. */
    NOTHING,
    /** All sorts of work. */
    MIXTURE
  }

  @Param({"F32", "F64"})
  DType dtype;

  /** Where the operands lie. */
  @Param({"PLAIN", "HEAP"})
  ProductProblem.Form memory;

  @Param({"16", "64", "256"})
  int n;

  @Param({"NOTHING", "MIXTURE"})
  Before row;

  @Override
  @Setup
  public void prepare() {
    if (row == Before.MIXTURE) {
      OtherWork.run();
    }
    super.prepare();
  }

  @Override
  Problem problem() {
    return new ProductProblem(dtype, 1, n, n, n, memory);
  }
}
