package io.lanewise.jmh.peers;

import io.lanewise.DType;
import io.lanewise.jmh.library.Contender;
import io.lanewise.jmh.library.Library;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.problem.ElementwiseProblem;
import io.lanewise.jmh.problem.MatrixVectorProblem;
import io.lanewise.jmh.problem.Problem;
import io.lanewise.jmh.problem.ProductProblem;
import io.lanewise.jmh.problem.ReductionProblem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bytedeco.mkl.global.mkl_rt;

/** Intel's MKL with one thread, on the same native memory as Lanewise: the products of BLAS. */
public final class Mkl implements Library {
  private static final int LENGTH = 200;

  /** Loads the library. */
  public Mkl() {
    mkl_rt.MKL_Set_Num_Threads(1);
  }

  @Override
  public String description() {
    byte[] text = new byte[LENGTH];
    mkl_rt.MKL_Get_Version_String(text, LENGTH);
    return new String(text, StandardCharsets.US_ASCII).replace('\0', ' ').strip();
  }

  @Override
  public List<Contender> prepare(Problem problem) {
    Cblas blas = new MklCalls();
    boolean single = problem.dtype() == DType.F32;
    return switch (problem) {
      case ProductProblem p ->
          only(single ? NativeBlasF32.product(blas, p) : NativeBlasF64.product(blas, p));
      case MatrixVectorProblem p ->
          only(single ? NativeBlasF32.matrixVector(blas, p) : NativeBlasF64.matrixVector(blas, p));
      case ElementwiseProblem p when p.operation() == ElementwiseProblem.Operation.ADD_IN_PLACE ->
          only(single ? NativeBlasF32.add(blas, p) : NativeBlasF64.add(blas, p));
      case ReductionProblem p ->
          only(single ? NativeBlasF32.reduction(blas, p) : NativeBlasF64.reduction(blas, p));
      default -> List.of();
    };
  }

  private static List<Contender> only(Work work) {
    return List.of(new Contender("mkl", work));
  }
}
