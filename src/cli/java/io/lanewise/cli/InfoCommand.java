package io.lanewise.cli;

import io.lanewise.Engine;
import io.lanewise.EngineUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lanewise info}. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    description = "Shows what is used and why: kernels, threads, memory, the GPU.",
    footer = {"", "Example:  lanewise info"})
final class InfoCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions common;

  InfoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return common.run(
        console,
        null,
        tells -> {
          tells.out().print(Engine.current().describe());
          if (Engine.findGpu().isEmpty()) {
            tells.out().println(gpu());
          }
        });
  }

  /** Why there is no GPU; what an SDK of TornadoVM that stands ready would need. */
  private static String gpu() {
    String reason = "";
    try {
      Engine.gpu();
    } catch (EngineUnavailableException missing) {
      reason = String.valueOf(missing.getMessage()).replaceFirst("^GPU engine: ", "");
    }
    String sdk = System.getenv("TORNADOVM_HOME");
    return Text.format("%-12s %s%n%-12s   %s", "GPU", "not used", "", reason)
        + (sdk == null ? "" : Text.format("%n%-12s   %s", "", sdk(sdk)));
  }

  private static String sdk(String home) {
    return Files.isReadable(Path.of(home, "tornado-argfile"))
        ? "the SDK in " + home + " is used with --device gpu"
        : "TORNADOVM_HOME is " + home + ", which has no tornado-argfile: no SDK is there";
  }
}
