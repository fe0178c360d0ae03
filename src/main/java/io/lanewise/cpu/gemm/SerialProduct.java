package io.lanewise.cpu.gemm;

import io.lanewise.DType;
import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.HostMemory;
import java.lang.foreign.MemorySegment;

/**
 * Products of blocks on the calling thread, for drivers that deal out their work themselves. The
 * same arithmetic as {@link Gemm}, so the same bits.
 */
public final class SerialProduct {
  private final Product.Settings<?> f32;
  private final Product.Settings<?> f64;

  /**
   * Products.
   *
   * @param f32 kernels for F32
   * @param f64 kernels for F64
   */
  public SerialProduct(Kernels f32, Kernels f64) {
    this.f32 = Product.Settings.of(f32.gemm(), f32.small(), Float.BYTES);
    this.f64 = Product.Settings.of(f64.gemm(), f64.small(), Double.BYTES);
  }

  /**
   * A block of a matrix in memory that is not foreign.
   *
   * @param base segment
   * @param at byte offset of the first element
   * @param row bytes from one row to the next
   * @param column bytes from one column to the next
   */
  public record Block(MemorySegment base, long at, long row, long column) {
    /**
     * A block with consecutive elements in its rows.
     *
     * @param memory where it is
     * @param at byte offset of the first element
     * @param row bytes from one row to the next
     * @param bytes size of an element
     * @return the block
     */
    public static Block of(HostMemory memory, long at, long row, int bytes) {
      return new Block(memory.base(), at, row, bytes);
    }

    /**
     * The same block with rows and columns exchanged.
     *
     * @return its transpose
     */
    public Block transpose() {
      return new Block(base, at, column, row);
    }
  }

  /**
   * {@code c = a b}.
   *
   * @param workspace of the calling thread
   * @param dtype F32 or F64
   * @param a m x k
   * @param b k x n
   * @param c m x n, its rows consecutive; not overlapping the others
   * @param m rows
   * @param n columns
   * @param k length of the sums, at least 1
   */
  public void multiply(
      Workspace workspace, DType dtype, Block a, Block b, Block c, long m, long n, long k) {
    multiply(workspace, dtype, 1, a, b, 0, c, m, n, k);
  }

  /**
   * {@code c = alpha a b + beta c}.
   *
   * @param workspace of the calling thread
   * @param dtype F32 or F64
   * @param alpha factor of the product, representable in the type
   * @param a m x k
   * @param b k x n
   * @param beta factor of the old contents, likewise; they are not read if it is 0
   * @param c m x n, its rows consecutive; not overlapping the others
   * @param m rows
   * @param n columns
   * @param k length of the sums, at least 1
   */
  public void multiply(
      Workspace workspace,
      DType dtype,
      double alpha,
      Block a,
      Block b,
      double beta,
      Block c,
      long m,
      long n,
      long k) {
    Matrices matrices = Gemm.matrices(workspace);
    matrices.set(a, b, c, m, n, k);
    if (dtype == DType.F32) {
      Product.runAlone(workspace, f32, matrices, alpha, beta);
    } else {
      Product.runAlone(workspace, f64, matrices, alpha, beta);
    }
  }
}
