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
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.bytedeco.openblas.global.openblas;

/**
 * OpenBLAS, on the same native memory as Lanewise. It takes the number of its threads from {@code
 * OPENBLAS_NUM_THREADS} when it is loaded; later it is too late, as its threads then spin beside
 * whatever else is measured. So the variable must be 1.
 */
public final class OpenBlas implements Library {
  private static final String NAME = "openblas";
  private static final String THREADS = "OPENBLAS_NUM_THREADS";

  /** Loads the library. */
  public OpenBlas() {
    if (!"1".equals(System.getenv(THREADS))) {
      throw new IllegalStateException("set " + THREADS + "=1: one thread is measured here");
    }
    openblas.LAPACKE_set_nancheck(0);
  }

  /** What the library says of itself: version, and the processor that its kernels are for. */
  @Override
  public String description() {
    MemorySegment function = SymbolLookup.loaderLookup().find("openblas_get_config").orElseThrow();
    try {
      MemorySegment text =
          (MemorySegment)
              Linker.nativeLinker()
                  .downcallHandle(function, FunctionDescriptor.of(ValueLayout.ADDRESS))
                  .invokeExact();
      return text.reinterpret(Integer.MAX_VALUE).getString(0).strip();
    } catch (Throwable failed) {
      throw new IllegalStateException("openblas_get_config", failed);
    }
  }

  @Override
  public List<Contender> prepare(Problem problem) {
    Cblas blas = new OpenBlasCalls();
    boolean single = problem.dtype() == DType.F32;
    return switch (problem) {
      case ProductProblem p ->
          only(single ? NativeBlasF32.product(blas, p) : NativeBlasF64.product(blas, p));
      case TwoThreadsProblem p -> twoThreads(p.product());
      case MatrixVectorProblem p ->
          only(single ? NativeBlasF32.matrixVector(blas, p) : NativeBlasF64.matrixVector(blas, p));
      case SmallWeightsProblem p -> List.of();
      case BlasProblem p -> only(single ? OpenBlasArraysF32.of(p) : OpenBlasArraysF64.of(p));
      case ElementwiseProblem p when p.operation() == ElementwiseProblem.Operation.ADD_IN_PLACE ->
          only(single ? NativeBlasF32.add(blas, p) : NativeBlasF64.add(blas, p));
      case ElementwiseProblem p -> List.of();
      case ReductionProblem p ->
          only(single ? NativeBlasF32.reduction(blas, p) : NativeBlasF64.reduction(blas, p));
      case DecompositionProblem p when p.kind() == DecompositionProblem.Kind.EIGEN ->
          List.of(new Contender("syevd", single ? LapackF32.eigen(p) : LapackF64.eigen(p)));
      case DecompositionProblem p ->
          List.of(
              new Contender("gesdd", single ? LapackF32.svd(p) : LapackF64.svd(p)),
              new Contender("gejsv", single ? LapackF32.jacobi(p) : LapackF64.jacobi(p)));
      case ManyDecompositionsProblem p when p.kind() == DecompositionProblem.Kind.EIGEN ->
          List.of(new Contender("syevd", single ? ManyLapackF32.eigen(p) : ManyLapackF64.eigen(p)));
      case ManyDecompositionsProblem p ->
          List.of(new Contender("gesdd", single ? ManyLapackF32.svd(p) : ManyLapackF64.svd(p)));
      case GeneralEigenProblem p ->
          List.of(new Contender("geev", single ? LapackF32.general(p) : LapackF64.general(p)));
      case FactorProblem p -> only(single ? FactorsF32.of(p) : FactorsF64.of(p));
      case AttentionProblem p -> List.of();
    };
  }

  /** The number of threads is set before each slice: it holds for the whole process. */
  private List<Contender> twoThreads(ProductProblem problem) {
    Work one = prepare(problem).getFirst().work();
    Work two = prepare(problem).getFirst().work();
    return List.of(
        new Contender(NAME, one),
        new Contender(
            NAME + TwoThreadsProblem.TWO,
            new Work() {
              @Override
              public void once() {
                repeat(1);
              }

              @Override
              public void repeat(int times) {
                openblas.blas_set_num_threads(2);
                two.repeat(times);
                openblas.blas_set_num_threads(1);
              }

              @Override
              public double[] result() {
                return two.result();
              }
            }));
  }

  private static List<Contender> only(Work work) {
    return List.of(new Contender(NAME, work));
  }
}
