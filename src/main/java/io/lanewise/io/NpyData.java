package io.lanewise.io;

import io.lanewise.DTypeException;
import io.lanewise.Shape;
import io.lanewise.Tensor;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteOrder;

/**
 * One array in NumPy's format, on its way to or from a stream.
 *
 * @param header the bytes before the elements
 * @param elements the elements in the file's order: a contiguous view
 */
record NpyData(byte[] header, View elements) {
  /**
   * A tensor as it goes into a file, as NumPy would write it: transposed row-major elements stay
   * where they are and are marked as such, any other layout is copied first.
   *
   * @param tensor any layout
   * @return the data
   * @throws DTypeException for BF16
   */
  static NpyData of(Tensor tensor) {
    View view = Internal.view(tensor);
    View reversed = reverse(view);
    boolean fortran = !view.isContiguous() && reversed.isContiguous();
    byte[] header = NpyHeader.bytes(view.dtype(), fortran, view.shape());
    return new NpyData(header, fortran ? reversed : ElementWriter.contiguous(view));
  }

  /**
   * Size of the file.
   *
   * @return bytes, header included
   */
  long bytes() {
    return header.length + elements.elements() * elements.dtype().bytes();
  }

  /**
   * Writes header and elements.
   *
   * @param out where to; not closed
   */
  void writeTo(OutputStream out) throws IOException {
    out.write(header);
    ElementWriter.write(elements, ByteOrder.nativeOrder(), out);
  }

  /**
   * Reads the elements.
   *
   * @param in a stream at the first element; left after the last
   * @param header what the header said
   * @param checked whether it is known that so many bytes follow; otherwise memory grows with what
   *     arrives
   * @param name what to call the stream in errors
   * @return the tensor; the transpose of a row-major one if the file was in Fortran order
   * @throws FormatException if the stream ends too early, or an element has no place in a tensor
   */
  static Tensor read(InputStream in, NpyHeader header, boolean checked, String name)
      throws IOException {
    Shape shape = header.shape();
    if (header.fortran()) {
      shape = Shape.of(reverse(shape.toArray()));
    }
    Tensor tensor =
        new StoredArray(name, header.length(), header.type(), header.order(), shape)
            .read(in, checked);
    return header.fortran() ? Internal.tensor(reverse(Internal.view(tensor))) : tensor;
  }

  /** All axes in reverse. */
  private static View reverse(View view) {
    return new View(
        view.storage(),
        view.dtype(),
        view.offset(),
        Shape.of(reverse(view.shape().toArray())),
        reverse(view.strides()));
  }

  private static long[] reverse(long[] values) {
    long[] reversed = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      reversed[i] = values[values.length - 1 - i];
    }
    return reversed;
  }
}
