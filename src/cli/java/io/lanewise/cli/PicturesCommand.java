package io.lanewise.cli;

import io.lanewise.cli.pictures.Drawing;
import io.lanewise.cli.pictures.Drawings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lanewise pictures}. */
@Command(
    name = "pictures",
    mixinStandardHelpOptions = true,
    description = {
      "Draws the pictures of the course, SVG.",
      "Each is computed anew and comes out the same on every machine."
    },
    footer = {"", "Example:  lanewise pictures docs/course/pictures"})
final class PicturesCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "folder",
      description = "Where they go; it is made if it is not there, and other files in it are left.")
  private Path folder;

  @Mixin private CommonOptions common;

  PicturesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (Streams.isStandard(folder)) {
      throw new IllegalArgumentException("a folder is needed, not standard output");
    }
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new FileSystemException(folder.toString(), null, "is no folder");
    }
    return common.run(console, null, this::draw);
  }

  private void draw(Console tells) throws IOException {
    Files.createDirectories(folder);
    for (Drawing drawing : Drawings.all()) {
      Path file = folder.resolve(drawing.name() + ".svg");
      Streams.write(file, console, drawing.draw().getBytes(StandardCharsets.UTF_8));
      tells.out().println(file);
    }
  }
}
