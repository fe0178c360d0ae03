package io.lanewise.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads files that were damaged at random: structure by structure (numbers at limits, words at the
 * wrong place, lengths that are right again) and byte by byte. Case i of a seed is always the same.
 *
 * <pre>
 * mvn test-compile
 * java --add-modules=jdk.incubator.vector -Dlanewise.memory=64m -cp ... io.lanewise.io.Fuzzer 1000000 1
 * </pre>
 *
 * <p>The limit on memory keeps matrices small that a file may rightly ask for. {@code
 * -Djava.io.tmpdir} chooses where the files are: in memory it is faster.
 *
 * <p>The first argument is the number of cases, the second the seed. A file that is neither read
 * nor refused properly stays in the folder that the third names; the exit code is then 1. Such
 * files belong into {@code src/test/resources/hostile} once the reader is mended.
 */
final class Fuzzer {
  private static final FileFormat[] FORMATS = FileFormat.values();

  private final Map<FileFormat, List<byte[]>> samples = new EnumMap<>(FileFormat.class);
  private final Path found;
  private long failures;

  private Fuzzer(Path found) throws IOException {
    this.found = found;
    for (FileFormat format : FORMATS) {
      samples.put(format, new ArrayList<>());
    }
    for (String folder : new String[] {"npy", "safetensors", "matrixmarket", "hostile"}) {
      try (Stream<Path> files = Files.list(Samples.resource(folder))) {
        for (Path file : files.sorted().filter(path -> !path.toString().endsWith(".py")).toList()) {
          byte[] bytes = Files.readAllBytes(file);
          if (bytes.length < 20_000) {
            samples.get(FileFormat.of(file)).add(bytes);
          }
        }
      }
    }
  }

  public static void main(String[] args) throws IOException {
    long cases = Long.parseLong(args[0]);
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
    Path found = Path.of(args.length > 2 ? args[2] : "target/fuzz");
    Files.createDirectories(found);
    Path folder = Files.createTempDirectory("lanewise-fuzz");
    Fuzzer fuzzer = new Fuzzer(found);
    try {
      fuzzer.warmUp(folder);
      fuzzer.run(cases, seed, folder);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    System.exit(fuzzer.failures == 0 ? 0 : 1);
  }

  /** Classes that are loaded take memory, too. */
  private void warmUp(Path folder) throws IOException {
    for (FileFormat format : FORMATS) {
      Path file = folder.resolve("case." + format.name().toLowerCase(Locale.ROOT));
      for (byte[] sample : samples.get(format)) {
        Files.write(file, sample);
        try {
          format.readAll(file);
        } catch (IOException | OutOfMemoryError refused) {
          // as it should be
        }
        Files.delete(file);
      }
    }
  }

  private void run(long cases, long seed, Path folder) throws IOException {
    long[] read = new long[FORMATS.length];
    for (long i = 0; i < cases; i++) {
      FileFormat format = FORMATS[(int) (i % FORMATS.length)];
      Mutator mutator = new Mutator(seed * 0x9E3779B97F4A7C15L + i);
      byte[] bytes =
          format == FileFormat.NPZ && i % 3 > 0
              ? mutator.archive(samples.get(FileFormat.NPY))
              : mutator.next(format, samples.get(format));
      String end = format.name().toLowerCase(Locale.ROOT);
      Path file = Files.write(folder.resolve("case." + end), bytes);
      try {
        read[format.ordinal()] += format.survives(file) ? 1 : 0;
      } catch (Throwable wrong) {
        failures++;
        Path kept = found.resolve(seed + "-" + i + "." + end);
        Files.write(kept, bytes);
        System.out.println(kept + ": " + wrong);
      }
      try (Stream<Path> left = Files.list(folder)) {
        if (left.count() != 1) {
          throw new AssertionError("case " + i + " left a file behind");
        }
      }
      Files.delete(file);
      if (i % 100_000 == 99_999) {
        System.out.println(i + 1 + " cases, " + failures + " failures");
      }
    }
    for (FileFormat format : FORMATS) {
      System.out.println(format + ": " + read[format.ordinal()] + " files could be read");
    }
    System.out.println(cases + " cases, " + failures + " failures");
  }
}
