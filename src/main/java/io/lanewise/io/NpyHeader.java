package io.lanewise.io;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What the beginning of an {@code .npy} file says of the numbers behind it [1].
 *
 * <p>The layout: the bytes {@code 93 'N' 'U' 'M' 'P' 'Y'}, a major and a minor version, the length
 * of the text (2 bytes in version 1, 4 in 2 and 3, little endian), the text: a Python dictionary,
 * spaces, a line feed.
 *
 * <p>[1] NumPy reference, numpy.lib.format.
 *
 * @param type what the elements are in the file
 * @param order byte order of the elements
 * @param fortran whether the first axis, not the last, is the one whose neighbours lie side by side
 * @param shape sizes along the axes
 * @param length bytes before the first element
 */
record NpyHeader(StoredType type, ByteOrder order, boolean fortran, Shape shape, int length) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;

  /**
   * NumPy leaves room for the axis along which a file grows, so that it can be rewritten in place.
   */
  private static final int DIGITS_OF_GROWING_AXIS = 21;

  /** Far more than any array needs; a length that is only claimed must not make us read much. */
  private static final int LONGEST_TEXT = 0xffff;

  /**
   * Bytes that the elements take.
   *
   * @return their number times their size; {@link #read} has made sure that it is a long
   */
  long dataBytes() {
    return shape.elements() * type.bytes();
  }

  /**
   * Reads a header and leaves the stream at the first element.
   *
   * @param in the stream
   * @param name what to call it in errors
   * @return the header
   * @throws FormatException if it is not exactly what the format allows
   */
  static NpyHeader read(InputStream in, String name) throws IOException {
    byte[] start = in.readNBytes(8);
    checkMagic(start, name);
    int major = start[6];
    int minor = start[7];
    if (major < 1 || major > 3 || minor != 0) {
      throw new FormatException(
          name,
          6,
          "version " + (major & 0xff) + "." + (minor & 0xff) + " of the npy format",
          "1.0, 2.0 and 3.0 can be read: save it again with a current NumPy");
    }
    int width = major == 1 ? 2 : 4;
    byte[] size = in.readNBytes(width);
    if (size.length < width) {
      throw truncated(name, 8 + size.length);
    }
    ByteBuffer bytes = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN);
    long claimed =
        major == 1 ? Short.toUnsignedInt(bytes.getShort()) : Integer.toUnsignedLong(bytes.getInt());
    if (claimed > LONGEST_TEXT) {
      throw new FormatException(
          name,
          8,
          "a header of " + claimed + " bytes, where " + LONGEST_TEXT + " is the most expected",
          "the file is damaged, or holds a structured type: save plain numbers");
    }
    byte[] text = in.readNBytes((int) claimed);
    if (text.length < claimed) {
      throw truncated(name, 8 + width + text.length);
    }
    return new HeaderParser(text, name, 8 + width).parse();
  }

  private static void checkMagic(byte[] start, String name) throws FormatException {
    for (int i = 0; i < MAGIC.length; i++) {
      if (i >= start.length) {
        throw truncated(name, start.length);
      }
      if (start[i] != MAGIC[i]) {
        throw foreign(start, name, i);
      }
    }
    if (start.length < 8) {
      throw truncated(name, start.length);
    }
  }

  /** What else begins so? NumPy also saves archives, and pickles without saying so. */
  private static FormatException foreign(byte[] start, String name, int at) {
    if (start[0] == 'P' && start.length > 1 && start[1] == 'K') {
      return new FormatException(
          name,
          at,
          "a zip archive, not an npy file",
          "if NumPy wrote it, it is an npz: read it as such");
    }
    if ((start[0] & 0xff) == 0x80 && start.length > 1 && start[1] >= 2 && start[1] <= 5) {
      return new FormatException(
          name,
          at,
          "a Python pickle, which is a program and is not run here",
          "save numbers by numpy.save(file, array)");
    }
    return new FormatException(
        name, at, "not an npy file", "write one in NumPy by numpy.save(file, array)");
  }

  /** The array in words, such as {@code F32 (2, 3)}. */
  @Override
  public String toString() {
    return type + " " + shape;
  }

  static FormatException truncated(String name, long offset) {
    return new FormatException(
        name, offset, "the file ends inside the header", "it was cut short: copy it again");
  }

  /**
   * The header that NumPy writes for such an array, byte for byte.
   *
   * @param dtype element type
   * @param fortran whether the first axis is the inner one
   * @param shape sizes
   * @return the bytes before the first element
   * @throws DTypeException for BF16, which NumPy does not have
   */
  static byte[] bytes(DType dtype, boolean fortran, Shape shape) {
    StringBuilder text = new StringBuilder("{'descr': '").append(descr(dtype));
    text.append("', 'fortran_order': ").append(fortran ? "True" : "False").append(", 'shape': (");
    for (int axis = 0; axis < shape.rank(); axis++) {
      text.append(axis == 0 ? "" : ", ").append(shape.size(axis));
    }
    text.append(shape.rank() == 1 ? ",), }" : "), }");
    if (shape.rank() > 0) {
      String growing = Long.toString(shape.size(fortran ? -1 : 0));
      text.repeat(' ', DIGITS_OF_GROWING_AXIS - growing.length());
    }
    int version = text.length() + ALIGNMENT < 0xffff ? 1 : 2;
    int fixed = version == 1 ? 10 : 12;
    text.repeat(' ', ALIGNMENT - (fixed + text.length() + 1) % ALIGNMENT).append('\n');
    ByteBuffer bytes =
        ByteBuffer.allocate(fixed + text.length()).order(ByteOrder.LITTLE_ENDIAN).put(MAGIC);
    bytes.put((byte) version).put((byte) 0);
    if (version == 1) {
      bytes.putShort((short) text.length());
    } else {
      bytes.putInt(text.length());
    }
    return bytes.put(text.toString().getBytes(StandardCharsets.US_ASCII)).array();
  }

  private static String descr(DType dtype) {
    char order =
        dtype.bytes() == 1 ? '|' : ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? '<' : '>';
    return order
        + switch (dtype) {
          case F32 -> "f4";
          case F64 -> "f8";
          case F16 -> "f2";
          case BOOL -> "b1";
          case U8 -> "u1";
          case I8 -> "i1";
          case I32 -> "i4";
          case I64 -> "i8";
          case BF16 ->
              throw new DTypeException(
                  "npy: BF16 has no counterpart in NumPy; write x.cast(DType.F32) instead");
        };
  }
}
