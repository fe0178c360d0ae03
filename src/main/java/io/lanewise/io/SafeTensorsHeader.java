package io.lanewise.io;

import io.lanewise.Shape;
import io.lanewise.io.SafeTensors.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the beginning of a safetensors file says of the bytes behind it: 8 bytes with the length of
 * the text, little endian; the text, JSON, padded with spaces [1].
 *
 * <p>As the reference does, it accepts a file only if the tensors' bytes lie one behind the other,
 * from the end of the header to the end of the file, without gaps and overlaps.
 *
 * <p>[1] Hugging Face, safetensors, format.
 *
 * @param metadata what the file says of itself
 * @param entries tensors by name, in the order of their bytes
 */
record SafeTensorsHeader(Map<String, String> metadata, Map<String, Entry> entries) {
  /** Bytes before the text. */
  static final int LENGTH_BYTES = 8;

  /** The longest text that the reference reads. */
  static final int LONGEST_TEXT = 100_000_000;

  private static final String METADATA = "__metadata__";
  private static final int MOST_AXES = 64;
  private static final int LONGEST_TYPE = 32;

  /**
   * Parses the text.
   *
   * @param text the text, with its padding
   * @param name what to call the file in errors
   * @param size the file's
   * @return the header
   * @throws FormatException if the text is anything but a header that fits the file
   */
  static SafeTensorsHeader parse(byte[] text, String name, long size) throws FormatException {
    JsonReader json = new JsonReader(text, name, LENGTH_BYTES);
    if (text.length == 0 || text[0] != '{') {
      throw json.bad(0, "it does not begin with '{'");
    }
    Map<String, String> metadata = null;
    Map<String, Entry> entries = new LinkedHashMap<>();
    json.expect('{');
    for (boolean first = true; json.next(first, '}'); first = false) {
      int at = json.at();
      String key = json.string();
      json.expect(':');
      boolean again;
      if (key.equals(METADATA)) {
        again = metadata != null;
        metadata = metadata(json);
      } else {
        Entry entry = new EntryParser(json, key, LENGTH_BYTES + text.length, size).parse();
        again = entries.put(key, entry) != null;
      }
      if (again) {
        throw json.bad(at, "the name '" + HeaderParser.printable(key) + "' comes twice");
      }
    }
    json.end();
    return new SafeTensorsHeader(
        metadata == null ? Map.of() : metadata,
        inOrder(entries, name, LENGTH_BYTES + text.length, size));
  }

  private static Map<String, String> metadata(JsonReader json) throws FormatException {
    Map<String, String> metadata = new LinkedHashMap<>();
    json.expect('{');
    for (boolean first = true; json.next(first, '}'); first = false) {
      int at = json.at();
      String key = json.string();
      json.expect(':');
      if (metadata.put(key, json.string()) != null) {
        throw json.bad(at, "the metadata '" + HeaderParser.printable(key) + "' come twice");
      }
    }
    return metadata;
  }

  /** Sorts by place, and makes sure that the tensors fill the file. */
  private static Map<String, Entry> inOrder(
      Map<String, Entry> entries, String name, long start, long size) throws FormatException {
    List<Entry> sorted = new ArrayList<>(entries.values());
    sorted.sort(Comparator.comparingLong(Entry::offset).thenComparingLong(entry -> entry.bytes()));
    Map<String, Entry> ordered = LinkedHashMap.newLinkedHashMap(sorted.size());
    long end = start;
    for (Entry entry : sorted) {
      if (entry.offset() != end) {
        throw new FormatException(
            name,
            Math.min(entry.offset(), end),
            "tensor '"
                + HeaderParser.printable(entry.name())
                + "' begins at "
                + entry.offset()
                + ", but the bytes before it end at "
                + end,
            "tensors may neither overlap nor leave gaps: write the file again");
      }
      end = entry.offset() + entry.bytes();
      ordered.put(entry.name(), entry);
    }
    if (end != size) {
      throw new FormatException(
          name,
          end,
          "the tensors end here, but the file has " + size + " bytes",
          "something follows that no tensor has: write the file again");
    }
    return ordered;
  }

  /** Reads what the header says of one tensor. */
  private static final class EntryParser {
    private final JsonReader json;
    private final String name;
    private final long start;
    private final long size;

    private @Nullable String type;
    private long @Nullable [] sizes;
    private long @Nullable [] offsets;

    EntryParser(JsonReader json, String name, long start, long size) {
      this.json = json;
      this.name = name;
      this.start = start;
      this.size = size;
    }

    Entry parse() throws FormatException {
      json.expect('{');
      int from = json.at();
      for (boolean first = true; json.next(first, '}'); first = false) {
        int at = json.at();
        String key = json.string();
        json.expect(':');
        boolean again =
            switch (key) {
              case "dtype" -> {
                boolean second = type != null;
                type = json.string();
                yield second;
              }
              case "shape" -> {
                boolean second = sizes != null;
                sizes = numbers(MOST_AXES);
                yield second;
              }
              case "data_offsets" -> {
                boolean second = offsets != null;
                offsets = numbers(2);
                yield second;
              }
              default -> throw bad(at, "the key '" + HeaderParser.printable(key) + "' is unknown");
            };
        if (again) {
          throw bad(at, "the key '" + key + "' comes twice");
        }
      }
      return checked(from);
    }

    private long[] numbers(int most) throws FormatException {
      long[] numbers = new long[most];
      int count = 0;
      json.expect('[');
      for (boolean first = true; json.next(first, ']'); first = false) {
        if (count == most) {
          throw bad(json.at(), "more than " + most + " numbers");
        }
        numbers[count++] = json.number();
      }
      return Arrays.copyOf(numbers, count);
    }

    private Entry checked(int from) throws FormatException {
      String type = this.type;
      long[] sizes = this.sizes;
      long[] offsets = this.offsets;
      if (type == null || sizes == null || offsets == null) {
        throw bad(from, "one of the keys 'dtype', 'shape' and 'data_offsets' is missing");
      }
      if (type.isEmpty() || type.length() > LONGEST_TYPE || !type.matches("[A-Za-z0-9_.]+")) {
        throw bad(from, "'" + HeaderParser.printable(type) + "' is not an element type");
      }
      Shape shape;
      try {
        shape = Shape.of(sizes);
      } catch (IllegalArgumentException overflow) {
        throw bad(from, "its shape means more than 2^63 - 1 elements");
      }
      if (offsets.length != 2 || offsets[0] > offsets[1]) {
        throw bad(from, "its data_offsets are not a begin and an end");
      }
      if (offsets[1] > size - start) {
        throw json.bad(
            from,
            "tensor '"
                + HeaderParser.printable(name)
                + "': its data end "
                + offsets[1]
                + " bytes behind the header, where the file has only "
                + (size - start),
            "it was cut short: copy it again");
      }
      Entry entry = new Entry(name, type, shape, start + offsets[0], offsets[1] - offsets[0]);
      long bits = bits(type);
      if (bits > 0 && !fits(shape.elements(), bits, entry.bytes())) {
        throw bad(from, "it is " + type + " " + shape + ", but has " + entry.bytes() + " bytes");
      }
      return entry;
    }

    private FormatException bad(int at, String problem) {
      return json.bad(at, "tensor '" + HeaderParser.printable(name) + "': " + problem);
    }
  }

  private static boolean fits(long elements, long bits, long bytes) {
    if (bits % 8 == 0) {
      return bytes % (bits / 8) == 0 && bytes / (bits / 8) == elements;
    }
    return elements <= Long.MAX_VALUE / bits
        && bytes <= Long.MAX_VALUE / 8
        && elements * bits == bytes * 8;
  }

  /** Bits in an element; 0 if the type is unknown. */
  private static long bits(String type) {
    return switch (type) {
      case "F4" -> 4;
      case "F6_E2M3", "F6_E3M2" -> 6;
      case "BOOL", "U8", "I8", "F8_E4M3", "F8_E5M2", "F8_E8M0" -> 8;
      case "F16", "BF16", "I16", "U16" -> 16;
      case "F32", "I32", "U32" -> 32;
      case "F64", "I64", "U64", "C64" -> 64;
      default -> 0;
    };
  }

  /**
   * The text, without padding.
   *
   * @param metadata what the file says of itself
   * @param entries in the order of their bytes
   * @return JSON in UTF-8
   */
  static byte[] text(Map<String, String> metadata, List<Entry> entries) {
    StringBuilder json = new StringBuilder("{");
    if (!metadata.isEmpty()) {
      JsonReader.quote(METADATA, json);
      json.append(":{");
      metadata.forEach(
          (key, value) -> {
            JsonReader.quote(key, json);
            json.append(':');
            JsonReader.quote(value, json);
            json.append(',');
          });
      json.setCharAt(json.length() - 1, '}');
      json.append(',');
    }
    long end = 0;
    for (Entry entry : entries) {
      JsonReader.quote(entry.name(), json);
      json.append(":{\"dtype\":\"").append(entry.type()).append("\",\"shape\":[");
      for (int axis = 0; axis < entry.shape().rank(); axis++) {
        json.append(axis == 0 ? "" : ",").append(entry.shape().size(axis));
      }
      json.append("],\"data_offsets\":[").append(end).append(',');
      end += entry.bytes();
      json.append(end).append("]},");
    }
    if (json.length() > 1) {
      json.setLength(json.length() - 1);
    }
    return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }
}
