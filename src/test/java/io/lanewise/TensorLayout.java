package io.lanewise;

import static io.lanewise.Slice.all;
import static io.lanewise.Slice.from;
import static io.lanewise.Slice.range;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/** The layouts in which contract tests hand operands to operations. */
enum TensorLayout {
  CONTIGUOUS,
  /** All axes in reverse order in memory. */
  TRANSPOSED,
  /** Every second position along each axis of something larger. */
  SLICED,
  /** Rows without gaps that begin one element after a boundary. */
  OFFSET,
  /** Negative strides along all axes. */
  REVERSED,
  /** A heap array of bytes. */
  WRAPPED,
  /** One position along the first axis, repeated; read-only. */
  BROADCAST;

  /** Those that can be written. */
  static final List<TensorLayout> WRITABLE =
      List.of(CONTIGUOUS, TRANSPOSED, SLICED, OFFSET, REVERSED, WRAPPED);

  /** A tensor of this layout with arbitrary contents; {@link #BROADCAST} gives a contiguous one. */
  Tensor empty(DType dtype, long... shape) {
    int rank = shape.length;
    switch (this) {
      case TRANSPOSED -> {
        long[] reversed = new long[rank];
        int[] axes = new int[rank];
        for (int i = 0; i < rank; i++) {
          reversed[i] = shape[rank - 1 - i];
          axes[i] = rank - 1 - i;
        }
        return Tensor.zeros(dtype, reversed).permute(axes);
      }
      case SLICED -> {
        long[] larger = Arrays.stream(shape).map(size -> 2 * size + 3).toArray();
        return Tensor.zeros(dtype, larger)
            .slice(
                Arrays.stream(shape)
                    .mapToObj(size -> range(1, 1 + 2 * size, 2))
                    .toArray(Slice[]::new));
      }
      case OFFSET -> {
        if (rank == 0) {
          return Tensor.zeros(dtype, 3).slice(Slice.at(1));
        }
        long[] larger = shape.clone();
        larger[rank - 1]++;
        Slice[] slices = new Slice[rank];
        Arrays.fill(slices, all());
        slices[rank - 1] = from(1);
        return Tensor.zeros(dtype, larger).slice(slices);
      }
      case REVERSED -> {
        Slice[] slices = new Slice[rank];
        Arrays.fill(slices, all().step(-1));
        return Tensor.zeros(dtype, shape).slice(slices);
      }
      case WRAPPED -> {
        long bytes = Shape.of(shape).elements() * dtype.bytes();
        return Tensor.wrap(MemorySegment.ofArray(new byte[(int) bytes]), dtype, shape);
      }
      default -> {
        return Tensor.zeros(dtype, shape);
      }
    }
  }

  /** A tensor of this layout with the given elements, those of the first position in BROADCAST. */
  Tensor of(DType dtype, double[] values, long... shape) {
    Tensor tensor = Naive.fill(empty(dtype, shape), values);
    return this == BROADCAST && shape.length > 0 && shape[0] > 1
        ? tensor.slice(range(0, 1)).broadcastTo(shape)
        : tensor;
  }
}
