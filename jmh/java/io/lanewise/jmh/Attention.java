package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.jmh.problem.AttentionProblem;
import io.lanewise.jmh.problem.Problem;
import org.openjdk.jmh.annotations.Param;

/**
 * Self-attention: batch 8, 12 heads, d 64, n queries and keys. {@code jmh/numpy/attention.py} does
 * the same work.
 */
public class Attention extends Interleaved {
  @Param({"F32", "F64"})
  DType dtype;

  @Param({"64", "128", "256", "512"})
  int n;

  @Override
  Problem problem() {
    return new AttentionProblem(dtype, 8, 12, n, 64);
  }
}
