package io.lanewise.jmh.library;

import io.lanewise.DType;
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

/** The loops that come to mind first, over arrays. HotSpot makes vectors of some of them. */
final class Naive implements Library {
  /** Floating-point operations; above, triple loops take too long. */
  private static final double MOST = 4e8;

  @Override
  public String description() {
    return "plain loops over arrays";
  }

  @Override
  public List<Contender> prepare(Problem problem) {
    boolean single = problem.dtype() == DType.F32;
    return switch (problem) {
      case ProductProblem p when p.amount() > MOST || !p.isPlain() -> List.of();
      case ProductProblem p -> only(single ? NaiveF32.product(p) : NaiveF64.product(p));
      case TwoThreadsProblem p -> List.of();
      case SmallWeightsProblem p -> List.of();
      case BlasProblem p -> List.of();
      case MatrixVectorProblem p ->
          only(single ? NaiveF32.matrixVector(p) : NaiveF64.matrixVector(p));
      case ElementwiseProblem p -> only(single ? NaiveF32.elementwise(p) : NaiveF64.elementwise(p));
      case ReductionProblem p -> only(single ? NaiveF32.reduction(p) : NaiveF64.reduction(p));
      case DecompositionProblem p -> List.of();
      case ManyDecompositionsProblem p -> List.of();
      case GeneralEigenProblem p -> List.of();
      case FactorProblem p -> List.of();
      case AttentionProblem p when p.amount() > MOST -> List.of();
      case AttentionProblem p -> only(single ? NaiveF32.attention(p) : NaiveF64.attention(p));
    };
  }

  private static List<Contender> only(Work work) {
    return List.of(new Contender("naive", work));
  }
}
