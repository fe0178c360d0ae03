package io.lanewise.cli.gpt;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.nn.Gpt;
import io.lanewise.nn.GptDecoder;
import java.io.IOException;
import java.io.OutputStream;

/** Writes bytes as a model would go on. */
public final class Sampler {
  private Sampler() {}

  /**
   * Samples.
   *
   * @param gpt a model of bytes
   * @param prompt what the text begins with; a line break if it is empty
   * @param count how many bytes to add
   * @param temperature the scores are divided by it; 0 takes the most likely byte
   * @param seed the same seed gives the same text
   * @param out gets each byte as it is found
   * @throws IOException if it cannot be written
   */
  public static void sample(
      Gpt gpt, byte[] prompt, int count, double temperature, long seed, OutputStream out)
      throws IOException {
    if (count == 0) {
      return;
    }
    GptDecoder decoder = gpt.decoder();
    byte[] begin = prompt.length == 0 ? new byte[] {'\n'} : prompt;
    Tensor scores = decoder.next(begin[0] & 0xFF);
    for (int i = 1; i < begin.length; i++) {
      scores = decoder.next(begin[i] & 0xFF);
    }
    double[] chances = Tensor.rand(DType.F64, seed, count).toDoubleArray();
    for (int i = 0; i < count; i++) {
      int next = choose(scores, temperature, chances[i]);
      out.write(next);
      if (i < count - 1) {
        scores = decoder.next(next);
      }
    }
  }

  private static int choose(Tensor scores, double temperature, double chance) {
    if (temperature == 0) {
      return (int) scores.argmax();
    }
    double[] p = scores.cast(DType.F64).divInPlace(temperature).softmax(0).toDoubleArray();
    double left = chance;
    for (int i = 0; i < p.length; i++) {
      left -= p[i];
      if (left < 0) {
        return i;
      }
    }
    return (int) scores.argmax(); // rounding has left something
  }
}
