package io.lanewise.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes a file wholly or not at all: into a temporary file in the same folder, which takes the
 * target's place in one move. Whoever reads the target sees the old file or the new one.
 */
final class AtomicFile implements Closeable {
  /** Temporary files being written: removed when the JVM is told to end in the middle of it. */
  private static final Set<Path> UNFINISHED = ConcurrentHashMap.newKeySet();

  static {
    Thread hook = new Thread(AtomicFile::removeUnfinished, "lanewise-unfinished-files");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // the first file is written while the JVM ends: whoever does that is a hook, too
    }
  }

  private final Path target;
  private final Path file;
  private final Path temporary;
  private final FileChannel channel;

  private AtomicFile(Path target, Path file, Path temporary, FileChannel channel) {
    this.target = target;
    this.file = file;
    this.temporary = temporary;
    this.channel = channel;
  }

  /** What goes into a file. */
  interface Content {
    /**
     * Writes it.
     *
     * @param out where to; need not be closed
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a whole file.
   *
   * @param target the file; a link is followed, and what is not a regular file (a pipe, a device)
   *     is written directly
   * @param content what goes into it
   * @throws FileSystemException naming the target, with the reason; the old file is then untouched
   */
  static void write(Path target, Content content) throws IOException {
    if (Files.exists(target) && !Files.isRegularFile(target) && !Files.isDirectory(target)) {
      try (OutputStream out = Files.newOutputStream(target)) {
        content.writeTo(out);
      } catch (IOException failure) {
        throw named(target, failure);
      }
      return;
    }
    try (AtomicFile file = create(target)) {
      try {
        content.writeTo(Channels.newOutputStream(file.channel));
      } catch (IOException failure) {
        throw named(target, failure);
      }
      file.commit();
    }
  }

  /**
   * Begins a file that is written piece by piece.
   *
   * @param target the file; a link is followed
   * @return the file to be: nobody sees it until {@link #commit()}
   * @throws FileSystemException naming the target, if it cannot be written or is not a regular file
   */
  static AtomicFile create(Path target) throws IOException {
    Path file = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
    if (Files.isDirectory(file)) {
      throw new FileSystemException(target.toString(), null, "is a folder");
    }
    boolean replaces = Files.exists(file);
    if (replaces && !Files.isWritable(file)) {
      throw new AccessDeniedException(target.toString());
    }
    if (replaces && !Files.isRegularFile(file)) {
      throw new FileSystemException(target.toString(), null, "is not a regular file");
    }
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(target.toString(), null, "there is no folder " + folder);
    }
    String name = ".lanewise-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    Path temporary = folder.resolve(name + ".tmp");
    UNFINISHED.add(temporary);
    try {
      FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      AtomicFile created = new AtomicFile(target, file, temporary, channel);
      if (replaces) {
        created.takePermissions(); // now: nobody may read the new content who may not read the old
      }
      return created;
    } catch (IOException failure) {
      UNFINISHED.remove(temporary);
      throw named(target, failure);
    }
  }

  /**
   * The content so far.
   *
   * @return open for reading and writing, at any place
   */
  FileChannel channel() {
    return channel;
  }

  /**
   * Puts the file into its place.
   *
   * @throws FileSystemException naming the target; what was there before is untouched
   */
  void commit() throws IOException {
    try {
      channel.close();
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw named(target, failure);
    }
  }

  /** Removes what was not committed. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException ignored) {
      // it was committed, or is removed now
    }
    remove(temporary);
    UNFINISHED.remove(temporary);
  }

  private void takePermissions() throws IOException {
    try {
      var from = Files.getFileAttributeView(file, PosixFileAttributeView.class);
      var to = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
      if (from != null && to != null) {
        to.setPermissions(from.readAttributes().permissions());
      }
    } catch (IOException failure) {
      close();
      throw failure;
    }
  }

  private static void removeUnfinished() {
    UNFINISHED.forEach(AtomicFile::remove);
  }

  private static void remove(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException ignored) {
      // what made writing fail is what the caller has to know
    }
  }

  /**
   * What went wrong with a file, as its user knows it: by the target's name, not the temporary one.
   *
   * @param target the file
   * @param failure what went wrong
   * @return the same, naming the target
   */
  static IOException named(Path target, IOException failure) {
    if (failure instanceof FormatException
        || failure instanceof FileSystemException system
            && target.toString().equals(system.getFile())) {
      return failure; // of a file that is read meanwhile, or named already
    }
    IOException named;
    if (failure instanceof AccessDeniedException) {
      named = new AccessDeniedException(target.toString());
    } else {
      String reason =
          failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
      named = new FileSystemException(target.toString(), null, reason);
    }
    named.initCause(failure);
    return named;
  }
}
