package io.lanewise.jmh.peers;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.jmh.library.Convert;
import io.lanewise.jmh.library.Operands;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.problem.ElementwiseProblem;
import io.lanewise.jmh.problem.MatrixVectorProblem;
import io.lanewise.jmh.problem.Operand;
import io.lanewise.jmh.problem.ProductProblem;
import io.lanewise.jmh.problem.ReductionProblem;
import org.bytedeco.javacpp.FloatPointer;

/** The problems that a native BLAS can do, on the same memory as Lanewise. */
final class NativeBlasF32 {
  private NativeBlasF32() {}

  static Work product(Cblas blas, ProductProblem problem) {
    Operand left = problem.left();
    Operand right = problem.right();
    Operand result = problem.result();
    Tensor c = Operands.tensor(result.values(), DType.F32, result.values().length);
    FloatPointer[] as = pointers(problem, left, memory(left));
    FloatPointer[] bs = pointers(problem, right, memory(right));
    FloatPointer[] cs = pointers(problem, result, c);
    int m = problem.height();
    int n = problem.n();
    int k = problem.k();
    float beta = problem.form() == ProductProblem.Form.UPDATE ? 1 : 0;
    return Work.of(
        () -> {
          for (int i = 0; i < cs.length; i++) {
            blas.gemm(
                left.transposed(),
                right.transposed(),
                m,
                n,
                k,
                as[i],
                left.leading(),
                bs[i],
                right.leading(),
                beta,
                cs[i],
                result.leading());
          }
        },
        () -> result.elements(c.toDoubleArray(), problem.calls()));
  }

  private static Tensor memory(Operand operand) {
    return Operands.tensor(operand.values(), DType.F32, operand.values().length);
  }

  /** Where each product of a batch begins. */
  private static FloatPointer[] pointers(ProductProblem problem, Operand operand, Tensor memory) {
    FloatPointer[] pointers = new FloatPointer[problem.calls()];
    FloatPointer first = pointer(memory);
    for (int i = 0; i < pointers.length; i++) {
      pointers[i] = first.getPointer(operand.start(i));
    }
    return pointers;
  }

  static Work matrixVector(Cblas blas, MatrixVectorProblem problem) {
    int n = problem.n();
    Tensor y = Tensor.zeros(DType.F32, n);
    FloatPointer target = pointer(y);
    FloatPointer a = pointer(Operands.tensor(problem.matrix(), DType.F32, n, n));
    FloatPointer x = pointer(Operands.tensor(problem.vector(), DType.F32, n));
    boolean transposed = problem.isTransposed();
    return Work.of(() -> blas.gemv(transposed, n, a, x, target), y::toDoubleArray);
  }

  static Work add(Cblas blas, ElementwiseProblem problem) {
    int length = problem.elements();
    Tensor x = Operands.tensor(problem.first(), DType.F32, length);
    FloatPointer target = pointer(x);
    FloatPointer y = pointer(Operands.tensor(problem.second(), DType.F32, length));
    return Work.of(() -> blas.axpy(length, y, target), x::toDoubleArray);
  }

  /** There is no plain sum in BLAS; for numbers that are not negative asum is one. */
  static Work reduction(Cblas blas, ReductionProblem problem) {
    int length = problem.elements();
    FloatPointer x = pointer(Operands.tensor(problem.first(), DType.F32, length));
    float[] answer = new float[1];
    if (problem.operation() == ReductionProblem.Operation.SUM) {
      return Work.of(() -> answer[0] = blas.asum(length, x), () -> Convert.widened(answer));
    }
    FloatPointer y = pointer(Operands.tensor(problem.second(), DType.F32, length));
    return Work.of(() -> answer[0] = blas.dot(length, x, y), () -> Convert.widened(answer));
  }

  private static FloatPointer pointer(Tensor tensor) {
    return new FloatPointer(Operands.buffer(tensor).asFloatBuffer());
  }
}
