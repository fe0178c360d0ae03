package io.lanewise.cli;

import io.lanewise.cli.launcher.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Where a command reads and writes.
 *
 * @param in standard input, for data
 * @param data standard output, for data
 * @param out results, for people or programs: standard output, unless data go there
 * @param err errors, notes, progress
 * @param colours whether results may be coloured
 * @param progress whether somebody would see progress
 */
public record Console(
    InputStream in,
    PrintStream data,
    PrintStream out,
    PrintStream err,
    boolean colours,
    boolean progress) {
  /** Width that all texts fit into. */
  public static final int COLUMNS = 100;

  /**
   * A console without input.
   *
   * @param out for results and data
   * @param err errors, notes, progress
   * @param colours whether results may be coloured
   * @param progress whether somebody would see progress
   */
  public Console(PrintStream out, PrintStream err, boolean colours, boolean progress) {
    this(InputStream.nullInputStream(), out, out, err, colours, progress);
  }

  /**
   * The streams of this process; colours only on a terminal, and never if {@code NO_COLOR} is set.
   *
   * @return the console
   */
  public static Console ofProcess() {
    String no = System.getenv("NO_COLOR");
    boolean dumb = "dumb".equals(System.getenv("TERM"));
    boolean colours = (no == null || no.isEmpty()) && !dumb && Terminal.output();
    return new Console(
        System.in, System.out, System.out, System.err, colours, !dumb && Terminal.errors());
  }

  /**
   * The console of a command that writes data to standard output: results go to standard error.
   *
   * @return the console
   */
  Console withDataOut() {
    return new Console(in, data, err, err, colours, progress);
  }

  /**
   * The console of a command that tells nothing but errors.
   *
   * @return the console
   */
  Console quiet() {
    PrintStream nobody = new PrintStream(OutputStream.nullOutputStream());
    return new Console(in, data, nobody, err, colours, /* progress= */ false);
  }

  /**
   * Makes sure that the data have arrived; the stream itself keeps that for itself.
   *
   * @throws IOException if they have not: the other end of a pipe has closed, the disk is full
   */
  void checkData() throws IOException {
    if (data.checkError()) {
      throw new IOException("standard output cannot be written");
    }
  }

  /**
   * Text that stands out on a terminal that has colours.
   *
   * @param text one line
   * @return the same with escape sequences, or as it is
   */
  public String bold(String text) {
    return styled("1", text);
  }

  /**
   * Text in green.
   *
   * @param text one line
   * @return the same with escape sequences, or as it is
   */
  public String green(String text) {
    return styled("32", text);
  }

  /**
   * Text in red.
   *
   * @param text one line
   * @return the same with escape sequences, or as it is
   */
  public String red(String text) {
    return styled("31", text);
  }

  private String styled(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
