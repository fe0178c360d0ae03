package io.lanewise.cli;

/** Placeholder. */
public final class Launcher {
  private Launcher() {}

  /** Starts. */
  public static void main(String[] args) throws Exception {
    Class.forName("io.lanewise.cli.Main")
        .getMethod("main", String[].class)
        .invoke(null, (Object) args);
  }
}
