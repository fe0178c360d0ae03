package io.lanewise.io;

import io.lanewise.DTypeException;
import io.lanewise.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * {@code .npz} files, NumPy's format for several named arrays: a zip archive of {@code .npy} files.
 *
 * <p>Names may have folders in them, as in {@code layer/weight}; nothing is ever unpacked into one,
 * and names that would lead out of it (absolute ones, {@code ..}) are refused all the same, as who
 * receives them might. Sizes that the archive claims are compared with each other and with what
 * arrives, checksums are checked, and memory grows with what arrives.
 *
 * <pre>{@code
 * Npz.write(Path.of("e.npz"), Map.of("values", e.values(), "vectors", e.vectors()));
 * Tensor values = Npz.read(Path.of("e.npz")).get("values");       // numpy.load("e.npz")["values"]
 * }</pre>
 */
public final class Npz {
  private static final String SUFFIX = ".npy";

  /**
   * The earliest that a zip knows, so that the same arrays give the same bytes. NumPy writes it,
   * too.
   */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  /** No byte of a deflated stream stands for more (zlib's own figure). */
  private static final long MOST_DEFLATED = 1032;

  private Npz() {}

  /**
   * Reads a file, stored or compressed.
   *
   * @param file an archive that holds npy files only
   * @return new tensors by their names, without {@code .npy}, in the order of the archive
   * @throws FormatException if it is not such an archive, is damaged, holds two arrays of one name,
   *     or one whose name leads out of a folder
   * @throws IOException if it cannot be read
   * @throws OutOfMemoryError if the arrays do not fit into memory
   */
  public static LinkedHashMap<String, Tensor> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    Npy.checkNotFolder(file);
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<? extends ZipEntry> entries = zip.stream().toList();
      checkOverlap(file, entries);
      for (ZipEntry entry : entries) {
        String name = entry.getName();
        if (!name.endsWith(SUFFIX)) {
          throw damaged(file, name, "the entry is not an npy file", "remove it from the archive");
        }
        name = name.substring(0, name.length() - SUFFIX.length());
        if (!isInside(name)) {
          throw damaged(
              file, entry.getName(), "the name leads out of a folder", "give the array another");
        }
        Tensor tensor = read(zip, entry, file);
        if (tensors.put(name, tensor) != null) {
          throw damaged(
              file, entry.getName(), "two entries have this name", "give each array its own name");
        }
      }
    } catch (ZipException | EOFException | IllegalArgumentException notZip) {
      // the last: names that are no UTF-8
      throw new FormatException(
          file.toString(),
          0,
          "not a readable npz archive: " + notZip.getMessage(),
          "write one in NumPy by numpy.savez(file, name=array)");
    }
    return tensors;
  }

  private static void checkOverlap(Path file, List<? extends ZipEntry> entries) throws IOException {
    long left = Files.size(file);
    for (ZipEntry entry : entries) {
      long packed = entry.getCompressedSize();
      if (packed < 0 || packed > left) {
        throw damaged(
            file,
            entry.getName(),
            "the entries claim more bytes than the archive has",
            "it was cut short or made to deceive: copy it again");
      }
      left -= packed;
      if (entry.getSize() / MOST_DEFLATED > packed) {
        throw damaged(
            file,
            entry.getName(),
            "it claims " + entry.getSize() + " bytes packed into " + packed,
            "no archive can do that: it was made to deceive");
      }
    }
  }

  /** Whether a name, taken as a file's, stays in the folder where it is put. */
  private static boolean isInside(String name) {
    if (name.startsWith("/") || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0) {
      return false;
    }
    if (name.length() > 1 && name.charAt(1) == ':') { // C:
      return false;
    }
    return !List.of(name.split("/", -1)).contains("..");
  }

  private static Tensor read(ZipFile zip, ZipEntry entry, Path file) throws IOException {
    String name = file + ", entry " + HeaderParser.printable(entry.getName());
    CRC32 sum = new CRC32();
    try (InputStream raw = zip.getInputStream(entry);
        InputStream in = new CheckedInputStream(raw, sum)) {
      Tensor tensor = Npy.readWhole(in, name, entry.getSize(), /* checked= */ false);
      if (sum.getValue() != entry.getCrc()) {
        throw damaged(file, entry.getName(), "its checksum is wrong", "copy the archive again");
      }
      return tensor;
    } catch (ZipException | EOFException broken) {
      throw damaged(
          file, entry.getName(), "cannot be unpacked: " + broken.getMessage(), "copy it again");
    }
  }

  private static FormatException damaged(Path file, String entry, String problem, String advice) {
    return new FormatException(
        file + ", entry " + HeaderParser.printable(entry), 0, problem, advice);
  }

  /**
   * Writes a file, uncompressed, as a whole or not at all: into a temporary file in the same folder
   * that then takes its place.
   *
   * @param file the file; an existing one is replaced
   * @param tensors what goes into it, by names without {@code .npy}, in the map's order
   * @throws IllegalArgumentException if a name leads out of a folder, or is longer than a zip
   *     allows
   * @throws DTypeException for BF16, which NumPy does not have
   * @throws IOException if it cannot be written; what was there before is untouched
   */
  public static void write(Path file, Map<String, Tensor> tensors) throws IOException {
    AtomicFile.write(file, out -> write(out, tensors));
  }

  /**
   * Writes an archive to a stream, uncompressed.
   *
   * @param out where to; neither flushed nor closed
   * @param tensors what goes into it, by names without {@code .npy}, in the map's order
   * @throws IllegalArgumentException if a name leads out of a folder, or is longer than a zip
   *     allows
   * @throws DTypeException for BF16, which NumPy does not have
   * @throws IOException if it cannot be written
   */
  public static void write(OutputStream out, Map<String, Tensor> tensors) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Map.Entry<String, Tensor> named : tensors.entrySet()) {
      if (!isInside(named.getKey())) {
        throw new IllegalArgumentException(
            "npz: the name '"
                + HeaderParser.printable(named.getKey())
                + "' leads out of a folder; give the tensor another");
      }
      NpyData data = NpyData.of(named.getValue());
      ZipEntry entry = new ZipEntry(named.getKey() + SUFFIX);
      entry.setTimeLocal(TIME);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(data.bytes());
      entry.setCompressedSize(data.bytes());
      entry.setCrc(checksum(data));
      zip.putNextEntry(entry);
      data.writeTo(zip);
      zip.closeEntry();
    }
    zip.finish();
  }

  private static long checksum(NpyData data) throws IOException {
    CRC32 sum = new CRC32();
    data.writeTo(new CheckedOutputStream(OutputStream.nullOutputStream(), sum));
    return sum.getValue();
  }
}
