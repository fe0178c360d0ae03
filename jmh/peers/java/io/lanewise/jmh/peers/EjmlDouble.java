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
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/** EJML in f64; {@link EjmlSingle} is the same under EJML's other names. */
final class EjmlDouble {
  private EjmlDouble() {}

  static Work product(ProductProblem problem) {
    DMatrixRMaj a = matrix(problem.left());
    DMatrixRMaj b = matrix(problem.right());
    DMatrixRMaj c = matrix(problem.result());
    Runnable once =
        switch (problem.form()) {
          case LEFT_TRANSPOSED -> () -> CommonOps_DDRM.multTransA(a, b, c);
          case RIGHT_TRANSPOSED -> () -> CommonOps_DDRM.multTransB(a, b, c);
          case BOTH_TRANSPOSED -> () -> CommonOps_DDRM.multTransAB(a, b, c);
          case UPDATE -> () -> CommonOps_DDRM.multAdd(a, b, c);
          default -> () -> CommonOps_DDRM.mult(a, b, c);
        };
    return Work.of(once, () -> Convert.widened(c.data));
  }

  private static DMatrixRMaj matrix(Operand operand) {
    return operand.transposed()
        ? matrix(operand.columns(), operand.rows(), operand.values())
        : matrix(operand.rows(), operand.columns(), operand.values());
  }

  static Work matrixVector(MatrixVectorProblem problem) {
    int n = problem.n();
    DMatrixRMaj a = matrix(n, n, problem.matrix());
    DMatrixRMaj x = matrix(n, 1, problem.vector());
    DMatrixRMaj y = new DMatrixRMaj(n, 1);
    Runnable once =
        problem.isTransposed()
            ? () -> CommonOps_DDRM.multTransA(a, x, y)
            : () -> CommonOps_DDRM.mult(a, x, y);
    return Work.of(once, () -> Convert.widened(y.data));
  }

  static Work elementwise(ElementwiseProblem problem) {
    DMatrixRMaj x = matrix(problem.elements(), 1, problem.first());
    DMatrixRMaj y = matrix(problem.elements(), 1, problem.second());
    DMatrixRMaj z = new DMatrixRMaj(problem.elements(), 1);
    return switch (problem.operation()) {
      case ADD -> Work.of(() -> CommonOps_DDRM.add(x, y, z), () -> Convert.widened(z.data));
      case ADD_IN_PLACE ->
          Work.of(() -> CommonOps_DDRM.addEquals(x, y), () -> Convert.widened(x.data));
      case EXP -> Work.of(() -> CommonOps_DDRM.elementExp(x, z), () -> Convert.widened(z.data));
      default -> throw new IllegalArgumentException("EJML: no " + problem.operation());
    };
  }

  static Work reduction(ReductionProblem problem) {
    DMatrixRMaj x = matrix(problem.elements(), 1, problem.first());
    double[] answer = new double[1];
    if (problem.operation() == ReductionProblem.Operation.SUM) {
      return Work.of(() -> answer[0] = CommonOps_DDRM.elementSum(x), () -> Convert.widened(answer));
    }
    DMatrixRMaj y = matrix(problem.elements(), 1, problem.second());
    return Work.of(() -> answer[0] = CommonOps_DDRM.dot(x, y), () -> Convert.widened(answer));
  }

  static Work eigen(DecompositionProblem problem) {
    int n = problem.n();
    DMatrixRMaj a = matrix(n, n, problem.matrix());
    DMatrixRMaj input = new DMatrixRMaj(n, n);
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
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
    DMatrixRMaj a = matrix(n, n, problem.matrix());
    DMatrixRMaj input = new DMatrixRMaj(n, n);
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, false);
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
            DMatrixRMaj vector = eigen.getEigenVector(j);
            for (int i = 0; i < n; i++) {
              answer[2 * n + i * n + j] = vector == null ? Double.NaN : vector.data[i];
            }
          }
          return answer;
        });
  }

  static Work svd(DecompositionProblem problem) {
    int n = problem.n();
    DMatrixRMaj a = matrix(n, n, problem.matrix());
    DMatrixRMaj input = new DMatrixRMaj(n, n);
    DMatrixRMaj u = new DMatrixRMaj(n, n);
    DMatrixRMaj vt = new DMatrixRMaj(n, n);
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(n, n, true, true, true);
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

  private static DMatrixRMaj matrix(int rows, int columns, double[] values) {
    DMatrixRMaj matrix = new DMatrixRMaj(rows, columns);
    matrix.data = Convert.doubles(values);
    return matrix;
  }
}
