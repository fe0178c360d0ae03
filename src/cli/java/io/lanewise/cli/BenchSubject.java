package io.lanewise.cli;

import io.lanewise.cli.bench.Workload;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code lanewise bench} times. */
enum BenchSubject {
  /** Product of two square matrices. */
  GEMM(Workload.Kind.GEMM),
  /** Eigenvalues and vectors of a symmetric matrix. */
  EIG(Workload.Kind.EIG),
  /** Thin singular value decomposition. */
  SVD(Workload.Kind.SVD),
  /** {@code x += y}. */
  ELEMENTWISE(Workload.Kind.ELEMENTWISE),
  /** Scaled dot-product attention. */
  ATTENTION(Workload.Kind.ATTENTION),
  /** Everything that is worth knowing of a GPU, one after the other. */
  ALL(null);

  private final Workload.@Nullable Kind kind;

  BenchSubject(Workload.@Nullable Kind kind) {
    this.kind = kind;
  }

  /** One workload, or null for all. */
  Workload.@Nullable Kind kind() {
    return kind;
  }

  /** The word for it on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
