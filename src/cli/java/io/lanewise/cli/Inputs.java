package io.lanewise.cli;

import io.lanewise.Tensor;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Whether what a command reads fits, and what it will write can be written. */
final class Inputs {
  private Inputs() {}

  /**
   * That two arrays are of one type.
   *
   * @param left file of a
   * @param a an array
   * @param right file of b
   * @param b another
   * @throws IllegalArgumentException if not, saying how to convert
   */
  static void checkSameType(Path left, Tensor a, Path right, Tensor b) {
    if (a.dtype() != b.dtype()) {
      throw new IllegalArgumentException(
          Streams.name(left)
              + " is "
              + a.dtype()
              + " and "
              + Streams.name(right)
              + " "
              + b.dtype()
              + ": add --dtype f64, or convert one of them in NumPy by"
              + " array.astype(numpy.float64)");
    }
  }

  /**
   * Finds out before the work whether a file can be written after it.
   *
   * @param file the file to be
   * @throws FileSystemException naming it and the reason
   */
  static void checkWritable(Path file) throws FileSystemException {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "is a folder");
    }
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(file.toString(), null, "there is no folder " + folder);
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new AccessDeniedException(file.toString());
    }
  }

  /**
   * Computes, and names the file in what may go wrong.
   *
   * @param what the file or files
   * @param work what to compute
   * @param <T> type of the result
   * @return the result
   */
  static <T> T about(Object what, Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException | ArithmeticException wrong) {
      throw new IllegalArgumentException(what + ": " + Failures.describe(wrong), wrong);
    } catch (OutOfMemoryError memory) {
      throw named(what, memory);
    }
  }

  /**
   * Does something, and names the file in what may be wrong with what it holds.
   *
   * @param what the file
   * @param work what to do
   * @throws IOException if files cannot be read or written
   */
  static void about(Object what, Streams.Action work) throws IOException {
    try {
      work.run();
    } catch (IllegalArgumentException | ArithmeticException wrong) {
      throw new IllegalArgumentException(what + ": " + Failures.describe(wrong), wrong);
    } catch (OutOfMemoryError memory) {
      throw named(what, memory);
    }
  }

  private static OutOfMemoryError named(Object what, OutOfMemoryError memory) {
    String text = String.valueOf(memory.getMessage());
    if (text.startsWith(what.toString())) {
      return memory; // what reads a file names it
    }
    OutOfMemoryError named = new OutOfMemoryError(what + ": " + text);
    named.initCause(memory);
    return named;
  }
}
