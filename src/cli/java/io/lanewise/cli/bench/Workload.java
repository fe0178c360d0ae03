package io.lanewise.cli.bench;

import io.lanewise.DType;
import java.util.Locale;

/** Something to time: its operands exist, and repeating it changes nothing but its result. */
public interface Workload {

  /** What can be timed. */
  enum Kind {
    /** Product of two square matrices. */
    GEMM("GFLOP/s"),
    /** Eigenvalues and vectors of a symmetric matrix. */
    EIG("n^3/ns"),
    /** Thin singular value decomposition of a square matrix. */
    SVD("n^3/ns"),
    /** {@code x += y} on square matrices. */
    ELEMENTWISE("GB/s"),
    /** Scaled dot-product attention; the size is the length of the sequence. */
    ATTENTION("GFLOP/s");

    private final String unit;

    Kind(String unit) {
      this.unit = unit;
    }

    /** The word for it on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The unit of its rate.
     *
     * @return what 10^9 units of {@link Workload#work} a second are called
     */
    public String unit() {
      return unit;
    }

    /**
     * Whether the rate is one of floating-point operations, to be compared with the core's peak.
     *
     * @return false for what memory limits
     */
    public boolean computes() {
      return this != ELEMENTWISE;
    }

    /**
     * A size at which one run is enough work for the JIT compiler to see what is hot; at small ones
     * it would take thousands.
     *
     * @return rows and columns, or the length of the sequence
     */
    public int warmUpSize() {
      return this == GEMM || this == ELEMENTWISE ? 432 : 96;
    }

    /**
     * Sizes that take some seconds together.
     *
     * @return what is timed if nobody says otherwise
     */
    public int[] usualSizes() {
      return switch (this) {
        case GEMM, ELEMENTWISE -> new int[] {256, 1024};
        case EIG, SVD -> new int[] {128, 256};
        case ATTENTION -> new int[] {128, 512};
      };
    }

    /**
     * Makes one.
     *
     * @param dtype F32 or F64
     * @param size rows and columns, or the length of the sequence
     * @return the workload with its operands
     */
    public Workload of(DType dtype, int size) {
      return switch (this) {
        case GEMM -> new Gemm(dtype, size);
        case EIG -> new Eig(dtype, size);
        case SVD -> new Svds(dtype, size);
        case ELEMENTWISE -> new Elementwise(dtype, size);
        case ATTENTION -> new SelfAttention(dtype, size);
      };
    }
  }

  /** Does it once. */
  void run();

  /**
   * Does it once more and looks at the result.
   *
   * @throws IllegalStateException if it is wrong, saying how
   */
  void check();

  /**
   * What one run comes to.
   *
   * @return flops, bytes, or n^3
   */
  double work();
}
