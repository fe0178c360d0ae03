package io.lanewise.cli;

import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command understands that computes. */
class CommonOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--threads",
      paramLabel = "n",
      description = "How many threads may work (default: as many as there are processors).")
  private @Nullable Integer threads;

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu",
      defaultValue = "cpu",
      description =
          "Where to compute (default: ${DEFAULT-VALUE}); a GPU needs the TornadoVM SDK, --threads"
              + " is for the processor's part.")
  private DeviceKind device;

  @Option(names = "--quiet", description = "Tells nothing but errors.")
  private boolean quiet;

  /** What a command does. */
  interface Action {
    /**
     * Does it.
     *
     * @param console where it tells what came out
     * @throws IOException if files cannot be read or written
     */
    void run(Console console) throws IOException;
  }

  /**
   * Does something with as many threads as were asked for.
   *
   * @param console where it would tell what came out, without these options
   * @param output a file that it will write, or null; is found writable before the work
   * @param action what
   * @return the exit code of success
   * @throws IOException if the action does, or the file cannot be written
   */
  int run(Console console, @Nullable Path output, Action action) throws IOException {
    EngineOptions options = EngineOptions.auto();
    Integer count = threads;
    if (count != null) {
      if (count < 1) {
        throw new ParameterException(spec.commandLine(), "--threads: " + count + " is less than 1");
      }
      options = options.withThreads(count);
    }
    boolean dataOut = output != null && Streams.isStandard(output);
    if (output != null && !dataOut) {
      Inputs.checkWritable(output);
    }
    Console tells = quiet ? console.quiet() : dataOut ? console.withDataOut() : console;
    Engine engine = device == DeviceKind.GPU ? Engine.gpu() : Engine.cpu(options);
    return engine.<Integer, IOException>call(
        () -> {
          action.run(tells);
          return 0;
        });
  }

  /**
   * Whether notes are kept back.
   *
   * @return true if only errors are told
   */
  boolean isQuiet() {
    return quiet;
  }
}
