package io.lanewise.cli.tour;

import com.sun.management.ThreadMXBean;
import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.cli.Progress;
import io.lanewise.cli.Text;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** What the sum of two large matrices costs in memory: into a new one, or in place. */
final class InPlace {
  private static final int N = 10_000;

  /** Where there is no room for three of the large ones. */
  private static final int SMALL = 2000;

  private static final String ROW = "%-24s %8s %9s %11s   %s";
  private static final String INTO = "x.addInto(y, z)";
  private static final String IN_PLACE = "x.addInPlace(y)";

  void show(Page page) {
    try {
      show(page, N);
    } catch (OutOfMemoryError noRoom) {
      page.line("There is no room for three matrices of 400 MB: smaller ones.");
      show(page, SMALL);
    }
  }

  private static void show(Page page, int n) {
    Tensor x = Tensor.ones(DType.F32, n, n);
    Tensor y = Tensor.full(DType.F32, 0.5, n, n);
    long megabytes = 4L * n * n / 1_000_000;
    long before = resident();
    long start = System.nanoTime();
    Tensor z = x.add(y);
    double fresh = (System.nanoTime() - start) * 1e-9;
    long grown = resident() - before;
    page.check(z.min() == 1.5 && z.max() == 1.5, "z is not 1.5");
    before = resident();
    int[] calls = new int[1];
    Race race = new Race();
    race.add(INTO, () -> x.addInto(y, z));
    race.add(
        IN_PLACE,
        () -> {
          x.addInPlace(y);
          calls[0]++;
        });
    Map<String, Race.Times> times;
    try (Progress progress = page.progress()) {
      times = race.run(3, progress);
    }
    page.line(Text.format(ROW, x.shape(), "time", "arrays", "resident", "why"));
    row(page, "z = x.add(y)", fresh, 3 * megabytes, grown, "pages that nobody has used yet");
    long since = resident() - before;
    row(page, INTO, best(times, INTO), 3 * megabytes, since, "z is there already");
    row(page, IN_PLACE, best(times, IN_PLACE), 2 * megabytes, since, "the sum replaces x");
    page.line("In place holds two arrays instead of three: a third less, not half.");
    double sum = 1 + 0.5 * calls[0];
    page.check(x.min() == sum && x.max() == sum, "x is not " + sum);
    heap(page, x, y);
  }

  private static double best(Map<String, Race.Times> times, String name) {
    return Objects.requireNonNull(times.get(name)).best();
  }

  private static void row(
      Page page, String name, double seconds, long megabytes, long grown, String why) {
    String measured = resident() < 0 ? "" : Text.format("%+d MB", grown / 1_000_000);
    page.line(Text.format(ROW, name, Text.time(seconds), megabytes + " MB", measured, why));
  }

  /** Bytes of this process in memory, or -1 where the system does not tell. */
  private static long resident() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException | NumberFormatException notLinux) {
      return -1;
    }
    return -1;
  }

  private static void heap(Page page, Tensor x, Tensor y) {
    if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads) {
      Tensor a = x.slice(Slice.to(100));
      Tensor b = y.slice(Slice.to(100));
      int times = 200;
      for (int i = 0; i < times; i++) {
        a.addInPlace(b);
      }
      long start = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < times; i++) {
        a.addInPlace(b);
      }
      long bytes = (threads.getCurrentThreadAllocatedBytes() - start) / times;
      if (Engine.findGpu().filter(Engine.current()::equals).isPresent()) {
        page.fact(IN_PLACE, bytes + " bytes", "of the Java heap, by which TornadoVM launches");
        return;
      }
      page.fact(IN_PLACE, bytes + " bytes", "of the Java heap for each call, none off it");
      page.check(bytes < 1000, "that is too much");
    }
  }
}
