package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.ElementwiseProblem;
import io.lanewise.jmh.problem.Problem;
import org.openjdk.jmh.annotations.Param;

/** Elementwise operations into results that exist, in and out of cache. */
public class Elementwise extends Interleaved {
  @Param({"F32", "F64"})
  DType dtype;

  @Param({"CACHE", "MEMORY"})
  ElementwiseProblem.Size size;

  @Param({"ADD", "ADD_IN_PLACE", "EXP", "BROADCAST_AXIS_0", "BROADCAST_AXIS_1", "BROADCAST_AXIS_2"})
  ElementwiseProblem.Operation operation;

  @Override
  Problem problem() {
    return new ElementwiseProblem(dtype, operation, size);
  }
}
