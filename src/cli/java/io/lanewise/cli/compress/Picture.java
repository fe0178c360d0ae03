package io.lanewise.cli.compress;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.cli.Text;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.jspecify.annotations.Nullable;

/** A picture as matrices, one for each channel: PNG or JPEG, grey or colours, 8 or 16 bits. */
final class Picture {
  static {
    System.setProperty("java.awt.headless", "true"); // no display is needed
    ImageIO.setUseCache(false); // and no files are left behind
  }

  /** [TP] Bytes on the heap for each sample: the picture, one channel as numbers, the result. */
  private static final long BYTES_FOR_SAMPLE = 8;

  private final BufferedImage image;
  private final WritableRaster raster;

  private Picture(BufferedImage image) {
    this.image = image;
    this.raster = image.getRaster();
  }

  /**
   * Whether bytes look like a picture that can be read.
   *
   * @param start the first bytes of a file
   * @return true for PNG and JPEG
   */
  static boolean isPicture(byte[] start) {
    return start.length >= 3
        && (start[0] == (byte) 0x89 && start[1] == 'P' && start[2] == 'N'
            || start[0] == (byte) 0xff && start[1] == (byte) 0xd8 && start[2] == (byte) 0xff);
  }

  /**
   * Reads a picture.
   *
   * @param bytes a PNG or JPEG file
   * @param name what to call it in errors
   * @return the picture
   * @throws IOException if it is damaged, or of a kind that Java does not read
   * @throws OutOfMemoryError if it is larger than the heap allows, before that is tried
   */
  static Picture read(byte[] bytes, String name) throws IOException {
    if (bytes.length > 0 && bytes[0] == (byte) 0x89) {
      PngChunks.check(bytes, name);
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("not a picture that Java can read");
      }
      ImageReader reader = readers.next();
      try {
        return read(reader, in, name);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException damaged) { // the readers throw anything
      throw new IOException(name + ": " + cause(damaged), damaged);
    }
  }

  private static Picture read(ImageReader reader, ImageInputStream in, String name)
      throws IOException {
    reader.setInput(in, /* seekForwardOnly= */ true, /* ignoreMetadata= */ true);
    Warning warning = new Warning();
    reader.addIIOReadWarningListener(warning);
    long width = reader.getWidth(0);
    long height = reader.getHeight(0);
    long needed = width * height * 4 * BYTES_FOR_SAMPLE;
    if (width * height > Integer.MAX_VALUE / 4 || needed > Runtime.getRuntime().maxMemory()) {
      throw new OutOfMemoryError(
          Text.format(
              "%s: a picture of %d x %d needs %s of heap, and there are %s; raise it by"
                  + " LANEWISE_JAVA_OPTS=-Xmx...",
              name,
              width,
              height,
              Text.bytes(needed),
              Text.bytes(Runtime.getRuntime().maxMemory())));
    }
    BufferedImage image = reader.read(0);
    if (warning.text != null) {
      throw new IOException("damaged: " + warning.text);
    }
    return new Picture(simple(image));
  }

  /** What the reader of JPEG says where it fills up with grey what is missing. */
  private static final class Warning implements IIOReadWarningListener {
    private @Nullable String text;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
      if (warning.contains("Truncated") || warning.contains("Corrupt")) {
        text = warning;
      }
    }
  }

  private static String cause(Exception failure) {
    Throwable inner = failure;
    while (inner.getCause() != null) {
      inner = inner.getCause();
    }
    boolean told = inner instanceof IOException && inner.getMessage() != null;
    return told ? String.valueOf(inner.getMessage()) : "not a whole picture";
  }

  /** Palettes and packed bits become colours of 8 bits. */
  private static BufferedImage simple(BufferedImage image) {
    int bits = image.getSampleModel().getSampleSize(0);
    boolean indexed = image.getColorModel() instanceof IndexColorModel;
    if (!indexed && (bits == 8 || bits == 16)) {
      return image;
    }
    boolean alpha = image.getColorModel().hasAlpha();
    BufferedImage colours =
        new BufferedImage(
            image.getWidth(),
            image.getHeight(),
            alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = colours.createGraphics();
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    return colours;
  }

  int width() {
    return image.getWidth();
  }

  int height() {
    return image.getHeight();
  }

  int channels() {
    return raster.getNumBands();
  }

  /**
   * A channel.
   *
   * @param band which
   * @return shape (height, width), F32, numbers from 0 to 255 or 65535
   */
  Tensor channel(int band) {
    float[] samples = raster.getSamples(0, 0, width(), height(), band, (float[]) null);
    Tensor channel = Tensor.empty(DType.F32, height(), width());
    return channel.copyFrom(Tensor.wrap(samples, height(), width()));
  }

  /**
   * An empty picture of the same kind.
   *
   * @param width of it
   * @param height of it
   * @return white, or what all ones mean
   */
  Picture like(int width, int height) {
    WritableRaster samples = raster.createCompatibleWritableRaster(width, height);
    float[] row = new float[width];
    for (int band = 0; band < channels(); band++) {
      java.util.Arrays.fill(row, most(band));
      for (int y = 0; y < height; y++) {
        samples.setSamples(0, y, width, 1, band, row);
      }
    }
    return new Picture(
        new BufferedImage(
            image.getColorModel(), samples, image.isAlphaPremultiplied(), /* properties= */ null));
  }

  private float most(int band) {
    return (1 << raster.getSampleModel().getSampleSize(band)) - 1;
  }

  /**
   * Writes a channel into a place of this picture, rounded to whole numbers.
   *
   * @param band which
   * @param x column where it begins
   * @param channel shape (height, width), F32 or F64
   * @return the channel as it is written, F32
   */
  Tensor put(int band, int x, Tensor channel) {
    Tensor rounded = channel.maximum(0).minimum(most(band)).addInPlace(0.5);
    Tensor whole = rounded.cast(DType.I32).cast(DType.F32);
    int height = (int) channel.size(0);
    int width = (int) channel.size(1);
    raster.setSamples(x, 0, width, height, band, whole.toFloatArray());
    return whole;
  }

  /**
   * The picture as a file.
   *
   * @param format {@code png} or {@code jpeg}
   * @return its bytes
   * @throws IOException if the format cannot hold such a picture
   */
  byte[] encode(String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format);
    if (!writers.hasNext()) {
      throw new IOException("this Java does not write " + format.toUpperCase(Locale.ROOT));
    }
    ImageWriter writer = writers.next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      if (format.equals("jpeg")) { // what is lost should be lost by the rank
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(0.95f);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), settings);
    } catch (IOException | RuntimeException refused) {
      throw new IOException(
          Text.format(
              "%s cannot hold a picture of %d channels with %d bits: %s",
              format.toUpperCase(Locale.ROOT),
              channels(),
              raster.getSampleModel().getSampleSize(0),
              cause(refused)),
          refused);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
