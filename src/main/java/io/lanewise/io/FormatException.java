package io.lanewise.io;

import java.io.IOException;

/**
 * A file that is not what it should be. The text is one line that names the file, the place, what
 * is wrong and what to do.
 */
public final class FormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The file. */
  private final String file;

  /** Where in it. */
  private final long offset;

  /**
   * Creates the exception.
   *
   * @param file the file, or the file and its entry, or what stands for a stream
   * @param offset where in it, in bytes from its beginning
   * @param problem what is wrong there
   * @param advice what to do about it
   */
  public FormatException(String file, long offset, String problem, String advice) {
    super(file + ": byte " + offset + ": " + problem + "; " + advice);
    this.file = file;
    this.offset = offset;
  }

  /**
   * The file.
   *
   * @return its name, with that of the entry in an archive
   */
  public String file() {
    return file;
  }

  /**
   * Where in the file.
   *
   * @return bytes from its beginning, or from that of the entry in an archive
   */
  public long offset() {
    return offset;
  }
}
