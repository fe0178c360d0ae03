package io.lanewise.io;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.lanewise.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** The formats, and what must hold for whatever bytes come as one of them. */
enum FileFormat {
  NPY {
    @Override
    void readAll(Path file) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      Tensor array = Npy.read(file);
      assertTrue(
          array.contentEquals(
              Npy.readWhole(new ByteArrayInputStream(bytes), file.toString(), -1, false)));
    }
  },
  NPZ {
    @Override
    void readAll(Path file) throws IOException {
      Npz.read(file);
    }
  },
  SAFETENSORS {
    @Override
    void readAll(Path file) throws IOException {
      try (SafeTensors tensors = SafeTensors.open(file)) {
        for (String name : tensors.names()) {
          if (tensors.entry(name).dtype().isPresent()) {
            tensors.read(name);
          }
        }
      }
    }
  },
  MTX {
    @Override
    void readAll(Path file) throws IOException {
      MatrixMarket.read(file);
    }
  };

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Seconds: far more than any small file needs, far less than a hang. */
  private static final double PATIENCE = 10;

  /** Reads all that is in a file. */
  abstract void readAll(Path file) throws IOException;

  /** The format of a file, by the end of its name. */
  static FileFormat of(Path file) {
    String name = file.toString();
    return valueOf(name.substring(name.lastIndexOf('.') + 1).toUpperCase(java.util.Locale.ROOT));
  }

  /**
   * Reads a small file that may be anything: it is read, or refused in one line that names it,
   * soon, and with little memory.
   *
   * @return whether it could be read
   */
  boolean survives(Path file) throws IOException {
    long size = Files.size(file);
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    boolean read = false;
    try {
      readAll(file);
      read = true;
    } catch (FormatException refused) {
      checkText(refused.getMessage(), file);
      assertTrue(refused.offset() >= 0, refused.getMessage());
    } catch (OutOfMemoryError tooLarge) {
      checkText(tooLarge.getMessage(), file);
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    assertTrue(seconds < PATIENCE, "it took " + seconds + " s");
    assertTrue(allocated < (16 << 20) + 64 * size, allocated + " bytes on the heap for " + size);
    return read;
  }

  private static void checkText(String text, Path file) {
    assertTrue(text != null && text.startsWith(file.toString()), text);
    assertTrue(text.length() < 800 && text.chars().allMatch(c -> c >= ' ' && c < 127), text);
  }
}
