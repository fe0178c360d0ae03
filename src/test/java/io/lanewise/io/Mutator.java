package io.lanewise.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Damages files, blindly or knowing what is in them. */
final class Mutator {
  private static final String[] NUMBERS = {
    "0",
    "1",
    "2",
    "3",
    "7",
    "8",
    "-1",
    "-0",
    "00",
    "1.0",
    "1e3",
    "65535",
    "65536",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "3037000500",
    "2305843009213693952",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "100000000000000000000000000000",
    "NaN",
    "",
    "1000000",
    "4096"
  };

  private static final String[] FRAGMENTS = {
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    ",",
    ":",
    "\"",
    "'",
    "\\",
    "\\u0000",
    "\\ud800",
    "\n",
    "\r\n",
    "\0",
    " ",
    "%",
    "__metadata__",
    "\"dtype\"",
    "\"shape\":[2]",
    "'shape': (1,), ",
    "'descr': '<f8', ",
    "F32",
    "F8_E4M3",
    "BOOL",
    "U64",
    "I8",
    "|O",
    "<f8",
    ">u8",
    "<c16",
    "|V2",
    "symmetric",
    "skew-symmetric",
    "pattern",
    "integer",
    "coordinate",
    "array",
    "\u00e9",
    "\ufffd",
    "inf",
    "nan",
    "1 1 1\n",
    "\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},",
    "L"
  };

  private static final String[] NAMES = {
    "a", "b", "a", "", "/a", "../a", "a/../b", "a\n", "\u001b[31m", "C:\\a", "\0", "a/b", "values"
  };

  private final SplittableRandom random;

  Mutator(long seed) {
    random = new SplittableRandom(seed);
  }

  private <T> T oneOf(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String oneOf(String[] words) {
    return words[random.nextInt(words.length)];
  }

  /** A damaged file of a format, made of sound ones. */
  byte[] next(FileFormat format, List<byte[]> samples) throws IOException {
    byte[] sample = oneOf(samples);
    return switch (format) {
      case NPY -> random.nextBoolean() ? npy(sample) : anyhow(sample, samples);
      case SAFETENSORS -> random.nextInt(4) > 0 ? safeTensors(sample) : anyhow(sample, samples);
      case MTX -> random.nextInt(4) > 0 ? text(sample) : anyhow(sample, samples);
      case NPZ -> anyhow(sample, samples);
    };
  }

  /** An archive that is sound itself, of npy files that may not be. */
  byte[] archive(List<byte[]> arrays) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      int entries = random.nextInt(4);
      for (int i = 0; i < entries; i++) {
        byte[] array = oneOf(arrays);
        String suffix = random.nextInt(8) > 0 ? ".npy" : "";
        try {
          zip.putNextEntry(new ZipEntry(oneOf(NAMES) + suffix));
        } catch (IOException twice) {
          continue;
        }
        zip.write(random.nextInt(3) > 0 ? array : next(FileFormat.NPY, arrays));
      }
    }
    byte[] archive = out.toByteArray();
    return random.nextInt(3) > 0 ? archive : anyhow(archive, List.of(archive));
  }

  /** Changes the text and says its right length again. */
  private byte[] npy(byte[] whole) {
    int fixed = whole.length > 6 && whole[6] == 1 ? 10 : 12;
    if (whole.length < fixed) {
      return text(whole);
    }
    ByteBuffer bytes = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    int length = fixed == 10 ? Short.toUnsignedInt(bytes.getShort(8)) : bytes.getInt(8);
    int end = Math.clamp((long) fixed + length, fixed, whole.length);
    byte[] header = text(Arrays.copyOfRange(whole, fixed, end));
    if (random.nextInt(4) > 0 && header.length > 0) {
      header[header.length - 1] = '\n';
    }
    byte[] made =
        join(Arrays.copyOf(whole, fixed), header, Arrays.copyOfRange(whole, end, whole.length));
    bytes = ByteBuffer.wrap(made).order(ByteOrder.LITTLE_ENDIAN);
    if (fixed == 10) {
      bytes.putShort(8, (short) header.length);
    } else {
      bytes.putInt(8, header.length);
    }
    return made;
  }

  private byte[] safeTensors(byte[] whole) {
    if (whole.length < 8) {
      return text(whole);
    }
    ByteBuffer bytes = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    int end = Math.clamp(8 + bytes.getLong(0), 8, whole.length);
    byte[] header = text(Arrays.copyOfRange(whole, 8, end));
    byte[] made = join(new byte[8], header, Arrays.copyOfRange(whole, end, whole.length));
    ByteBuffer.wrap(made).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length);
    return made;
  }

  /** Changes numbers, words and brackets. */
  private byte[] text(byte[] text) {
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      text =
          switch (random.nextInt(8)) {
            case 0, 1, 2 -> number(text);
            case 3 -> insert(text, oneOf(FRAGMENTS));
            case 4 -> insert(text, oneOf(FRAGMENTS).repeat(1 + random.nextInt(3000)));
            case 5 -> move(text);
            default -> bytes(text);
          };
    }
    return text;
  }

  /** Changes bytes. */
  private byte[] anyhow(byte[] whole, List<byte[]> samples) {
    byte[] bytes = whole.clone();
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      bytes =
          switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 20));
            case 1 -> move(bytes);
            case 2 -> word(bytes);
            case 3 -> {
              byte[] other = oneOf(samples);
              int cut = random.nextInt(Math.min(bytes.length, other.length) + 1);
              yield join(Arrays.copyOf(bytes, cut), Arrays.copyOfRange(other, cut, other.length));
            }
            default -> bytes(bytes);
          };
    }
    return bytes;
  }

  private byte[] bytes(byte[] whole) {
    byte[] bytes = whole.clone();
    for (int times = 1 + random.nextInt(4); times > 0 && bytes.length > 0; times--) {
      int at = random.nextInt(bytes.length);
      bytes[at] =
          random.nextBoolean()
              ? (byte) (bytes[at] ^ 1 << random.nextInt(8))
              : (byte) random.nextInt();
    }
    return bytes;
  }

  /** Overwrites two, four or eight bytes by a number that is at some limit. */
  private byte[] word(byte[] whole) {
    if (whole.length < 8) {
      return whole;
    }
    byte[] bytes = whole.clone();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long limit = (1L << random.nextInt(64)) + random.nextInt(3) - 1;
    int at = random.nextInt(bytes.length - 7);
    switch (random.nextInt(3)) {
      case 0 -> buffer.putShort(at, (short) limit);
      case 1 -> buffer.putInt(at, (int) limit);
      default -> buffer.putLong(at, limit);
    }
    return bytes;
  }

  private byte[] move(byte[] whole) {
    if (whole.length == 0) {
      return whole;
    }
    int from = random.nextInt(whole.length);
    int to = from + random.nextInt(Math.min(whole.length - from, 60) + 1);
    byte[] part = Arrays.copyOfRange(whole, from, to);
    byte[] rest =
        random.nextBoolean()
            ? whole
            : join(Arrays.copyOf(whole, from), Arrays.copyOfRange(whole, to, whole.length));
    return random.nextInt(3) > 0 ? insert(rest, part) : rest;
  }

  /** Replaces digits by other digits. */
  private byte[] number(byte[] text) {
    int at = text.length == 0 ? 0 : random.nextInt(text.length);
    while (at < text.length && (text[at] < '0' || text[at] > '9')) {
      at++;
    }
    int end = at;
    while (end < text.length && text[end] >= '0' && text[end] <= '9') {
      end++;
    }
    byte[] digits = oneOf(NUMBERS).getBytes(StandardCharsets.US_ASCII);
    return join(Arrays.copyOf(text, at), digits, Arrays.copyOfRange(text, end, text.length));
  }

  private byte[] insert(byte[] bytes, String fragment) {
    return insert(bytes, fragment.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] insert(byte[] bytes, byte[] part) {
    int at = random.nextInt(bytes.length + 1);
    return join(Arrays.copyOf(bytes, at), part, Arrays.copyOfRange(bytes, at, bytes.length));
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
