package io.lanewise.cli;

import io.lanewise.Tensor;
import io.lanewise.io.Npy;
import io.lanewise.io.Npz;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Files that may be standard streams, which are called {@code -}. */
final class Streams {
  /** What {@code -} means for a file that is read. */
  static final String STANDARD_INPUT = "standard input";

  private static final String STANDARD = "-";

  private Streams() {}

  /**
   * Whether a file is a standard stream.
   *
   * @param file a file, as it was given
   * @return true for {@code -}
   */
  static boolean isStandard(Path file) {
    return file.toString().equals(STANDARD);
  }

  /**
   * What to call a file in errors.
   *
   * @param file a file, as it was given
   * @return its name, or what {@code -} means for one that is read
   */
  static String name(Path file) {
    return isStandard(file) ? STANDARD_INPUT : file.toString();
  }

  /**
   * What to call two files in errors.
   *
   * @param first a file, as it was given
   * @param second another
   * @return both names
   */
  static String names(Path first, Path second) {
    return name(first) + " and " + name(second);
  }

  /** Something to do. */
  interface Action {
    /**
     * Does it.
     *
     * @throws IOException if that fails
     */
    void run() throws IOException;
  }

  /** Something to do with a file. */
  interface Work {
    /**
     * Does it.
     *
     * @param file an ordinary file
     * @throws IOException if that fails
     */
    void with(Path file) throws IOException;
  }

  /**
   * Reads a file in which one must go back and forth: standard input is copied first.
   *
   * @param file a file or {@code -}
   * @param console whose input it may be
   * @param work what to do with it
   * @throws IOException if that fails
   */
  static void reading(Path file, Console console, Work work) throws IOException {
    if (!isStandard(file)) {
      work.with(file);
      return;
    }
    try (Temporary copy = new Temporary()) {
      try (OutputStream out = Files.newOutputStream(copy.file())) {
        console.in().transferTo(out);
      }
      named(STANDARD_INPUT, copy.file(), work);
    }
  }

  /** Nobody knows the name of the copy. */
  private static void named(String name, Path copy, Work work) throws IOException {
    try {
      work.with(copy);
    } catch (IOException failure) {
      throw new IOException(Failures.describe(failure).replace(copy.toString(), name), failure);
    } catch (OutOfMemoryError refused) {
      OutOfMemoryError named =
          new OutOfMemoryError(String.valueOf(refused.getMessage()).replace(copy.toString(), name));
      named.initCause(refused);
      throw named;
    }
  }

  /**
   * Writes a file in which one must go back and forth: what goes to standard output is copied there
   * when it is whole.
   *
   * @param file a file or {@code -}
   * @param console whose output it may be
   * @param work writes the file
   * @throws IOException if that fails
   */
  static void writing(Path file, Console console, Work work) throws IOException {
    if (!isStandard(file)) {
      work.with(file);
      return;
    }
    try (Temporary copy = new Temporary()) {
      named("standard output", copy.file(), work);
      Files.copy(copy.file(), console.data());
      console.checkData();
    }
  }

  /**
   * Reads all bytes of a file.
   *
   * @param file a file or {@code -}
   * @param console whose input it may be
   * @return the bytes
   * @throws IOException if it cannot be read
   */
  static byte[] read(Path file, Console console) throws IOException {
    try (InputStream in = isStandard(file) ? console.in() : Files.newInputStream(file)) {
      return in.readAllBytes();
    }
  }

  /**
   * Writes an array as npy.
   *
   * @param file a file or {@code -}
   * @param console whose output it may be
   * @param tensor the array
   * @throws IOException if it cannot be written
   */
  static void write(Path file, Console console, Tensor tensor) throws IOException {
    if (isStandard(file)) {
      Npy.write(console.data(), tensor);
      console.checkData();
    } else {
      Npy.write(file, tensor);
    }
  }

  /**
   * Writes arrays as npz.
   *
   * @param file a file or {@code -}
   * @param console whose output it may be
   * @param tensors arrays by their names
   * @throws IOException if it cannot be written
   */
  static void write(Path file, Console console, Map<String, Tensor> tensors) throws IOException {
    if (isStandard(file)) {
      Npz.write(console.data(), tensors);
      console.checkData();
    } else {
      Npz.write(file, tensors);
    }
  }

  /**
   * Writes a whole file, or leaves what was there.
   *
   * @param file a file or {@code -}
   * @param console whose output it may be
   * @param bytes all of it
   * @throws IOException if it cannot be written
   */
  static void write(Path file, Console console, byte[] bytes) throws IOException {
    if (isStandard(file)) {
      console.data().write(bytes);
      console.checkData();
      return;
    }
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      Files.write(target, bytes); // a pipe, a device
      return;
    }
    try (Temporary copy = Temporary.beside(target)) {
      Files.write(copy.file(), bytes);
      Files.move(copy.file(), target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      String reason =
          failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
      FileSystemException named = new FileSystemException(file.toString(), null, reason);
      named.initCause(failure);
      throw named;
    }
  }
}
