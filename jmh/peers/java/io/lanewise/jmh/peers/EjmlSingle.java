package io.lanewise.jmh.peers;

import io.lanewise.jmh.library.Convert;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.problem.DecompositionProblem;
import io.lanewise.jmh.problem.ElementwiseProblem;
import io.lanewise.jmh.problem.GeneralEigenProblem;
import io.lanewise.jmh.problem.MatrixVectorProblem;
import io.lanewise.jmh.problem.Operand;
import io.lanewise.jmh.problem.ProductProblem;
import io.lanewise.jmh.problem.ReductionProblem;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.factory.DecompositionFactory_FDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F32;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F32;

/** EJML in f32; {@link EjmlDouble} is the same under EJML's other names. */
final class EjmlSingle {
  private EjmlSingle() {}

  static Work product(ProductProblem problem) {
    FMatrixRMaj a = matrix(problem.left());
    FMatrixRMaj b = matrix(problem.right());
    FMatrixRMaj c = matrix(problem.result());
    Runnable once =
        switch (problem.form()) {
          case LEFT_TRANSPOSED -> () -> CommonOps_FDRM.multTransA(a, b, c);
          case RIGHT_TRANSPOSED -> () -> CommonOps_FDRM.multTransB(a, b, c);
          case BOTH_TRANSPOSED -> () -> CommonOps_FDRM.multTransAB(a, b, c);
          case UPDATE -> () -> CommonOps_FDRM.multAdd(a, b, c);
          default -> () -> CommonOps_FDRM.mult(a, b, c);
        };
    return Work.of(once, () -> Convert.widened(c.data));
  }

  private static FMatrixRMaj matrix(Operand operand) {
    return operand.transposed()
        ? matrix(operand.columns(), operand.rows(), operand.values())
        : matrix(operand.rows(), operand.columns(), operand.values());
  }

  static Work matrixVector(MatrixVectorProblem problem) {
    int n = problem.n();
    FMatrixRMaj a = matrix(n, n, problem.matrix());
    FMatrixRMaj x = matrix(n, 1, problem.vector());
    FMatrixRMaj y = new FMatrixRMaj(n, 1);
    Runnable once =
        problem.isTransposed()
            ? () -> CommonOps_FDRM.multTransA(a, x, y)
            : () -> CommonOps_FDRM.mult(a, x, y);
    return Work.of(once, () -> Convert.widened(y.data));
  }

  static Work elementwise(ElementwiseProblem problem) {
    FMatrixRMaj x = matrix(problem.elements(), 1, problem.first());
    FMatrixRMaj y = matrix(problem.elements(), 1, problem.second());
    FMatrixRMaj z = new FMatrixRMaj(problem.elements(), 1);
    return switch (problem.operation()) {
      case ADD -> Work.of(() -> CommonOps_FDRM.add(x, y, z), () -> Convert.widened(z.data));
      case ADD_IN_PLACE ->
          Work.of(() -> CommonOps_FDRM.addEquals(x, y), () -> Convert.widened(x.data));
      case EXP -> Work.of(() -> CommonOps_FDRM.elementExp(x, z), () -> Convert.widened(z.data));
      default -> throw new IllegalArgumentException("EJML: no " + problem.operation());
    };
  }

  static Work reduction(ReductionProblem problem) {
    FMatrixRMaj x = matrix(problem.elements(), 1, problem.first());
    float[] answer = new float[1];
    if (problem.operation() == ReductionProblem.Operation.SUM) {
      return Work.of(() -> answer[0] = CommonOps_FDRM.elementSum(x), () -> Convert.widened(answer));
    }
    FMatrixRMaj y = matrix(problem.elements(), 1, problem.second());
    return Work.of(() -> answer[0] = CommonOps_FDRM.dot(x, y), () -> Convert.widened(answer));
  }

  static Work eigen(DecompositionProblem problem) {
    int n = problem.n();
    FMatrixRMaj a = matrix(n, n, problem.matrix());
    FMatrixRMaj input = new FMatrixRMaj(n, n);
    EigenDecomposition_F32<FMatrixRMaj> eigen = DecompositionFactory_FDRM.eig(n, true, true);
    return Work.of(
        () -> {
          input.setTo(a);
          if (!eigen.decompose(input)) {
            throw new IllegalStateException("EJML: no convergence");
          }
        },
        () -> {
          double[] answer = new double[n + n * n];
          for (int j = 0; j < n; j++) {
            answer[j] = eigen.getEigenvalue(j).real;
            for (int i = 0; i < n; i++) {
              answer[n + i * n + j] = eigen.getEigenVector(j).data[i];
            }
          }
          return answer;
        });
  }

  /** Vectors of complex values are not among what it computes. */
  static Work general(GeneralEigenProblem problem) {
    int n = problem.n();
    FMatrixRMaj a = matrix(n, n, problem.matrix());
    FMatrixRMaj input = new FMatrixRMaj(n, n);
    EigenDecomposition_F32<FMatrixRMaj> eigen = DecompositionFactory_FDRM.eig(n, true, false);
    return Work.of(
        () -> {
          input.setTo(a);
          if (!eigen.decompose(input)) {
            throw new IllegalStateException("EJML: no convergence");
          }
        },
        () -> {
          double[] answer = new double[2 * n + 2 * n * n];
          for (int j = 0; j < n; j++) {
            answer[j] = eigen.getEigenvalue(j).real;
            answer[n + j] = eigen.getEigenvalue(j).imaginary;
            FMatrixRMaj vector = eigen.getEigenVector(j);
            for (int i = 0; i < n; i++) {
              answer[2 * n + i * n + j] = vector == null ? Double.NaN : vector.data[i];
            }
          }
          return answer;
        });
  }

  static Work svd(DecompositionProblem problem) {
    int n = problem.n();
    FMatrixRMaj a = matrix(n, n, problem.matrix());
    FMatrixRMaj input = new FMatrixRMaj(n, n);
    FMatrixRMaj u = new FMatrixRMaj(n, n);
    FMatrixRMaj vt = new FMatrixRMaj(n, n);
    SingularValueDecomposition_F32<FMatrixRMaj> svd =
        DecompositionFactory_FDRM.svd(n, n, true, true, true);
    return Work.of(
        () -> {
          input.setTo(a);
          if (!svd.decompose(input)) {
            throw new IllegalStateException("EJML: no convergence");
          }
          svd.getU(u, false);
          svd.getV(vt, true);
        },
        () -> {
          double[] answer = new double[n + 2 * n * n];
          for (int i = 0; i < n; i++) {
            answer[i] = svd.getSingularValues()[i];
          }
          System.arraycopy(Convert.widened(u.data), 0, answer, n, n * n);
          System.arraycopy(Convert.widened(vt.data), 0, answer, n + n * n, n * n);
          return answer;
        });
  }

  private static FMatrixRMaj matrix(int rows, int columns, double[] values) {
    FMatrixRMaj matrix = new FMatrixRMaj(rows, columns);
    matrix.data = Convert.floats(values);
    return matrix;
  }
}
