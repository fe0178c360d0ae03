package io.lanewise.io;

import io.lanewise.DTypeException;
import io.lanewise.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code .npy} files, NumPy's format for one array.
 *
 * <p>Read: versions 1 to 3, any shape, either byte order, row-major or Fortran order, bit by bit.
 * Floating-point numbers f2, f4, f8 become F16, F32, F64, b1 becomes BOOL, u1, i1, i4, i8 become
 * U8, I8, I32, I64. Integers that tensors do not have become the next type that holds all their
 * values: i2, u2 become I32, u4 becomes I64, and so does u8, of which a number of 2^63 or more is
 * an error. Complex numbers, times, text, structures and objects are refused. Nothing in a file is
 * run, and no memory is taken for what a file claims before its length is known to agree.
 *
 * <p>Written: exactly the bytes that NumPy writes for the same array.
 *
 * <pre>{@code
 * Tensor a = Npy.read(Path.of("a.npy"));          // numpy.save("a.npy", a)
 * Npy.write(Path.of("b.npy"), a.transpose());     // numpy.load("b.npy")
 * }</pre>
 */
public final class Npy {
  private Npy() {}

  /**
   * Reads a file.
   *
   * @param file a file that holds one array
   * @return a new tensor; if the file was in Fortran order, the transposed view of a row-major one
   * @throws FormatException if it is not an npy file, holds a type that Lanewise does not have, is
   *     too short or too long
   * @throws IOException if it cannot be read
   * @throws OutOfMemoryError if the array does not fit into memory
   */
  public static Tensor read(Path file) throws IOException {
    String name = file.toString();
    checkNotFolder(file);
    if (!Files.isRegularFile(file)) { // a pipe or a device: its length is not known
      try (InputStream in = Files.newInputStream(file)) {
        return readWhole(in, name, -1, /* checked= */ false);
      }
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file);
        InputStream in = Channels.newInputStream(channel)) {
      return readWhole(in, name, channel.size(), /* checked= */ true);
    }
  }

  static void checkNotFolder(Path file) throws FileSystemException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "is a folder, not a file");
    }
  }

  /**
   * Reads one array out of something that must hold nothing else.
   *
   * @param in a stream at the header
   * @param name what to call it in errors
   * @param size how many bytes it says to hold, or -1 if it says nothing
   * @param checked whether that is certain, so that memory may be taken at once
   * @return the tensor
   */
  static Tensor readWhole(InputStream in, String name, long size, boolean checked)
      throws IOException {
    NpyHeader header = NpyHeader.read(in, name);
    long expected = header.length() + header.dataBytes();
    if (size >= 0 && size != expected) {
      throw new FormatException(
          name,
          Math.min(size, expected),
          "there are " + size + " bytes, but the header means " + header + " in " + expected,
          size < expected
              ? "it was cut short: copy it again"
              : "something follows the array: several arrays belong into an npz");
    }
    Tensor tensor = NpyData.read(in, header, checked, name);
    if (!checked && in.read() >= 0) {
      throw new FormatException(
          name,
          expected,
          "something follows the array, which is " + header,
          "several arrays belong into an npz");
    }
    return tensor;
  }

  /**
   * Reads one array from a stream, which is left right behind it: several may follow each other.
   * Memory grows with what arrives.
   *
   * @param in a stream at the beginning of an npy header; not closed
   * @return a new tensor
   * @throws FormatException as {@link #read(Path)} does, and if the stream ends too early
   * @throws IOException if it cannot be read
   */
  public static Tensor read(InputStream in) throws IOException {
    String name = "stream";
    return NpyData.read(in, NpyHeader.read(in, name), /* checked= */ false, name);
  }

  /**
   * Writes a file, as a whole or not at all: into a temporary file in the same folder that then
   * takes its place.
   *
   * @param file the file; an existing one is replaced
   * @param tensor any layout; transposed row-major tensors are written in Fortran order without
   *     being copied
   * @throws DTypeException for BF16, which NumPy does not have
   * @throws IOException if it cannot be written; what was there before is untouched
   */
  public static void write(Path file, Tensor tensor) throws IOException {
    AtomicFile.write(file, NpyData.of(tensor)::writeTo);
  }

  /**
   * Writes one array to a stream.
   *
   * @param out where to; neither flushed nor closed
   * @param tensor any layout
   * @throws DTypeException for BF16, which NumPy does not have
   * @throws IOException if it cannot be written
   */
  public static void write(OutputStream out, Tensor tensor) throws IOException {
    NpyData.of(tensor).writeTo(out);
  }
}
