package io.lanewise.cli;

import io.lanewise.Engine;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lanewise info}. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    description = "Shows what is used and why: kernels, threads, memory.",
    footer = {"", "Example:  lanewise info"})
final class InfoCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions common;

  InfoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return common.run(console, null, tells -> tells.out().print(Engine.current().describe()));
  }
}
