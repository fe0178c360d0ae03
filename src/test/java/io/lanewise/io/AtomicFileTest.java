package io.lanewise.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lanewise.DType;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  private String[] names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toArray(String[]::new);
    }
  }

  @Test
  void aFailureLeavesTheOldFile() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "old");
    FileSystemException failure =
        assertThrows(
            FileSystemException.class,
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }));
    assertEquals(file.toString(), failure.getFile());
    assertEquals("No space left on device", failure.getReason());
    assertEquals("old", Files.readString(file));
    assertArrayEquals(new String[] {"a"}, names());
  }

  @Test
  void soDoesAnError() throws IOException {
    OutOfMemoryError error = new OutOfMemoryError("for the test");
    Path file = folder.resolve("a");
    assertSame(
        error,
        assertThrows(
            OutOfMemoryError.class,
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      throw error;
                    })));
    assertArrayEquals(new String[0], names());
  }

  @Test
  void theOldFileIsThereUntilTheNewOneIsWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "old");
    AtomicFile.write(
        file,
        out -> {
          out.write('n');
          out.flush();
          assertEquals("old", Files.readString(file));
          out.write("ew".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        });
    assertEquals("new", Files.readString(file));
    assertArrayEquals(new String[] {"a"}, names());
  }

  @Test
  void keepsPermissionsAndLinks() throws IOException {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    Path file = Files.writeString(folder.resolve("a"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a"));
    AtomicFile.write(
        link,
        out -> {
          for (String name : names()) {
            if (!name.equals("link")) { // the new file, too, before anything is in it
              var now = Files.getPosixFilePermissions(folder.resolve(name));
              assertEquals("rw-------", PosixFilePermissions.toString(now));
            }
          }
          out.write('n');
        });
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("n", Files.readString(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void aNewFileHasTheUsualPermissions() throws IOException {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    AtomicFile.write(folder.resolve("a"), out -> out.write('n'));
    Path usual = Files.writeString(folder.resolve("b"), "x");
    assertEquals(
        Files.getPosixFilePermissions(usual), Files.getPosixFilePermissions(folder.resolve("a")));
  }

  @Test
  void folders() {
    assertThrows(FileSystemException.class, () -> AtomicFile.write(folder, out -> out.write(1)));
    Path missing = folder.resolve("missing/a");
    NoSuchFileException failure =
        assertThrows(
            NoSuchFileException.class, () -> Npy.write(missing, Samples.tensor(DType.F32, 1)));
    assertEquals(missing.toString(), failure.getFile());
  }

  @Test
  void devicesAreWrittenNotReplaced() throws IOException {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device));
    AtomicFile.write(device, out -> out.write('n'));
    assertTrue(Files.exists(device) && !Files.isRegularFile(device));
  }

  /** The kernel's own full disk. */
  @Test
  void aDeviceWithoutRoom() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    FileSystemException failure =
        assertThrows(
            FileSystemException.class, () -> Npy.write(full, Samples.tensor(DType.F64, 100)));
    assertEquals("/dev/full", failure.getFile());
    assertTrue(failure.getReason().contains("space"), failure.getReason());
  }

  /** Begins to write a file, says so, waits to be ended or for a byte, and writes much. */
  static final class Writer {
    public static void main(String[] args) throws IOException {
      try {
        AtomicFile.write(
            Path.of(args[0]),
            out -> {
              out.write(new byte[1000]);
              System.out.println("writing");
              if (System.in.read() >= 0) {
                out.write(new byte[1_000_000]);
              }
            });
      } catch (IOException failure) {
        System.out.println(failure.getMessage());
      }
    }
  }

  private Process writer(String... prefix) throws IOException {
    List<String> command = new ArrayList<>(List.of(prefix));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Writer.class.getName());
    command.add(folder.resolve("a").toString());
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  @Test
  void aJvmThatIsEndedLeavesNothing() throws Exception {
    Process child = writer();
    assumeTrue(child.supportsNormalTermination());
    assertEquals("writing", child.inputReader().readLine());
    assertEquals(1, names().length);
    child.toHandle().destroy(); // not child.destroy(), which closes the streams as well
    child.waitFor();
    assertArrayEquals(new String[0], names());
  }

  /** Nobody can tidy up then, but the old file is whole. */
  @Test
  void aJvmThatIsKilledLeavesTheOldFile() throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "old");
    Process child = writer();
    assertEquals("writing", child.inputReader().readLine());
    child.destroyForcibly();
    child.waitFor();
    assertEquals("old", Files.readString(file));
  }

  /** The system refuses more than 64 blocks of a kilobyte for any file: the disk is full. */
  @Test
  void aDiskWithoutRoomLeavesTheOldFile() throws Exception {
    Path shell = Path.of("/bin/bash");
    assumeTrue(Files.exists(shell));
    Path file = Files.writeString(folder.resolve("a"), "old");
    Process child = writer(shell.toString(), "-c", "ulimit -f 64; exec \"$@\"", "bash");
    assertEquals("writing", child.inputReader().readLine());
    child.getOutputStream().write('\n');
    child.getOutputStream().flush();
    String failure = child.inputReader().readLine();
    assertEquals(0, child.waitFor());
    assertTrue(failure.startsWith(file + ": "), failure);
    assertEquals("old", Files.readString(file));
    assertArrayEquals(new String[] {"a"}, names());
  }
}
