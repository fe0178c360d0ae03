package io.lanewise.jmh.report;

import io.lanewise.cpu.Caches;
import io.lanewise.jmh.library.Lanewise;
import io.lanewise.jmh.library.Library;
import io.lanewise.jmh.measure.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The kind of machine that was measured on: what its speed depends on, and nothing that tells which
 * machine it is.
 */
public final class Machine {
  static final String FILE = "machine.txt";

  private Machine() {}

  /**
   * Writes what the machine is into a file, as lines "name: value".
   *
   * @param folder where to
   */
  public static void write(Path folder) throws IOException, InterruptedException {
    // In a JVM of its own, with the flags of the benchmarks.
    Process process = ChildJvm.of(List.of(), Machine.class.getName(), List.of()).start();
    byte[] facts = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IOException("cannot tell what the machine is: see above");
    }
    Files.write(folder.resolve(FILE), facts);
  }

  /**
   * Prints the lines.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws IOException {
    StringBuilder facts = new StringBuilder();
    add(facts, "Processor", processor());
    add(
        facts,
        "Caches",
        "%d KiB L1, %d KiB L2, %d MiB L3"
            .formatted(Caches.l1() >> 10, Caches.l2() >> 10, Caches.l3() >> 20));
    add(facts, "System", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    add(
        facts,
        "Java",
        System.getProperty("java.vm.name")
            + " "
            + System.getProperty("java.vm.version")
            + ", "
            + System.getProperty("java.vendor"));
    add(facts, "Lanewise", Lanewise.fastest().description());
    for (Library peer : Library.peers()) {
      add(facts, "Beside it", peer.description());
    }
    System.out.write(facts.toString().getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }

  private static void add(StringBuilder facts, String name, String value) {
    facts.append(name).append(": ").append(value).append('\n');
  }

  private static String processor() throws IOException {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(file)) {
      return System.getProperty("os.arch");
    }
    List<String> lines;
    try (Stream<String> all = Files.lines(file)) {
      lines = all.takeWhile(line -> !line.isBlank()).toList();
    }
    return value(lines, "model name")
        + ", family "
        + value(lines, "cpu family")
        + ", model "
        + value(lines, "model");
  }

  private static String value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.split(":", 2)[0].strip().equals(name))
        .map(line -> line.split(":", 2)[1].strip())
        .findFirst()
        .orElse("unknown");
  }
}
