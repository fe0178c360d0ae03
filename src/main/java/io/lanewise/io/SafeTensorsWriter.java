package io.lanewise.io;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.internal.Internal;
import io.lanewise.io.SafeTensors.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file in the making, one tensor after the other; see {@link SafeTensors#writer}.
 *
 * <p>The header stands in front of the tensors and is not known before the last one has come. So
 * room is left for it, which is filled up with spaces; if it is too small after all, the tensors
 * are moved once.
 *
 * <pre>{@code
 * try (SafeTensorsWriter out = SafeTensors.writer(file, Map.of(), names.size())) {
 *   for (String name : names) {
 *     out.write(name, weight(name));
 *   }
 *   out.finish();
 * }
 * }</pre>
 */
public final class SafeTensorsWriter implements Closeable {
  /** [TP] A tensor's name, type, shape and place in JSON; names of models have 40 characters. */
  private static final int ROOM_FOR_ENTRY = 160;

  /** Room for a hundred thousand tensors: whoever expects more may be wrong. */
  private static final int MOST_ROOM = 1 << 24;

  private static final int ALIGNMENT = 8;
  private static final int BLOCK = 1 << 20;

  private final Path target;
  private final Map<String, String> metadata;
  private final AtomicFile file;
  private final FileChannel channel;
  private final int room;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** Whether a tensor has begun and not ended. */
  private boolean broken;

  SafeTensorsWriter(Path target, Map<String, String> metadata, int tensors) throws IOException {
    this.target = target;
    this.metadata = new LinkedHashMap<>(metadata);
    long wanted =
        SafeTensorsHeader.text(metadata, List.of()).length
            + (long) ROOM_FOR_ENTRY * Math.max(0, tensors);
    this.room = padded((int) Math.min(wanted, MOST_ROOM));
    this.file = AtomicFile.create(target);
    this.channel = file.channel();
    try {
      channel.position(SafeTensorsHeader.LENGTH_BYTES + room);
    } catch (IOException failure) {
      close();
      throw AtomicFile.named(target, failure);
    }
  }

  /**
   * Writes a tensor behind those that have come already.
   *
   * @param name its name
   * @param tensor any type, any layout
   * @throws IllegalArgumentException if the name has come already, is {@code __metadata__} or no
   *     Unicode
   * @throws IOException if it cannot be written
   */
  public void write(String name, Tensor tensor) throws IOException {
    add(entry(name, tensor));
    try {
      ElementWriter.write(
          ElementWriter.contiguous(Internal.view(tensor)),
          ByteOrder.LITTLE_ENDIAN,
          Channels.newOutputStream(channel));
      broken = false;
    } catch (IOException failure) {
      throw AtomicFile.named(target, failure);
    }
  }

  /**
   * Takes a tensor over from another file, whatever its type, byte by byte.
   *
   * @param source the other file
   * @param name its name, here and there
   * @throws IllegalArgumentException if the name has come already, or is not in the other file
   * @throws FormatException if the other file was changed meanwhile
   * @throws IOException if it cannot be read or written
   */
  public void copy(SafeTensors source, String name) throws IOException {
    Entry entry = source.entry(name);
    add(entry);
    try {
      source.transfer(entry, channel);
      broken = false;
    } catch (IOException failure) {
      throw AtomicFile.named(target, failure);
    }
  }

  /**
   * Adds to what the file says of itself.
   *
   * @param key what is told
   * @param value what is so; replaces what was said before
   * @throws IllegalArgumentException if one of them is no Unicode
   */
  public void putMetadata(String key, String value) {
    JsonReader.quote(key + value, new StringBuilder());
    metadata.put(key, value);
  }

  private void add(Entry entry) {
    checkWhole();
    if (entries.putIfAbsent(entry.name(), entry) != null) {
      throw new IllegalArgumentException(
          "safetensors: the name '"
              + HeaderParser.printable(entry.name())
              + "' comes twice; give each tensor its own");
    }
    broken = true;
  }

  private void checkWhole() {
    if (broken) {
      throw new IllegalStateException(
          "safetensors: a tensor could not be written as a whole; begin the file again");
    }
  }

  /**
   * Writes the header and puts the file into its place. Nothing can be written after that.
   *
   * @throws IllegalArgumentException if there are so many tensors that nobody would read the header
   * @throws IllegalStateException if a tensor could not be written
   * @throws IOException if it cannot be written; what was there before is untouched
   */
  public void finish() throws IOException {
    checkWhole();
    byte[] text = SafeTensorsHeader.text(metadata, List.copyOf(entries.values()));
    try {
      int length = room;
      if (text.length > room) {
        length = padded(text.length);
        move(SafeTensorsHeader.LENGTH_BYTES + room, SafeTensorsHeader.LENGTH_BYTES + length);
      }
      channel.position(0);
      Channels.newOutputStream(channel).write(head(text, length));
    } catch (IOException failure) {
      throw AtomicFile.named(target, failure);
    }
    file.commit();
  }

  /** Moves everything from one place to a later one, the end first. */
  private void move(long from, long to) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    for (long end = channel.size(); end > from; ) {
      long start = Math.max(from, end - BLOCK);
      block.clear().limit((int) (end - start));
      while (block.hasRemaining()) {
        if (channel.read(block, start + block.position()) < 0) {
          throw new IOException("the temporary file was cut short");
        }
      }
      block.flip();
      while (block.hasRemaining()) {
        channel.write(block, to - from + start + block.position());
      }
      end = start;
    }
  }

  /** Removes what was not finished. */
  @Override
  public void close() {
    file.close();
  }

  /** What a header says of a tensor; its place is not known yet. */
  static Entry entry(String name, Tensor tensor) {
    if (name.equals("__metadata__")) {
      throw new IllegalArgumentException(
          "safetensors: '__metadata__' cannot be a tensor's name; metadata are given apart");
    }
    JsonReader.quote(name, new StringBuilder());
    DType dtype = tensor.dtype();
    return new Entry(name, dtype.name(), tensor.shape(), 0, tensor.elements() * dtype.bytes());
  }

  /** The length of a header's text with its padding: what follows is aligned. */
  static int padded(int length) {
    return length + Math.floorMod(-length, ALIGNMENT);
  }

  /**
   * A header.
   *
   * @param text its text
   * @param length the length of the text with its padding
   * @return the bytes before the first tensor
   */
  static byte[] head(byte[] text, int length) {
    if (length > SafeTensorsHeader.LONGEST_TEXT) {
      throw new IllegalArgumentException(
          "safetensors: a header of "
              + length
              + " bytes, where readers allow "
              + SafeTensorsHeader.LONGEST_TEXT
              + "; write several files");
    }
    byte[] head = new byte[SafeTensorsHeader.LENGTH_BYTES + length];
    Arrays.fill(head, (byte) ' ');
    ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(text);
    return head;
  }
}
