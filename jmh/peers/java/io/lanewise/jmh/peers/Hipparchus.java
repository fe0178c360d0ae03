package io.lanewise.jmh.peers;

import io.lanewise.DType;
import io.lanewise.jmh.library.Contender;
import io.lanewise.jmh.library.Library;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.problem.DecompositionProblem;
import io.lanewise.jmh.problem.MatrixVectorProblem;
import io.lanewise.jmh.problem.Problem;
import io.lanewise.jmh.problem.ProductProblem;
import java.util.List;
import java.util.function.Supplier;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * Hipparchus, which Commons Math became: plain Java on arrays, f64 only, one thread. Every result
 * is a new object.
 */
public final class Hipparchus implements Library {

  @Override
  public String description() {
    return "Hipparchus" + Versions.of("Hipparchus");
  }

  @Override
  public List<Contender> prepare(Problem problem) {
    if (problem.dtype() != DType.F64) {
      return List.of();
    }
    return switch (problem) {
      case ProductProblem p when p.amount() > Limits.PRODUCT || !p.isPlain() -> List.of();
      case ProductProblem p -> {
        RealMatrix a = matrix(p.height(), p.k(), p.left().values());
        RealMatrix b = matrix(p.k(), p.n(), p.right().values());
        yield only(() -> a.multiply(b), Hipparchus::elements);
      }
      case MatrixVectorProblem p -> {
        RealMatrix a = matrix(p.n(), p.n(), p.matrix());
        double[] x = p.vector().clone();
        yield p.isTransposed()
            ? only(() -> a.preMultiply(x), double[]::clone)
            : only(() -> a.operate(x), double[]::clone);
      }
      case DecompositionProblem p -> {
        RealMatrix a = matrix(p.n(), p.n(), p.matrix());
        yield p.kind() == DecompositionProblem.Kind.EIGEN
            ? only(
                () -> new EigenDecompositionSymmetric(a),
                eigen -> joined(eigen.getEigenvalues(), elements(eigen.getV())))
            : only(
                () -> new SingularValueDecomposition(a),
                svd ->
                    joined(svd.getSingularValues(), elements(svd.getU()), elements(svd.getVT())));
      }
      default -> List.of();
    };
  }

  private static <R> List<Contender> only(
      Supplier<R> once, java.util.function.Function<R, double[]> read) {
    Object[] last = new Object[1];
    @SuppressWarnings("unchecked") // what once gave
    Supplier<double[]> result = () -> read.apply((R) last[0]);
    return List.of(new Contender("hipparchus", Work.of(() -> last[0] = once.get(), result)));
  }

  private static RealMatrix matrix(int rows, int columns, double[] values) {
    RealMatrix matrix = MatrixUtils.createRealMatrix(rows, columns);
    for (int i = 0; i < values.length; i++) {
      matrix.setEntry(i / columns, i % columns, values[i]);
    }
    return matrix;
  }

  private static double[] elements(RealMatrix matrix) {
    int columns = matrix.getColumnDimension();
    double[] values = new double[matrix.getRowDimension() * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = matrix.getEntry(i / columns, i % columns);
    }
    return values;
  }

  private static double[] joined(double[]... parts) {
    return java.util.stream.Stream.of(parts)
        .flatMapToDouble(java.util.stream.DoubleStream::of)
        .toArray();
  }
}
