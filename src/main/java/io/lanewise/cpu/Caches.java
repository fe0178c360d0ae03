package io.lanewise.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Sizes of the data caches of one core, from the system's files where it has them, otherwise common
 * sizes.
 */
public final class Caches {
  private static final Path FOLDER = Path.of("/sys/devices/system/cpu/cpu0/cache");
  private static final long L1 = read(1, 32L << 10);
  private static final long L2 = read(2, 512L << 10);
  private static final long L3 = read(3, 8L << 20);

  private Caches() {}

  /**
   * First level.
   *
   * @return bytes
   */
  public static long l1() {
    return L1;
  }

  /**
   * Second level.
   *
   * @return bytes
   */
  public static long l2() {
    return L2;
  }

  /**
   * Third level, usually shared by several cores.
   *
   * @return bytes
   */
  public static long l3() {
    return L3;
  }

  private static long read(int level, long otherwise) {
    for (int index = 0; index < 8; index++) {
      Path cache = FOLDER.resolve("index" + index);
      try {
        if (!Files.isDirectory(cache)) {
          break;
        }
        if (!line(cache, "type").equals("Instruction")
            && line(cache, "level").equals(Integer.toString(level))) {
          return parse(line(cache, "size"));
        }
      } catch (IOException | NumberFormatException | SecurityException unreadable) {
        return otherwise;
      }
    }
    return otherwise;
  }

  private static String line(Path folder, String name) throws IOException {
    return Files.readString(folder.resolve(name)).strip();
  }

  /** Parses sizes as the kernel writes them: {@code 32K}, {@code 2M}. */
  static long parse(String text) {
    char unit = text.charAt(text.length() - 1);
    int shift = unit == 'K' ? 10 : unit == 'M' ? 20 : 0;
    long number = Long.parseLong(shift == 0 ? text : text.substring(0, text.length() - 1));
    if (number <= 0) {
      throw new NumberFormatException(text);
    }
    return number << shift;
  }
}
