package io.lanewise.cli.compress;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.cli.Console;
import io.lanewise.cli.Text;
import io.lanewise.linalg.LowRank;
import io.lanewise.linalg.Svd;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Shows a picture as it looks when each channel is a matrix of low rank. What comes out is a
 * picture like the one that went in: it shows what the factors keep, whose size the table tells.
 */
public final class PictureCompressor {
  private static final String FORMAT = "%-8s %13s %6s %8s %10s %s";
  private static final int GAP = 8;

  /** What a series divides the highest rank by. */
  private static final int[] STEPS = {16, 8, 4, 2, 1};

  private final Picture picture;
  private final DType dtype;
  private final Console console;

  private PictureCompressor(Picture picture, DType dtype, Console console) {
    this.picture = picture;
    this.dtype = dtype;
    this.console = console;
  }

  /**
   * Whether bytes look like a picture that can be read.
   *
   * @param start the first bytes of a file
   * @return true for PNG and JPEG
   */
  public static boolean isPicture(byte[] start) {
    return Picture.isPicture(start);
  }

  /**
   * Reads a picture.
   *
   * @param bytes a PNG or JPEG file
   * @param name what to call it in errors
   * @param dtype what to compute in, or null for F32
   * @param console for the table
   * @return a compressor
   * @throws IOException if it cannot be read
   */
  public static PictureCompressor of(
      byte[] bytes, String name, @Nullable DType dtype, Console console) throws IOException {
    return new PictureCompressor(
        Picture.read(bytes, name), dtype == null ? DType.F32 : dtype, console);
  }

  /**
   * The picture in one quality.
   *
   * @param goal how much of each channel is kept
   * @param format {@code png} or {@code jpeg}
   * @return a file
   * @throws IOException if the format cannot hold such a picture
   */
  public byte[] compress(Goal goal, String format) throws IOException {
    head();
    Picture result = picture.like(picture.width(), picture.height());
    for (int band = 0; band < picture.channels(); band++) {
      Tensor channel = picture.channel(band).cast(dtype);
      put(result, band, 0, goal.reach(channel, goal.value()), channel);
    }
    return result.encode(format);
  }

  /**
   * The picture in several ranks side by side, a sixteenth of the highest to the highest, and at
   * the right as it was.
   *
   * @param rank the highest
   * @param format {@code png} or {@code jpeg}
   * @return a file
   * @throws IOException if the format cannot hold such a picture
   */
  public byte[] series(long rank, String format) throws IOException {
    long most = Math.min(rank, Math.min(picture.width(), picture.height()));
    TreeSet<Long> sorted = new TreeSet<>();
    for (int step : STEPS) {
      sorted.add(Math.max(1, most / step));
    }
    List<Long> ranks = List.copyOf(sorted);
    long width = (ranks.size() + 1L) * picture.width() + (long) ranks.size() * GAP;
    if (width * picture.height() > Integer.MAX_VALUE / 4) {
      throw new IllegalArgumentException(
          "--series: " + (ranks.size() + 1) + " pictures side by side are too large");
    }
    head();
    Picture result = picture.like((int) width, picture.height());
    for (int band = 0; band < picture.channels(); band++) {
      Tensor channel = picture.channel(band).cast(dtype);
      Svd svd = Svd.truncated(channel, most);
      int x = 0;
      for (long k : ranks) {
        put(result, band, x, LowRank.of(svd, k), channel);
        x += picture.width() + GAP;
      }
      result.put(band, x, channel);
    }
    return result.encode(format);
  }

  private void head() {
    String head =
        Text.format(FORMAT, "channel", "shape", "rank", "numbers", "of", "error").stripTrailing();
    console.out().println(console.bold(head));
  }

  private void put(Picture result, int band, int x, LowRank low, Tensor channel) {
    Tensor written = result.put(band, x, low.toTensor()).cast(dtype);
    double norm = channel.norm();
    double error = norm == 0 ? 0 : written.subInPlace(channel).norm() / norm;
    console
        .out()
        .println(
            Text.format(
                FORMAT,
                band + 1,
                channel.size(0) + " x " + channel.size(1),
                low.rank(),
                Text.format("%.1f %%", 100 * low.storageRatio()),
                channel.elements(),
                Text.format("%.2e", error)));
  }
}
