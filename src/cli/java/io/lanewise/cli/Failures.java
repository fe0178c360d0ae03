package io.lanewise.cli;

import io.lanewise.EngineUnavailableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What went wrong, in one line; never a stack trace, unless {@code LANEWISE_TRACE} is set. */
final class Failures {
  /** The exit code of every error. */
  static final int CODE = 2;

  private Failures() {}

  /**
   * Writes the line.
   *
   * @param failure what was thrown
   * @param command the command in full
   * @param console where to
   * @return the exit code
   */
  static int report(Throwable failure, String command, Console console) {
    String text = describe(failure);
    if (failure instanceof ParameterException) {
      text += "; see '" + command + " --help'";
    }
    console.err().println(command + ": " + oneLine(text));
    if (System.getenv("LANEWISE_TRACE") != null) {
      failure.printStackTrace(console.err());
    }
    return CODE;
  }

  /**
   * What was thrown, in words.
   *
   * @param failure anything
   * @return text without the name of a class, unless it is a bug's
   */
  static String describe(Throwable failure) {
    String message = failure.getMessage() == null ? "" : failure.getMessage();
    return switch (failure) {
      case NoSuchFileException missing -> file(missing, "no such file");
      case AccessDeniedException denied -> file(denied, "permission denied");
      case FileAlreadyExistsException exists -> file(exists, "exists already");
      case FileSystemException system -> file(system, "cannot be read or written");
      case IOException io -> message.isEmpty() ? "input or output failed" : message;
      case OutOfMemoryError memory -> "out of memory: " + message;
      case UnmatchedArgumentException unmatched when isCommand(unmatched) ->
          "there is no command '" + unmatched.getUnmatched().getFirst() + "'";
      case ParameterException wrong -> message.replaceFirst("^Error: ", ""); // of picocli's own
      case IllegalArgumentException wrong when !message.isEmpty() -> message;
      case ArithmeticException wrong when !message.isEmpty() -> message;
      case EngineUnavailableException engine -> message;
      default ->
          "internal error, " + failure + " (set LANEWISE_TRACE=1 to see where, and report it)";
    };
  }

  private static boolean isCommand(UnmatchedArgumentException unmatched) {
    return unmatched.getCommandLine().getParent() == null && !unmatched.isUnknownOption();
  }

  private static String file(FileSystemException failure, String otherwise) {
    String reason = failure.getReason();
    return failure.getFile() + ": " + (reason == null ? otherwise : reason);
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", "; ").replaceAll("\\p{Cntrl}", "?");
  }
}
