package io.lanewise.jmh.peers;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import io.lanewise.DType;
import io.lanewise.jmh.library.Contender;
import io.lanewise.jmh.library.Library;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.problem.BlasProblem;
import io.lanewise.jmh.problem.ElementwiseProblem;
import io.lanewise.jmh.problem.MatrixVectorProblem;
import io.lanewise.jmh.problem.Problem;
import io.lanewise.jmh.problem.ProductProblem;
import io.lanewise.jmh.problem.ReductionProblem;
import java.util.List;

/** netlib's BLAS in Java with the Vector API, on arrays, one thread. */
public final class VectorBlas implements Library {
  private final BLAS blas = JavaBLAS.getInstance();

  @Override
  public String description() {
    return "netlib" + Versions.of("Netlib") + " " + blas.getClass().getSimpleName();
  }

  @Override
  public List<Contender> prepare(Problem problem) {
    boolean single = problem.dtype() == DType.F32;
    return switch (problem) {
      case ProductProblem p when p.amount() > Limits.PRODUCT -> List.of();
      case ProductProblem p ->
          only(single ? VectorBlasF32.product(blas, p) : VectorBlasF64.product(blas, p));
      case MatrixVectorProblem p ->
          only(single ? VectorBlasF32.matrixVector(blas, p) : VectorBlasF64.matrixVector(blas, p));
      case BlasProblem p
          when p.ceiling() == Problem.Ceiling.ARITHMETIC && p.amount() > Limits.PRODUCT ->
          List.of();
      case BlasProblem p ->
          only(single ? VectorBlasArraysF32.of(blas, p) : VectorBlasArraysF64.of(blas, p));
      case ElementwiseProblem p when p.operation() == ElementwiseProblem.Operation.ADD_IN_PLACE ->
          only(single ? VectorBlasF32.add(blas, p) : VectorBlasF64.add(blas, p));
      case ReductionProblem p ->
          only(single ? VectorBlasF32.reduction(blas, p) : VectorBlasF64.reduction(blas, p));
      default -> List.of();
    };
  }

  private static List<Contender> only(Work work) {
    return List.of(new Contender("vectorblas", work));
  }
}
