package io.lanewise.cpu.gemm;

import io.lanewise.Activation;
import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.Epilogue;
import io.lanewise.backend.UnaryOp;
import io.lanewise.cpu.elementwise.Elementwise;
import io.lanewise.kernel.MapKernel;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Bias and activation, applied to some rows of the result as soon as their last sums are added: the
 * rows are in the first-level cache then, where a pass of its own would read and write all of C.
 */
final class Finish {
  private final MapKernel map;
  private final int elementBytes;
  private final @Nullable HostMemory bias;
  private final long biasAt;
  private final Activation activation;

  private Finish(MapKernel map, int elementBytes, @Nullable View bias, Activation activation) {
    this.map = map;
    this.elementBytes = elementBytes;
    if (bias == null) {
      this.bias = null;
      this.biasAt = 0;
    } else {
      this.bias = bias.storage().host();
      this.biasAt = this.bias.origin() + bias.offset() * elementBytes;
    }
    this.activation = activation;
  }

  /**
   * What an epilogue asks for.
   *
   * @param epilogue the epilogue
   * @param map kernels of the result's type
   * @param elementBytes 4 or 8
   * @return null if it asks for nothing, or its bias is not consecutive in memory of ours
   */
  static @Nullable Finish of(Epilogue epilogue, MapKernel map, int elementBytes) {
    View bias = epilogue.bias();
    boolean fits = bias == null || (bias.isContiguous() && !bias.storage().host().foreign());
    return fits && isNeeded(epilogue)
        ? new Finish(map, elementBytes, bias, epilogue.activation())
        : null;
  }

  /**
   * Whether an epilogue asks for anything.
   *
   * @param epilogue the epilogue
   * @return true if so
   */
  static boolean isNeeded(Epilogue epilogue) {
    return epilogue.bias() != null || epilogue.activation() != Activation.NONE;
  }

  /**
   * The same in a pass of its own.
   *
   * @param epilogue what to apply
   * @param c the result
   * @param elementwise what applies it
   */
  static void apply(Epilogue epilogue, View c, Elementwise elementwise) {
    View bias = epilogue.bias();
    if (bias != null) {
      elementwise.zip(BinaryOp.ADD, c, bias, c);
    }
    UnaryOp op = function(epilogue.activation());
    if (op != null) {
      elementwise.map(op, c, c);
    } else if (epilogue.activation() == Activation.RELU) {
      elementwise.zip(BinaryOp.MAX, c, 0.0, c);
    }
  }

  /**
   * Applies it to some rows.
   *
   * @param c segment of the result
   * @param at byte offset of the first element
   * @param rowBytes bytes between the rows
   * @param rows how many
   * @param column index of the first column in the whole result
   * @param columns how many
   */
  void rows(MemorySegment c, long at, long rowBytes, int rows, long column, int columns) {
    UnaryOp op = function(activation);
    for (int i = 0; i < rows; i++) {
      long row = at + i * rowBytes;
      if (bias != null) {
        long from = biasAt + column * elementBytes;
        map.zip(BinaryOp.ADD, c, row, bias.base(), from, c, row, columns);
      }
      if (op != null) {
        map.map(op, c, row, c, row, columns);
      } else if (activation == Activation.RELU) {
        map.zipRight(BinaryOp.MAX, c, row, 0, c, row, columns);
      }
    }
  }

  private static @Nullable UnaryOp function(Activation activation) {
    return switch (activation) {
      case NONE, RELU -> null;
      case GELU -> UnaryOp.GELU;
      case SILU -> UnaryOp.SILU;
      case SIGMOID -> UnaryOp.SIGMOID;
      case TANH -> UnaryOp.TANH;
    };
  }
}
