package io.lanewise.cli.gpt;

import java.util.HashMap;
import java.util.Map;

/**
 * A model that counts: the probability of a byte after the three before it, mixed with that after
 * two, one and none by the rule of Witten and Bell [1]. What a trained model is to beat.
 *
 * <p>[1] Witten and Bell, The zero-frequency problem, IEEE Transactions on Information Theory 37,
 * 1991.
 */
public final class ByteModel {
  private static final int ORDER = 3;

  /** What followed a context. */
  private static final class Followers {
    final Map<Byte, Integer> counts = new HashMap<>();
    int total;

    void add(byte next) {
      counts.merge(next, 1, Integer::sum);
      total++;
    }
  }

  private final Map<Integer, Followers> contexts = new HashMap<>();

  private ByteModel(byte[] text) {
    for (int at = 0; at < text.length; at++) {
      for (int order = 0; order <= ORDER && order <= at; order++) {
        contexts.computeIfAbsent(key(text, at, order), none -> new Followers()).add(text[at]);
      }
    }
  }

  /**
   * Counts one text and measures another with the counts.
   *
   * @param training the text to count
   * @param measured the text to predict, not empty
   * @return bits per byte
   */
  public static double bits(byte[] training, byte[] measured) {
    ByteModel model = new ByteModel(training);
    double bits = 0;
    for (int at = 0; at < measured.length; at++) {
      bits -= Math.log(model.probability(measured, at)) / Math.log(2);
    }
    return bits / measured.length;
  }

  private double probability(byte[] text, int at) {
    double p = 1.0 / 256;
    for (int order = 0; order <= ORDER && order <= at; order++) {
      Followers seen = contexts.get(key(text, at, order));
      if (seen != null) {
        int kinds = seen.counts.size();
        p = (seen.counts.getOrDefault(text[at], 0) + kinds * p) / (seen.total + kinds);
      }
    }
    return p;
  }

  /** The bytes before a place, and how many they are. */
  private static int key(byte[] text, int at, int order) {
    int key = order;
    for (int i = 1; i <= order; i++) {
      key = key << 8 | (text[at - i] & 0xFF);
    }
    return key;
  }
}
