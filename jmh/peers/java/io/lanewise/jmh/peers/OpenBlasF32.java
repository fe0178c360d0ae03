package io.lanewise.jmh.peers;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.jmh.library.Convert;
import io.lanewise.jmh.library.Operands;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.problem.ElementwiseProblem;
import io.lanewise.jmh.problem.ProductProblem;
import io.lanewise.jmh.problem.ReductionProblem;
import org.bytedeco.javacpp.FloatPointer;

/** BLAS by OpenBLAS. */
final class OpenBlasF32 {
  private OpenBlasF32() {}

  static Work product(ProductProblem problem) {
    int m = problem.rows();
    int k = problem.k();
    int n = problem.n();
    Tensor c = Tensor.zeros(DType.F32, m, n);
    FloatPointer left = pointer(Operands.tensor(problem.left(), DType.F32, m, k));
    FloatPointer right = pointer(Operands.tensor(problem.right(), DType.F32, k, n));
    FloatPointer product = pointer(c);
    return Work.of(() -> Calls.gemm(m, k, n, left, right, product), c::toDoubleArray);
  }

  static Work add(ElementwiseProblem problem) {
    int length = problem.elements();
    Tensor x = Operands.tensor(problem.first(), DType.F32, length);
    FloatPointer target = pointer(x);
    FloatPointer y = pointer(Operands.tensor(problem.second(), DType.F32, length));
    return Work.of(() -> Calls.axpy(length, y, target), x::toDoubleArray);
  }

  /** There is no plain sum in BLAS; for numbers that are not negative asum is one. */
  static Work reduction(ReductionProblem problem) {
    int length = problem.elements();
    FloatPointer x = pointer(Operands.tensor(problem.first(), DType.F32, length));
    float[] answer = new float[1];
    if (problem.operation() == ReductionProblem.Operation.SUM) {
      return Work.of(() -> answer[0] = Calls.asum(length, x), () -> Convert.widened(answer));
    }
    FloatPointer y = pointer(Operands.tensor(problem.second(), DType.F32, length));
    return Work.of(() -> answer[0] = Calls.dot(length, x, y), () -> Convert.widened(answer));
  }

  private static FloatPointer pointer(Tensor tensor) {
    return new FloatPointer(Operands.buffer(tensor).asFloatBuffer());
  }
}
