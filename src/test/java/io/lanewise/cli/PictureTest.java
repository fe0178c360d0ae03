package io.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code lanewise compress} of pictures. */
class PictureTest {
  private static final int WIDTH = 40;
  private static final int HEIGHT = 30;

  @TempDir Path folder;

  private Path picture(BufferedImage image, String name) throws IOException {
    Path file = folder.resolve(name);
    String format = name.substring(name.lastIndexOf('.') + 1);
    assertTrue(ImageIO.write(image, format, file.toFile()));
    return file;
  }

  /** Smooth, with some noise. */
  private static BufferedImage image(int type) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    SplittableRandom random = new SplittableRandom(1);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int r = (int) (127 + 90 * Math.sin(x * y / 100.0)) + random.nextInt(30);
        image.setRGB(x, y, new Color(r, 5 * x, 8 * y, 255 - 3 * x).getRGB());
      }
    }
    return image;
  }

  private static BufferedImage read(Path file) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    assertNotNull(image);
    return image;
  }

  private static double[] samples(BufferedImage image, int band) {
    return image
        .getRaster()
        .getSamples(0, 0, image.getWidth(), image.getHeight(), band, (double[]) null);
  }

  private static double error(double[] a, double[] b) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < a.length; i++) {
      difference += (a[i] - b[i]) * (a[i] - b[i]);
      norm += a[i] * a[i];
    }
    return Math.sqrt(difference / norm);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY
      })
  void keepsTheKindOfPictureAndTellsTheError(int type) throws IOException {
    Path in = picture(image(type), "in.png");
    Path out = folder.resolve("out.png");
    Cli run = Cli.run("compress", in, "-o", out, "--rank", 6).succeeded();
    BufferedImage before = read(in);
    BufferedImage after = read(out);
    int bands = before.getRaster().getNumBands();
    assertEquals(bands, after.getRaster().getNumBands());
    assertEquals(before.getSampleModel().getSampleSize(0), after.getSampleModel().getSampleSize(0));
    assertEquals(bands + 1, run.lines().size(), run.out());
    for (int band = 0; band < bands; band++) {
      double error = error(samples(before, band), samples(after, band));
      String line = run.lines().get(band + 1);
      assertTrue(line.endsWith(Text.format("%.2e", error)), line + " but " + error);
      assertTrue(error < 0.1, line);
    }
  }

  /** As many as there are: what comes out is what went in. */
  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_USHORT_GRAY})
  void fullRank(int type) throws IOException {
    Path in = picture(image(type), "in.png");
    Path out = folder.resolve("out.png");
    Cli.run("compress", in, "-o", out, "--rank", HEIGHT).succeeded();
    assertArrayEquals(samples(read(in), 0), samples(read(out), 0));
    Cli.run("compress", in, "-o", out, "--rank", 10_000).succeeded();
    assertArrayEquals(samples(read(in), 0), samples(read(out), 0));
  }

  @Test
  void palettesBecomeColours() throws IOException {
    BufferedImage indexed = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_INDEXED);
    Graphics2D graphics = indexed.createGraphics();
    graphics.setColor(Color.RED);
    graphics.fillRect(3, 3, 10, 10);
    graphics.dispose();
    Path in = picture(indexed, "in.png");
    Path out = folder.resolve("out.png");
    Cli.run("compress", in, "-o", out, "--rank", 1).succeeded();
    assertEquals(Color.RED.getRGB(), read(out).getRGB(5, 5));
    BufferedImage black = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_BINARY);
    Cli.run("compress", picture(black, "in.png"), "-o", out, "--rank", 1).succeeded();
    assertEquals(Color.BLACK.getRGB(), read(out).getRGB(5, 5));
  }

  @Test
  void errorAndEnergy() throws IOException {
    Path in = picture(image(BufferedImage.TYPE_INT_RGB), "in.png");
    Path out = folder.resolve("out.png");
    for (String[] how : new String[][] {{"--error", "0.04"}, {"--energy", "0.9984"}}) {
      Cli.run("compress", in, "-o", out, how[0], how[1]).succeeded();
      for (int band = 0; band < 3; band++) {
        double error = error(samples(read(in), band), samples(read(out), band));
        assertTrue(error <= 0.041, "" + error); // and half a step of rounding
      }
    }
  }

  @Test
  void jpeg() throws IOException {
    Path in = picture(image(BufferedImage.TYPE_INT_RGB), "in.jpg");
    for (String name : new String[] {"out.jpg", "out.JPEG", "out.png"}) {
      Path out = folder.resolve(name);
      Cli.run("compress", in, "-o", out, "--rank", 10).succeeded();
      for (int band = 0; band < 3; band++) {
        assertTrue(error(samples(read(in), band), samples(read(out), band)) < 0.1);
      }
    }
    Path alpha = picture(image(BufferedImage.TYPE_INT_ARGB), "in.png");
    Cli.run("compress", alpha, "-o", folder.resolve("a.jpg"), "--rank", 3)
        .refusedAfterwards("JPEG");
    assertTrue(Files.notExists(folder.resolve("a.jpg")));
  }

  @Test
  void series() throws IOException {
    Path in = picture(image(BufferedImage.TYPE_INT_RGB), "in.png");
    Path out = folder.resolve("out.png");
    Cli run = Cli.run("compress", in, "-o", out, "--rank", 16, "--series").succeeded();
    assertEquals(1 + 3 * 5, run.lines().size(), run.out());
    BufferedImage before = read(in);
    BufferedImage after = read(out);
    assertEquals(6 * WIDTH + 5 * 8, after.getWidth());
    double last = 1;
    for (int panel = 0; panel < 6; panel++) {
      double[] part =
          after.getRaster().getSamples(panel * (WIDTH + 8), 0, WIDTH, HEIGHT, 0, (double[]) null);
      double error = error(samples(before, 0), part);
      assertTrue(error < last, panel + ": " + error);
      last = error;
    }
    assertEquals(0, last);
    assertEquals(Color.WHITE.getRGB(), after.getRGB(WIDTH + 3, 3));
    Cli.run("compress", in, "-o", out, "--rank", 1, "--series").succeeded();
    assertEquals(2 * WIDTH + 8, read(out).getWidth());
    Cli.run("compress", in, "-o", out, "--error", 0.1, "--series").refused("--rank");
  }

  @Test
  void streamsAndDryRun() throws IOException {
    Path in = picture(image(BufferedImage.TYPE_INT_RGB), "in.png");
    Path out = folder.resolve("out.png");
    Cli.run("compress", in, "-o", out, "--rank", 3, "--quiet").succeeded();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Cli run =
        Cli.piped(
            new ByteArrayInputStream(Files.readAllBytes(in)),
            bytes,
            "compress",
            "-",
            "-o",
            "-",
            "--rank",
            3,
            "--dtype",
            "f32");
    assertEquals(0, run.code());
    assertArrayEquals(Files.readAllBytes(out), bytes.toByteArray());
    Files.delete(out);
    assertEquals(4, Cli.run("compress", in, "--rank", 3, "--dry-run").succeeded().lines().size());
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void wrongWords() throws IOException {
    Path in = picture(image(BufferedImage.TYPE_INT_RGB), "in.png");
    Cli.run("compress", in, "-o", folder.resolve("a.gif"), "--rank", 1).refused(".png");
    Cli.run("compress", in, "-o", folder.resolve("a.safetensors"), "--rank", 1).refused(".png");
    Cli.run("compress", in, "-o", folder.resolve("a.png"), "--rank", 1, "--match", "a")
        .refused("--match");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void truncatedAtEveryByte(String format) throws IOException {
    Path in = picture(image(BufferedImage.TYPE_INT_RGB), "in." + format);
    byte[] whole = Files.readAllBytes(in);
    Path out = folder.resolve("out.png");
    int step = Math.max(1, whole.length / 100);
    for (int length = 0; length < whole.length; length += step) {
      Files.write(in, Arrays.copyOf(whole, length));
      Cli.run("compress", in, "-o", out, "--rank", 2).refused("in." + format);
      assertTrue(Files.notExists(out));
    }
  }

  /** Whatever Java's readers throw is one line, or a picture comes out. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void flippedBits(String format) throws IOException {
    Path in = picture(image(BufferedImage.TYPE_BYTE_GRAY), "in." + format);
    byte[] whole = Files.readAllBytes(in);
    Path out = folder.resolve("out.png");
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 150; i++) {
      byte[] flipped = whole.clone();
      flipped[random.nextInt(i % 2 == 0 ? 100 : whole.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(in, flipped);
      Cli run = Cli.run("compress", in, "-o", out, "--rank", 2);
      if (run.code() != 0) {
        run.refused();
      }
    }
  }

  /** A few bytes that claim 10^9 samples, and a size of which nobody has the memory. */
  @Test
  void bombs() throws IOException {
    for (int size : new int[] {20_000, 100_000, Integer.MAX_VALUE}) {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
      byte[] header = java.nio.ByteBuffer.allocate(13).putInt(size).putInt(size).array();
      header[8] = 8;
      header[9] = 2;
      chunk(png, "IHDR", header);
      chunk(png, "IDAT", new byte[20]);
      chunk(png, "IEND", new byte[0]);
      Path in = Files.write(folder.resolve("in.png"), png.toByteArray());
      Cli.run("compress", in, "-o", folder.resolve("out.png"), "--rank", 2).refused("in.png");
    }
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    png.writeBytes(java.nio.ByteBuffer.allocate(4).putInt(data.length).array());
    png.writeBytes(name);
    png.writeBytes(data);
    png.writeBytes(java.nio.ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }

  /** 16 bits and colours. */
  @Test
  void deepColours() throws IOException {
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = model.createCompatibleWritableRaster(WIDTH, HEIGHT);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      for (int band = 0; band < 3; band++) {
        raster.setSample(i % WIDTH, i / WIDTH, band, (i * 50 + band * 999) & 0xffff);
      }
    }
    Path in = picture(new BufferedImage(model, raster, false, null), "in.png");
    Path out = folder.resolve("out.png");
    Cli.run("compress", in, "-o", out, "--rank", HEIGHT, "--dtype", "f64").succeeded();
    for (int band = 0; band < 3; band++) {
      assertArrayEquals(samples(read(in), band), samples(read(out), band));
    }
  }
}
