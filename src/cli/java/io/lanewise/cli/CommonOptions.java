package io.lanewise.cli;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command that computes understands. */
final class CommonOptions {
  /** Types that compute. */
  enum Type {
    /** 32 bits. */
    F32(DType.F32),
    /** 64 bits. */
    F64(DType.F64);

    private final DType dtype;

    Type(DType dtype) {
      this.dtype = dtype;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--threads",
      paramLabel = "n",
      description = "How many threads may work (default: as many as there are processors).")
  private @Nullable Integer threads;

  @Option(
      names = "--dtype",
      paramLabel = "f32|f64",
      description = "Computes in this type (default: what the file holds).")
  private @Nullable Type type;

  @Option(names = "--quiet", description = "Tells nothing but errors.")
  private boolean quiet;

  /** What a command does. */
  interface Action {
    /**
     * Does it.
     *
     * @throws IOException if files cannot be read or written
     */
    void run() throws IOException;
  }

  /**
   * Does something with as many threads as were asked for.
   *
   * @param action what
   * @return the exit code of success
   * @throws IOException if the action does
   * @throws ParameterException if no threads were asked for
   */
  int compute(Action action) throws IOException {
    EngineOptions options = EngineOptions.auto();
    if (threads != null) {
      if (threads < 1) {
        throw new ParameterException(
            spec.commandLine(), "--threads: " + threads + " is less than 1");
      }
      options = options.withThreads(threads);
    }
    return Engine.cpu(options)
        .<Integer, IOException>call(
            () -> {
              action.run();
              return 0;
            });
  }

  /**
   * The type to compute in.
   *
   * @return the one asked for, or null
   */
  @Nullable DType dtype() {
    return type == null ? null : type.dtype;
  }

  /**
   * Where a command writes.
   *
   * @param console where it would write without these options
   * @param dataOut whether its data go to standard output
   * @return where it does
   */
  Console console(Console console, boolean dataOut) {
    if (quiet) {
      return console.quiet();
    }
    return dataOut ? console.withDataOut() : console;
  }
}
