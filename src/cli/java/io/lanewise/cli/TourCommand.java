package io.lanewise.cli;

import io.lanewise.cli.tour.Page;
import io.lanewise.cli.tour.Tour;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lanewise tour}. */
@Command(
    name = "tour",
    mixinStandardHelpOptions = true,
    description = {
      "Shows nine topics, from vectors to attention, with numbers, times and a short why.",
      "Checks each number that it shows and exits with 1 if one is wrong."
    },
    footer = {"", "Example:  lanewise tour"})
final class TourCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--full", description = "Products and compression at n = 4096: takes minutes.")
  private boolean full;

  @Mixin private CommonOptions common;

  TourCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Page[] shown = new Page[1];
    common.run(console, null, tells -> shown[0] = show(tells));
    return shown[0].failures() == 0 ? 0 : 1;
  }

  private Page show(Console console) {
    long start = System.nanoTime();
    Page page = new Page(console);
    Tour.show(page, full);
    String time = " in " + Text.time((System.nanoTime() - start) * 1e-9) + ".";
    console.out().println();
    if (page.failures() == 0) {
      console.out().println(console.green("All " + page.checks() + " checks passed") + time);
    } else {
      String failed = page.failures() + " of " + page.checks() + " checks failed";
      console.out().println(console.red(failed) + time);
    }
    return page;
  }
}
