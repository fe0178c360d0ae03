package io.lanewise.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line. Started by the launcher, in a JVM that has the vector module. */
@Command(
    name = "lanewise",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Dense linear algebra in pure Java.")
public final class Main implements Runnable {

  /** Runs a command and exits with its code: 0 for success, 2 for an error. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
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
