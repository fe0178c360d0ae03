package io.lanewise.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command line. Started by the launcher, in a JVM that has the vector module. */
@Command(
    name = "lanewise",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Dense linear algebra in pure Java.",
    footer = {"", "Example:  lanewise tour"})
public final class Main implements Runnable {
  private final Console console;

  @Spec private CommandSpec spec;

  private Main(Console console) {
    this.console = console;
  }

  /** Runs a command and exits with its code: 0 for success, 1 if the tour fails, 2 for an error. */
  public static void main(String[] args) {
    System.exit(run(args, Console.ofProcess()));
  }

  /**
   * Runs a command in this process, without colours and progress.
   *
   * @param args the command and its options
   * @param in for data
   * @param out for results
   * @param err for everything else
   * @return the exit code: 0 for success, 1 if the tour fails, 2 for an error
   */
  public static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
    return run(args, new Console(in, out, out, err, /* colours= */ false, /* progress= */ false));
  }

  private static int run(String[] args, Console console) {
    CommandLine commands =
        new CommandLine(new Main(console))
            .addSubcommand(new TourCommand(console))
            .addSubcommand(new InfoCommand(console))
            .addSubcommand(new MatmulCommand(console))
            .addSubcommand(new EigCommand(console))
            .addSubcommand(new SvdCommand(console))
            .addSubcommand(new SolveCommand(console))
            .addSubcommand(new PcaCommand(console))
            .addSubcommand(new PageRankCommand(console))
            .addSubcommand(new CompressCommand(console))
            .addSubcommand(new ExpandCommand(console))
            .addSubcommand(GptCommand.of(console))
            .addSubcommand(new BenchCommand(console))
            .addSubcommand(new PicturesCommand(console))
            .addSubcommand(new CompletionCommand(console))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .registerConverter(Path.class, Main::path)
            .registerConverter(Pattern.class, Main::pattern)
            .setOut(writer(console.out()))
            .setErr(writer(console.err()))
            .setUsageHelpWidth(Console.COLUMNS)
            .setColorScheme(
                Help.defaultColorScheme(console.colours() ? Help.Ansi.ON : Help.Ansi.OFF))
            .setExecutionStrategy(words -> execute(words, console))
            .setExecutionExceptionHandler(
                (failure, command, words) -> Failures.report(failure, name(command), console))
            .setParameterExceptionHandler(
                (wrong, words) -> Failures.report(wrong, name(wrong.getCommandLine()), console));
    try {
      return commands.execute(args);
    } finally {
      console.out().flush();
      console.err().flush();
    }
  }

  /** Errors, out of memory above all, pass picocli by; exceptions come to its handler. */
  private static int execute(ParseResult words, Console console) {
    try {
      return new CommandLine.RunLast().execute(words);
    } catch (Error error) {
      return Failures.report(error, name(words.asCommandLineList().getLast()), console);
    }
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, /* autoFlush= */ true, stream.charset());
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException wrong) {
      throw new TypeConversionException("'" + text + "' cannot be a file: " + wrong.getReason());
    }
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException wrong) {
      throw new TypeConversionException(
          "'" + text + "' is no regular expression: " + wrong.getDescription());
    }
  }

  @Override
  public void run() {
    spec.commandLine().usage(console.out());
  }

  /** The version that the build wrote into the JAR. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "lanewise " + (version == null ? "(classes)" : version),
        "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name")
      };
    }
  }
}
