package io.lanewise.jmh.peers;

import io.lanewise.DType;
import io.lanewise.jmh.library.Contender;
import io.lanewise.jmh.library.Library;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.problem.AttentionProblem;
import io.lanewise.jmh.problem.BlasProblem;
import io.lanewise.jmh.problem.DecompositionProblem;
import io.lanewise.jmh.problem.ElementwiseProblem;
import io.lanewise.jmh.problem.FactorProblem;
import io.lanewise.jmh.problem.GeneralEigenProblem;
import io.lanewise.jmh.problem.ManyDecompositionsProblem;
import io.lanewise.jmh.problem.MatrixVectorProblem;
import io.lanewise.jmh.problem.Problem;
import io.lanewise.jmh.problem.ProductProblem;
import io.lanewise.jmh.problem.ReductionProblem;
import io.lanewise.jmh.problem.SmallWeightsProblem;
import io.lanewise.jmh.problem.TwoThreadsProblem;
import java.util.List;
import org.ejml.EjmlVersion;

/** EJML: plain Java on arrays, one thread. */
public final class Ejml implements Library {

  @Override
  public String description() {
    return "EJML " + EjmlVersion.VERSION;
  }

  @Override
  public List<Contender> prepare(Problem problem) {
    boolean single = problem.dtype() == DType.F32;
    return switch (problem) {
      case ProductProblem p
          when p.calls() > 1
              || p.form() == ProductProblem.Form.SLICED
              || p.amount() > Limits.PRODUCT ->
          List.of();
      case TwoThreadsProblem p -> List.of();
      case MatrixVectorProblem p ->
          only(single ? EjmlSingle.matrixVector(p) : EjmlDouble.matrixVector(p));
      case ProductProblem p -> only(single ? EjmlSingle.product(p) : EjmlDouble.product(p));
      case ElementwiseProblem p when p.operation().broadcastAxis() >= 0 -> List.of();
      case ElementwiseProblem p ->
          only(single ? EjmlSingle.elementwise(p) : EjmlDouble.elementwise(p));
      case ReductionProblem p -> only(single ? EjmlSingle.reduction(p) : EjmlDouble.reduction(p));
      case DecompositionProblem p when p.kind() == DecompositionProblem.Kind.EIGEN ->
          only(single ? EjmlSingle.eigen(p) : EjmlDouble.eigen(p));
      case DecompositionProblem p -> only(single ? EjmlSingle.svd(p) : EjmlDouble.svd(p));
      case SmallWeightsProblem p -> List.of();
      case BlasProblem p -> List.of();
      case FactorProblem p -> List.of();
      case ManyDecompositionsProblem p -> List.of();
      case GeneralEigenProblem p -> only(single ? EjmlSingle.general(p) : EjmlDouble.general(p));
      case AttentionProblem p -> List.of();
    };
  }

  private static List<Contender> only(Work work) {
    return List.of(new Contender("ejml", work));
  }
}
