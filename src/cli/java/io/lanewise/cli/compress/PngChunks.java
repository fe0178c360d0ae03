package io.lanewise.cli.compress;

import io.lanewise.io.FormatException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Whether a PNG file is whole: Java's reader takes what is there, and leaves the rest black [1].
 *
 * <p>[1] Portable Network Graphics (PNG) Specification, section 5.
 */
final class PngChunks {
  private static final int SIGNATURE = 8;

  /** Length, name and checksum of a chunk. */
  private static final int AROUND = 12;

  private static final int END = 0x49454e44; // IEND

  private PngChunks() {}

  /**
   * Checks lengths and checksums of all chunks.
   *
   * @param file the bytes of a PNG file
   * @param name what to call it in errors
   * @throws FormatException if one is wrong, or the last is missing
   */
  static void check(byte[] file, String name) throws FormatException {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    int at = SIGNATURE;
    while (true) {
      long left = (long) file.length - at;
      if (left < AROUND || Integer.toUnsignedLong(bytes.getInt(at)) > left - AROUND) {
        throw new FormatException(
            name, file.length, "the picture ends in the middle", "it was cut short: copy it again");
      }
      int length = bytes.getInt(at);
      CRC32 sum = new CRC32();
      sum.update(file, at + 4, length + 4);
      if ((int) sum.getValue() != bytes.getInt(at + 8 + length)) {
        throw new FormatException(
            name, at, "the checksum of a part is wrong", "the picture is damaged: copy it again");
      }
      if (bytes.getInt(at + 4) == END) {
        return;
      }
      at += AROUND + length;
    }
  }
}
