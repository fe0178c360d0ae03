package io.lanewise.cli.gpt;

import io.lanewise.DType;
import io.lanewise.Tensor;
import java.util.zip.CRC32;

/**
 * A text as bytes: the first nine tenths to learn from, the rest to see what was learnt. Batches
 * follow from the seed and the number of the step alone.
 */
public final class Corpus {
  private final byte[] text;
  private final int context;
  private final int split;

  /**
   * Some sequences and what follows each of their bytes.
   *
   * @param ids shape (batch, sequence), I64
   * @param targets likewise
   */
  public record Batch(Tensor ids, Tensor targets) {}

  /**
   * A text.
   *
   * @param text its bytes
   * @param context length of the sequences
   * @throws IllegalArgumentException if it is empty or too short for the context
   */
  public Corpus(byte[] text, int context) {
    this.text = text.clone();
    this.context = context;
    this.split = text.length - text.length / 10;
    if (text.length == 0) {
      throw new IllegalArgumentException("the text is empty");
    }
    int shorter = Math.min(split, text.length - split);
    if (shorter < context + 1) {
      throw new IllegalArgumentException(
          "the text has "
              + text.length
              + " bytes, but a context of "
              + context
              + " needs "
              + 10L * (context + 1)
              + ", a tenth of them to measure with; --context takes a smaller one");
    }
  }

  /**
   * The bytes to learn from.
   *
   * @return a copy
   */
  public byte[] training() {
    return java.util.Arrays.copyOf(text, split);
  }

  /**
   * The bytes to measure with.
   *
   * @return a copy
   */
  public byte[] validation() {
    return java.util.Arrays.copyOfRange(text, split, text.length);
  }

  /**
   * A number that another text has hardly.
   *
   * @return the checksum, in hexadecimal
   */
  public String fingerprint() {
    CRC32 crc = new CRC32();
    crc.update(text);
    return Long.toHexString(crc.getValue()) + "-" + text.length;
  }

  /**
   * Sequences at random places of the first part.
   *
   * @param seed of the training
   * @param step its number
   * @param batch how many
   * @return the batch
   */
  Batch random(long seed, long step, int batch) {
    double[] places =
        Tensor.rand(DType.F64, seed * 0x9E3779B97F4A7C15L + step, batch).toDoubleArray();
    int[] starts = new int[batch];
    for (int i = 0; i < batch; i++) {
      starts[i] = (int) (places[i] * (split - context));
    }
    return batch(starts);
  }

  /** How many whole sequences the second part has. */
  int validationSequences() {
    return (text.length - split - 1) / context;
  }

  /** Sequences of the second part, one after the other. */
  Batch validation(int first, int count) {
    int[] starts = new int[count];
    for (int i = 0; i < count; i++) {
      starts[i] = split + (first + i) * context;
    }
    return batch(starts);
  }

  private Batch batch(int[] starts) {
    long[] ids = new long[starts.length * context];
    long[] targets = new long[ids.length];
    for (int i = 0; i < starts.length; i++) {
      for (int t = 0; t < context; t++) {
        ids[i * context + t] = text[starts[i] + t] & 0xFF;
        targets[i * context + t] = text[starts[i] + t + 1] & 0xFF;
      }
    }
    return new Batch(
        Tensor.of(ids).reshape(starts.length, context),
        Tensor.of(targets).reshape(starts.length, context));
  }
}
