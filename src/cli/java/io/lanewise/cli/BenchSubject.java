package io.lanewise.cli;

import io.lanewise.cli.bench.GpuSuite;
import io.lanewise.cli.bench.Workload;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code lanewise bench} times. */
enum BenchSubject {
  /** Product of two square matrices. */
  GEMM(Workload.Kind.GEMM, GpuSuite.Part.PRODUCT),
  /** Eigenvalues and vectors of a symmetric matrix. */
  EIG(Workload.Kind.EIG, null),
  /** Thin singular value decomposition. */
  SVD(Workload.Kind.SVD, GpuSuite.Part.SVD),
  /** {@code x += y}. */
  ELEMENTWISE(Workload.Kind.ELEMENTWISE, GpuSuite.Part.ELEMENTWISE),
  /** Scaled dot-product attention. */
  ATTENTION(Workload.Kind.ATTENTION, GpuSuite.Part.ATTENTION),
  /** Singular values and eigenvalues of many small matrices, on a GPU. */
  STACKS(null, GpuSuite.Part.STACKS),
  /** Everything that is worth knowing of a GPU, one after the other. */
  ALL(null, null);

  private final Workload.@Nullable Kind kind;
  private final GpuSuite.@Nullable Part part;

  BenchSubject(Workload.@Nullable Kind kind, GpuSuite.@Nullable Part part) {
    this.kind = kind;
    this.part = part;
  }

  /** What the GPU is measured by, or null for all or nothing. */
  GpuSuite.@Nullable Part part() {
    return part;
  }

  /** What the CPU is measured by, or null. */
  Workload.@Nullable Kind kind() {
    return kind;
  }

  /** The word for it on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
