package io.lanewise.cli;

import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lanewise completion}. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a script that completes commands and options in a shell.",
      "The command must be known as 'lanewise' there, for instance by: alias lanewise='java -jar"
          + " .../lanewise-cli.jar'"
    },
    footer = {"", "Example:  source <(lanewise completion bash)"})
final class CompletionCommand implements Runnable {
  /** Shells that take the script: zsh through its bashcompinit, which needs compinit. */
  enum Shell {
    /** The GNU shell. */
    BASH,
    /** The Z shell. */
    ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "bash|zsh", description = "The shell.")
  private Shell shell;

  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    if (shell == Shell.ZSH) {
      console.out().println("autoload -U compinit && compinit");
    }
    CommandSpec root = spec.root();
    console.out().print(AutoComplete.bash(root.name(), root.commandLine()));
  }
}
