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
import org.ojalgo.OjAlgoUtils;
import org.ojalgo.array.Array1D;
import org.ojalgo.matrix.decomposition.Eigenvalue;
import org.ojalgo.matrix.decomposition.SingularValue;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.PhysicalStore;
import org.ojalgo.matrix.store.R032Store;
import org.ojalgo.matrix.store.R064Store;

/**
 * ojAlgo: plain Java on arrays, column-major, limited to one thread. Decompositions in f64 only.
 */
public final class OjAlgo implements Library {

  /** Limits its threads. */
  public OjAlgo() {
    OjAlgoUtils.limitThreadsTo(1);
  }

  @Override
  public String description() {
    return "ojAlgo" + Versions.of("OjAlgo");
  }

  @Override
  public List<Contender> prepare(Problem problem) {
    return switch (problem) {
      case ProductProblem p when p.amount() > Limits.PRODUCT || !p.isPlain() -> List.of();
      case ProductProblem p -> {
        PhysicalStore<Double> a = store(p.dtype(), p.height(), p.k(), p.left().values());
        PhysicalStore<Double> b = store(p.dtype(), p.k(), p.n(), p.right().values());
        yield product(p.dtype(), a, b);
      }
      case MatrixVectorProblem p -> {
        PhysicalStore<Double> a = store(p.dtype(), p.n(), p.n(), p.matrix());
        yield p.isTransposed()
            ? product(p.dtype(), store(p.dtype(), 1, p.n(), p.vector()), a)
            : product(p.dtype(), a, store(p.dtype(), p.n(), 1, p.vector()));
      }
      case DecompositionProblem p when p.dtype() == DType.F32 -> List.of();
      case DecompositionProblem p when p.kind() == DecompositionProblem.Kind.EIGEN ->
          only(eigen(p));
      case DecompositionProblem p -> only(svd(p));
      default -> List.of();
    };
  }

  private static List<Contender> product(
      DType dtype, PhysicalStore<Double> a, PhysicalStore<Double> b) {
    PhysicalStore<Double> c = empty(dtype, (int) a.countRows(), (int) b.countColumns());
    return only(Work.of(() -> c.fillByMultiplying(a, b), () -> elements(c)));
  }

  private static Work eigen(DecompositionProblem problem) {
    int n = problem.n();
    PhysicalStore<Double> a = store(DType.F64, n, n, problem.matrix());
    Eigenvalue<Double> eigen = Eigenvalue.R064.make(n, true);
    return Work.of(
        () -> require(eigen.decompose(a)),
        () -> {
          double[] answer = new double[n + n * n];
          for (int i = 0; i < n; i++) {
            answer[i] = eigen.getD().doubleValue(i, i);
          }
          System.arraycopy(elements(eigen.getV()), 0, answer, n, n * n);
          return answer;
        });
  }

  private static Work svd(DecompositionProblem problem) {
    int n = problem.n();
    PhysicalStore<Double> a = store(DType.F64, n, n, problem.matrix());
    SingularValue<Double> svd = SingularValue.R064.make(a);
    return Work.of(
        () -> require(svd.decompose(a)),
        () -> {
          double[] answer = new double[n + 2 * n * n];
          Array1D<Double> values = svd.getSingularValues();
          for (int i = 0; i < n; i++) {
            answer[i] = values.doubleValue(i);
          }
          System.arraycopy(elements(svd.getU()), 0, answer, n, n * n);
          System.arraycopy(elements(svd.getV().transpose()), 0, answer, n + n * n, n * n);
          return answer;
        });
  }

  private static void require(boolean done) {
    if (!done) {
      throw new IllegalStateException("ojAlgo: no convergence");
    }
  }

  private static PhysicalStore<Double> empty(DType dtype, int rows, int columns) {
    return dtype == DType.F32
        ? R032Store.FACTORY.make(rows, columns)
        : R064Store.FACTORY.make(rows, columns);
  }

  private static PhysicalStore<Double> store(DType dtype, int rows, int columns, double[] values) {
    PhysicalStore<Double> store = empty(dtype, rows, columns);
    for (int i = 0; i < values.length; i++) {
      store.set(i / columns, i % columns, values[i]);
    }
    return store;
  }

  private static double[] elements(MatrixStore<Double> store) {
    int columns = (int) store.countColumns();
    double[] values = new double[(int) store.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = store.doubleValue(i / columns, i % columns);
    }
    return values;
  }

  private static List<Contender> only(Work work) {
    return List.of(new Contender("ojalgo", work));
  }
}
