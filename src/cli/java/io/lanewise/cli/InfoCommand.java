package io.lanewise.cli;

import io.lanewise.Engine;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code lanewise info}. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    description = "Shows what is used and why: kernels, threads, memory.",
    footer = {"", "Example:  lanewise info"})
final class InfoCommand implements Callable<Integer> {
  private final Console console;

  InfoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.out().print(Engine.current().describe());
    return 0;
  }
}
