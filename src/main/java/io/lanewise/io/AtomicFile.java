package io.lanewise.io;

import java.io.IOException;
import java.io.OutputStream;
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
final class AtomicFile {
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

  private AtomicFile() {}

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
   * Writes.
   *
   * @param target the file; a link is followed, and what is not a regular file (a pipe, a device)
   *     is written directly
   * @param content what goes into it
   * @throws FileSystemException naming the target, with the reason; the old file is then untouched
   */
  static void write(Path target, Content content) throws IOException {
    Path file = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
    if (Files.isDirectory(file)) {
      throw new FileSystemException(target.toString(), null, "is a folder");
    }
    boolean replaces = Files.exists(file);
    if (replaces && !Files.isWritable(file)) {
      throw new AccessDeniedException(target.toString());
    }
    if (replaces && !Files.isRegularFile(file)) {
      try (OutputStream out = Files.newOutputStream(file)) {
        content.writeTo(out);
      }
      return;
    }
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(target.toString(), null, "there is no folder " + folder);
    }
    String name = ".lanewise-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    Path temporary = folder.resolve(name + ".tmp");
    UNFINISHED.add(temporary);
    try {
      try (OutputStream out = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW)) {
        content.writeTo(out);
      }
      if (replaces) {
        copyPermissions(file, temporary);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      remove(temporary);
      throw named(target, failure);
    } catch (Throwable failure) { // out of memory, or a tensor closed meanwhile
      remove(temporary);
      throw failure;
    } finally {
      UNFINISHED.remove(temporary);
    }
  }

  private static void copyPermissions(Path from, Path to) throws IOException {
    var source = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    var target = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (source != null && target != null) {
      target.setPermissions(source.readAttributes().permissions());
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

  /** The user knows the target's name, not the temporary one. */
  private static IOException named(Path target, IOException failure) {
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
