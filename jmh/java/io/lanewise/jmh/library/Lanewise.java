package io.lanewise.jmh.library;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.Tensor;
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
import io.lanewise.linalg.Eigen;
import io.lanewise.linalg.Svd;
import io.lanewise.linalg.SvdBatch;
import io.lanewise.linalg.SymmetricEigen;
import io.lanewise.linalg.SymmetricEigenBatch;
import io.lanewise.nn.Attention;
import io.lanewise.nn.QuantizedMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Lanewise itself, on one thread, with results that are written into tensors that exist. */
public final class Lanewise implements Library {
  /** The name of Lanewise with the best kernels of the machine. */
  public static final String NAME = "lanewise";

  /** Floating-point operations of a product; above, the scalar kernels take seconds. */
  private static final double MOST_OF_SCALAR = 2e10;

  private final String name;
  private final boolean scalar;
  private final Engine engine;

  private Lanewise(String name, EngineOptions.Kernels kernels, int threads) {
    this.name = name;
    this.scalar = kernels == EngineOptions.Kernels.SCALAR;
    this.engine = Engine.cpu(EngineOptions.auto().withThreads(threads).withKernels(kernels));
  }

  /**
   * With the kernels that this machine gets by default.
   *
   * @return the library
   */
  public static Lanewise fastest() {
    return new Lanewise(NAME, EngineOptions.Kernels.AUTO, 1);
  }

  /** With the kernels in plain Java; left out where minutes would be needed. */
  static Lanewise scalar() {
    return new Lanewise("scalar", EngineOptions.Kernels.SCALAR, 1);
  }

  /** Of what the engine says of itself, the facts that its speed depends on. */
  @Override
  public String description() {
    return engine
        .describe()
        .lines()
        .filter(line -> line.matches("(kernels|tile|huge pages) .*"))
        .map(line -> line.replaceAll("\\s+", " ").strip())
        .collect(Collectors.joining("; "));
  }

  @Override
  public List<Contender> prepare(Problem problem) {
    if (scalar && isLong(problem)) {
      return List.of();
    }
    return switch (problem) {
      case ProductProblem product -> List.of(product(product));
      case TwoThreadsProblem two -> twoThreads(two);
      case MatrixVectorProblem product -> List.of(matrixVector(product));
      case SmallWeightsProblem product -> List.of(smallWeights(product));
      case BlasProblem arrays ->
          List.of(
              contender(
                  arrays.dtype() == DType.F32
                      ? LanewiseArraysF32.of(arrays)
                      : LanewiseArraysF64.of(arrays)));
      case ElementwiseProblem elementwise -> List.of(elementwise(elementwise));
      case ReductionProblem reduction -> List.of(reduction(reduction));
      case DecompositionProblem decomposition -> List.of(decomposition(decomposition));
      case ManyDecompositionsProblem many -> List.of(many(many));
      case GeneralEigenProblem general -> List.of(general(general));
      case FactorProblem factors ->
          List.of(
              contender(LanewiseFactors.fresh(factors)),
              contender(name + LanewiseFactors.IN_PLACE, LanewiseFactors.inPlace(factors)));
      case AttentionProblem attention -> List.of(attention(attention));
    };
  }

  private static boolean isLong(Problem problem) {
    return switch (problem) {
      case TwoThreadsProblem two -> true;
      case DecompositionProblem decomposition -> true;
      case ManyDecompositionsProblem many -> true;
      case GeneralEigenProblem general -> true;
      case FactorProblem factors -> true;
      default ->
          problem.ceiling() == Problem.Ceiling.ARITHMETIC && problem.amount() > MOST_OF_SCALAR;
    };
  }

  private Contender product(ProductProblem problem) {
    DType dtype = problem.dtype();
    if (problem.form() == ProductProblem.Form.HEAP) {
      Tensor a = Operands.wrapped(problem.left(), dtype);
      Tensor b = Operands.wrapped(problem.right(), dtype);
      Tensor c = Operands.wrapped(problem.result(), dtype);
      return contender(() -> a.matmulInto(b, c), c::toDoubleArray);
    }
    Tensor a = batched(problem, Operands.view(problem.left(), dtype), problem.k());
    Tensor b = Operands.view(problem.right(), dtype);
    Tensor c = batched(problem, Operands.view(problem.result(), dtype), problem.n());
    Runnable once =
        problem.form() == ProductProblem.Form.UPDATE
            ? () -> Tensor.gemm(1, a, b, 1, c)
            : () -> a.matmulInto(b, c);
    return contender(once, c::toDoubleArray);
  }

  /** A batch that others do as one tall product is a batch here. */
  private static Tensor batched(ProductProblem problem, Tensor tensor, int columns) {
    return problem.batch() > 1 && problem.calls() == 1
        ? tensor.reshape(problem.batch(), problem.m(), columns)
        : tensor;
  }

  /** With two threads the answer must be the same, bit by bit. */
  private List<Contender> twoThreads(TwoThreadsProblem problem) {
    Lanewise two = new Lanewise(NAME + TwoThreadsProblem.TWO, EngineOptions.Kernels.AUTO, 2);
    Contender one = product(problem.product());
    Contender other = two.product(problem.product());
    return List.of(
        one,
        new Contender(
            other.name(),
            Work.of(
                other.work(),
                () -> {
                  double[] answer = other.work().result();
                  if (!Arrays.equals(answer, one.work().result())) {
                    throw new AssertionError("not the bits of one thread");
                  }
                  return answer;
                })));
  }

  private Contender matrixVector(MatrixVectorProblem problem) {
    int n = problem.n();
    Tensor a = Operands.tensor(problem.matrix(), problem.dtype(), n, n);
    Tensor x = Operands.tensor(problem.vector(), problem.dtype(), n);
    Tensor y = Tensor.zeros(problem.dtype(), n);
    Runnable once = problem.isTransposed() ? () -> x.matmulInto(a, y) : () -> a.matmulInto(x, y);
    return contender(once, y::toDoubleArray);
  }

  private Contender smallWeights(SmallWeightsProblem problem) {
    int n = problem.n();
    Tensor wide = Operands.tensor(problem.matrix(), DType.F32, n, n);
    Tensor x = Operands.tensor(problem.vector(), DType.F32, n);
    if (problem.weights() == DType.I8) {
      // Stored is what has the scales: W, or its transpose, a layer (out, in).
      Tensor stored = problem.isTransposed() ? wide.transpose().copy() : wide;
      QuantizedMatrix quantised = QuantizedMatrix.quantize(stored);
      Tensor y = Tensor.zeros(DType.F32, n);
      return contender(() -> quantised.applyInto(x, y), y::toDoubleArray);
    }
    Tensor w = wide.cast(problem.weights());
    Tensor y = Tensor.zeros(DType.F32, n);
    Runnable once = problem.isTransposed() ? () -> x.matmulInto(w, y) : () -> w.matmulInto(x, y);
    return contender(once, y::toDoubleArray);
  }

  private Contender elementwise(ElementwiseProblem problem) {
    DType dtype = problem.dtype();
    Tensor x = Operands.tensor(problem.first(), dtype, longs(problem.shape()));
    Tensor y = Operands.tensor(problem.second(), dtype, longs(problem.secondShape()));
    if (problem.operation() == ElementwiseProblem.Operation.ADD_IN_PLACE) {
      return contender(() -> x.addInPlace(y), x::toDoubleArray);
    }
    Tensor z = Tensor.zeros(dtype, longs(problem.shape()));
    Runnable once =
        problem.operation() == ElementwiseProblem.Operation.EXP
            ? () -> x.expInto(z)
            : () -> x.addInto(y, z);
    return contender(once, z::toDoubleArray);
  }

  private Contender reduction(ReductionProblem problem) {
    Tensor x = Operands.tensor(problem.first(), problem.dtype(), problem.elements());
    double[] answer = new double[1];
    if (problem.operation() == ReductionProblem.Operation.SUM) {
      return contender(() -> answer[0] = x.sum(), answer::clone);
    }
    Tensor y = Operands.tensor(problem.second(), problem.dtype(), problem.elements());
    return contender(() -> answer[0] = x.dot(y), answer::clone);
  }

  private Contender decomposition(DecompositionProblem problem) {
    Tensor a = Operands.tensor(problem.matrix(), problem.dtype(), problem.n(), problem.n());
    Tensor[] parts = new Tensor[3];
    Runnable once =
        switch (problem.kind()) {
          case EIGEN ->
              () -> {
                SymmetricEigen eigen = SymmetricEigen.of(a);
                parts[0] = eigen.values();
                parts[1] = eigen.vectors();
                parts[2] = Tensor.zeros(problem.dtype(), 0);
              };
          case SVD, GRADED_SVD ->
              () -> {
                Svd svd = Svd.of(a);
                parts[0] = svd.s();
                parts[1] = svd.u();
                parts[2] = svd.vt();
              };
        };
    return contender(once, () -> joined(parts));
  }

  private Contender many(ManyDecompositionsProblem problem) {
    int n = problem.n();
    Tensor a = Operands.tensor(problem.matrices(), problem.dtype(), problem.count(), n, n);
    Tensor[] parts = new Tensor[3];
    Runnable once =
        problem.kind() == DecompositionProblem.Kind.EIGEN
            ? () -> {
              SymmetricEigenBatch eigen = SymmetricEigenBatch.of(a);
              parts[0] = eigen.values();
              parts[1] = eigen.vectors();
              parts[2] = Tensor.zeros(problem.dtype(), problem.count(), 0);
            }
            : () -> {
              SvdBatch svd = SvdBatch.of(a);
              parts[0] = svd.s();
              parts[1] = svd.u();
              parts[2] = svd.vt();
            };
    // for each matrix all its parts one after the other
    return contender(
        once,
        () ->
            Tensor.concat(
                    1,
                    Stream.of(parts)
                        .map(
                            part ->
                                part.reshape(problem.count(), part.elements() / problem.count()))
                        .toArray(Tensor[]::new))
                .flatten()
                .toDoubleArray());
  }

  private Contender general(GeneralEigenProblem problem) {
    Tensor a = Operands.tensor(problem.matrix(), problem.dtype(), problem.n(), problem.n());
    Eigen[] result = new Eigen[1];
    return contender(
        () -> result[0] = Eigen.of(a),
        () ->
            joined(
                result[0].real(),
                result[0].imaginary(),
                result[0].vectorsReal(),
                result[0].vectorsImaginary()));
  }

  private static double[] joined(Tensor... parts) {
    return Stream.of(parts)
        .flatMapToDouble(part -> DoubleStream.of(part.toDoubleArray()))
        .toArray();
  }

  /** The result is a new tensor each time. */
  private Contender attention(AttentionProblem problem) {
    long[] shape = {problem.batch(), problem.heads(), problem.n(), problem.d()};
    Tensor q = Operands.tensor(problem.queries(), problem.dtype(), shape);
    Tensor k = Operands.tensor(problem.keys(), problem.dtype(), shape);
    Tensor v = Operands.tensor(problem.values(), problem.dtype(), shape);
    Tensor[] result = new Tensor[1];
    return contender(
        () -> result[0] = Attention.scaledDotProduct(q, k, v), () -> result[0].toDoubleArray());
  }

  /** The engine is made current once for a whole slice, as a program would do. */
  private Contender contender(Work work) {
    return contender(name, work);
  }

  private Contender contender(Runnable once, Supplier<double[]> result) {
    return contender(name, Work.of(once, result));
  }

  private Contender contender(String called, Work work) {
    return new Contender(
        called,
        new Work() {
          @Override
          public void once() {
            repeat(1);
          }

          @Override
          public void repeat(int times) {
            engine.run(
                () -> {
                  for (int i = 0; i < times; i++) {
                    work.once();
                  }
                });
          }

          @Override
          public double[] result() {
            return work.result();
          }
        });
  }

  private static long[] longs(int[] sizes) {
    return java.util.Arrays.stream(sizes).asLongStream().toArray();
  }
}
