package io.lanewise.io;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code .safetensors} files, in which models keep their weights.
 *
 * <p>Opening a file reads its header; the tensors stay in the file, which may be larger than
 * memory, until one of them, or some rows of it, is read or mapped. Types F64, F32, F16, BF16, I64,
 * I32, I8, U8 and BOOL are read as they are; I16, U16 become I32, and U32, U64 become I64, of which
 * a number of 2^63 or more is an error. A tensor of another type, such as F8_E4M3, does not keep
 * the others from being read, and {@link SafeTensorsWriter#copy} takes it along.
 *
 * <p>No memory is taken for what a header claims before it is known to agree with the file's
 * length. Several threads may read from one file.
 *
 * <pre>{@code
 * try (SafeTensors model = SafeTensors.open(Path.of("model.safetensors"))) {
 *   for (String name : model.names()) {
 *     Tensor weight = model.read(name);
 *   }
 * }
 * }</pre>
 */
public final class SafeTensors implements Closeable {
  private final String file;
  private final FileChannel channel;
  private final long size;
  private final SafeTensorsHeader header;

  private SafeTensors(String file, FileChannel channel, long size, SafeTensorsHeader header) {
    this.file = file;
    this.channel = channel;
    this.size = size;
    this.header = header;
  }

  /**
   * A tensor in a file.
   *
   * @param name its name
   * @param type the type of its elements, as the file says it: {@code F32}, {@code F8_E4M3}
   * @param shape its shape
   * @param offset where its first byte is in the file; any number, also an odd one
   * @param bytes how many bytes it takes there
   */
  public record Entry(String name, String type, Shape shape, long offset, long bytes) {
    /**
     * The type of the tensor that {@link SafeTensors#read} gives.
     *
     * @return empty if Lanewise has none for such elements
     */
    public Optional<DType> dtype() {
      return stored().map(StoredType::dtype);
    }

    private Optional<StoredType> stored() {
      try {
        return Optional.of(StoredType.valueOf(type));
      } catch (IllegalArgumentException unknown) {
        return Optional.empty();
      }
    }
  }

  /**
   * Opens a file and reads its header.
   *
   * @param file the file
   * @return the file, open until {@link #close()}
   * @throws FormatException if its header is damaged or does not fit its length
   * @throws IOException if it cannot be read, or is a pipe, in which one cannot go back and forth
   */
  public static SafeTensors open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    Npy.checkNotFolder(file);
    if (!Files.isRegularFile(file)) {
      throw new FileSystemException(
          file.toString(), null, "is a pipe or a device: copy it into a file first");
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      long size = channel.size();
      return new SafeTensors(
          file.toString(), channel, size, readHeader(channel, file.toString(), size));
    } catch (Throwable failure) {
      channel.close();
      throw failure;
    }
  }

  private static SafeTensorsHeader readHeader(FileChannel channel, String file, long size)
      throws IOException {
    int fixed = SafeTensorsHeader.LENGTH_BYTES;
    byte[] start = new ChannelRange(channel, 0, size).readNBytes(fixed);
    if (start.length < fixed) {
      throw new FormatException(
          file,
          start.length,
          "the file ends inside the length of its header",
          "it was cut short, or is no safetensors file");
    }
    long claimed = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (claimed < 0 || claimed > SafeTensorsHeader.LONGEST_TEXT) {
      throw new FormatException(
          file,
          0,
          "a header of "
              + Long.toUnsignedString(claimed)
              + " bytes, where "
              + SafeTensorsHeader.LONGEST_TEXT
              + " is the most allowed",
          "it is damaged, or no safetensors file");
    }
    if (claimed > size - fixed) {
      throw new FormatException(
          file,
          size,
          "the file ends inside its header of " + claimed + " bytes",
          "it was cut short, or is no safetensors file");
    }
    byte[] text = new ChannelRange(channel, fixed, claimed).readNBytes((int) claimed);
    if (text.length < claimed) {
      throw changed(file, fixed + text.length);
    }
    return SafeTensorsHeader.parse(text, file, size);
  }

  private static FormatException changed(String file, long offset) {
    return new FormatException(
        file, offset, "the file's length has changed since it was opened", "open it again");
  }

  /**
   * The names of the tensors.
   *
   * @return in the order of their bytes in the file; cannot be changed
   */
  public Set<String> names() {
    return Collections.unmodifiableSet(header.entries().keySet());
  }

  /**
   * What the file says of itself.
   *
   * @return keys and values; cannot be changed
   */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  /**
   * What the header says of a tensor.
   *
   * @param name its name
   * @return type, shape and place
   * @throws IllegalArgumentException if there is none of this name
   */
  public Entry entry(String name) {
    Entry entry = header.entries().get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          file
              + ": there is no tensor '"
              + HeaderParser.printable(name)
              + "' among the "
              + header.entries().size()
              + " that names() tells");
    }
    return entry;
  }

  /**
   * Reads a tensor into memory.
   *
   * @param name its name
   * @return a new tensor of type {@link Entry#dtype()}
   * @throws IllegalArgumentException if there is none of this name
   * @throws FormatException if Lanewise has no such type, an element has no place in its type, or
   *     the file was changed meanwhile
   * @throws IOException if it cannot be read, or was closed
   * @throws OutOfMemoryError if it does not fit into memory
   */
  public Tensor read(String name) throws IOException {
    Entry entry = entry(name);
    return read(entry, stored(entry), entry.offset(), entry.shape());
  }

  /**
   * Reads some rows of a tensor into memory: for one that does not fit there as a whole.
   *
   * @param name its name; its rank is at least 1
   * @param from the first index along axis 0
   * @param to the index behind the last one
   * @return a new tensor of shape (to - from, the other axes)
   * @throws IllegalArgumentException if there is none of this name
   * @throws ShapeException if it has no such rows
   * @throws IOException as {@link #read(String)} does
   */
  public Tensor readRows(String name, long from, long to) throws IOException {
    Entry entry = entry(name);
    Shape shape = entry.shape();
    if (shape.rank() == 0 || from < 0 || from > to || to > shape.size(0)) {
      throw new ShapeException(
          "readRows: rows " + from + " to " + to + " of '" + name + "', whose shape is " + shape);
    }
    StoredType type = stored(entry);
    long[] sizes = shape.toArray();
    long rowBytes = sizes[0] == 0 ? 0 : entry.bytes() / sizes[0];
    sizes[0] = to - from;
    return read(entry, type, entry.offset() + from * rowBytes, Shape.of(sizes));
  }

  private Tensor read(Entry entry, StoredType type, long offset, Shape shape) throws IOException {
    checkLength();
    String name = file + ", tensor " + HeaderParser.printable(entry.name());
    StoredArray array = new StoredArray(name, offset, type, ByteOrder.LITTLE_ENDIAN, shape);
    long bytes = shape.elements() * type.bytes();
    return array.read(new ChannelRange(channel, offset, bytes), /* checked= */ true);
  }

  /**
   * Maps a tensor into memory, read-only: nothing is read until an operation needs it, and the
   * system may drop it again, so that a tensor larger than memory can be used, slice by slice.
   * Operations copy it through scratch memory ({@link Tensor#wrap(MemorySegment, DType, long...)}):
   * what is used more than once is better read.
   *
   * <p>The file must stay as it is. Operations on a tensor whose file was cut short meanwhile throw
   * {@link InternalError}; changed bytes are other numbers.
   *
   * @param name its name
   * @param arena how long it is mapped; the file itself may be closed before
   * @return a tensor that cannot be written
   * @throws IllegalArgumentException if there is none of this name
   * @throws FormatException if Lanewise has no such type, or one that must be converted or checked:
   *     BOOL and the integers that {@link #read} widens
   * @throws IOException if it cannot be mapped
   */
  public Tensor map(String name, Arena arena) throws IOException {
    Entry entry = entry(name);
    StoredType type = stored(entry);
    boolean swapped = type.bytes() > 1 && ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN;
    if (swapped || !type.isDirect()) {
      throw new FormatException(
          file,
          entry.offset(),
          "tensor '" + name + "' of type " + entry.type() + " cannot be used as it lies there",
          "read it instead");
    }
    checkLength();
    MemorySegment segment =
        channel.map(FileChannel.MapMode.READ_ONLY, entry.offset(), entry.bytes(), arena);
    return Tensor.wrap(segment, type.dtype(), entry.shape().toArray());
  }

  private StoredType stored(Entry entry) throws FormatException {
    return entry
        .stored()
        .orElseThrow(
            () ->
                new FormatException(
                    file,
                    entry.offset(),
                    "tensor '"
                        + HeaderParser.printable(entry.name())
                        + "' is of type "
                        + entry.type()
                        + ", which Lanewise does not have",
                    "write it as F32 or BF16"));
  }

  /** Bytes that are other ones now nobody can see, but most changes change the length. */
  private void checkLength() throws IOException {
    if (!channel.isOpen()) {
      throw new IOException(file + ": read after it was closed");
    }
    long now = channel.size();
    if (now != size) {
      throw changed(file, Math.min(now, size));
    }
  }

  /**
   * Copies the bytes of a tensor, whatever its type.
   *
   * @param entry the tensor
   * @param target where to, at the target's position
   */
  void transfer(Entry entry, FileChannel target) throws IOException {
    checkLength();
    long at = entry.offset();
    long end = at + entry.bytes();
    while (at < end) {
      long count = channel.transferTo(at, end - at, target);
      if (count <= 0) {
        throw changed(file, at);
      }
      at += count;
    }
  }

  /** Closes the file. What was read or mapped stays. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  /**
   * Writes a file, as a whole or not at all: into a temporary file in the same folder that then
   * takes its place. Larger elements come first, so that each tensor is aligned.
   *
   * @param file the file; an existing one is replaced
   * @param tensors what goes into it
   * @param metadata what it says of itself
   * @throws IllegalArgumentException if a name is {@code __metadata__} or no Unicode
   * @throws IOException if it cannot be written; what was there before is untouched
   */
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    AtomicFile.write(file, out -> write(out, tensors, metadata));
  }

  /**
   * Writes a file to a stream; see {@link #write(Path, Map, Map)}.
   *
   * @param out where to; neither flushed nor closed
   * @param tensors what goes into it
   * @param metadata what it says of itself
   * @throws IllegalArgumentException if a name is {@code __metadata__} or no Unicode
   * @throws IOException if it cannot be written
   */
  public static void write(
      OutputStream out, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    List<Map.Entry<String, Tensor>> sorted = new ArrayList<>(tensors.entrySet());
    sorted.sort(Comparator.comparingInt(named -> -named.getValue().dtype().bytes()));
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, Tensor> named : sorted) {
      entries.add(SafeTensorsWriter.entry(named.getKey(), named.getValue()));
    }
    byte[] text = SafeTensorsHeader.text(metadata, entries);
    out.write(SafeTensorsWriter.head(text, SafeTensorsWriter.padded(text.length)));
    for (Map.Entry<String, Tensor> named : sorted) {
      View view = ElementWriter.contiguous(Internal.view(named.getValue()));
      ElementWriter.write(view, ByteOrder.LITTLE_ENDIAN, out);
    }
  }

  /**
   * Begins a file that is written tensor by tensor, so that one of them is in memory at a time. It
   * takes its place as a whole, or not at all.
   *
   * @param file the file; an existing one is replaced, when the new one is whole
   * @param metadata what it says of itself
   * @param tensors about how many tensors will come: room for what the header says of them is left
   *     in front of their bytes, which otherwise have to be moved at the end
   * @return the file to be
   * @throws IOException if it cannot be written
   */
  public static SafeTensorsWriter writer(Path file, Map<String, String> metadata, int tensors)
      throws IOException {
    return new SafeTensorsWriter(file, metadata, tensors);
  }
}
