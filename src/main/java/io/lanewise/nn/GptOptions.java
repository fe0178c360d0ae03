package io.lanewise.nn;

/**
 * The sizes of a {@link Gpt}. Start from {@link #auto()} and change what you need.
 *
 * @param vocabulary how many tokens there are; 256 for bytes
 * @param context positions that it can look back on
 * @param width length of the vector of a position
 * @param layers how many blocks
 * @param heads of each attention; they divide the width
 */
public record GptOptions(int vocabulary, int context, int width, int layers, int heads) {
  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is less than 1, or the heads do not divide the width
   */
  public GptOptions {
    require("vocabulary", vocabulary);
    require("context", context);
    require("width", width);
    require("layers", layers);
    require("heads", heads);
    if (width % heads != 0) {
      throw new IllegalArgumentException(
          "GptOptions: " + heads + " heads do not divide a width of " + width);
    }
  }

  private static void require(String name, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("GptOptions: " + name + " " + size + "; 1 is the least");
    }
  }

  /**
   * Bytes, a context of 128, width 128, 4 layers, 4 heads: 0.8 million parameters.
   *
   * @return the defaults
   */
  public static GptOptions auto() {
    return new GptOptions(256, 128, 128, 4, 4);
  }

  /**
   * With another vocabulary.
   *
   * @param tokens how many
   * @return new options
   */
  public GptOptions withVocabulary(int tokens) {
    return new GptOptions(tokens, context, width, layers, heads);
  }

  /**
   * With another context.
   *
   * @param positions how many
   * @return new options
   */
  public GptOptions withContext(int positions) {
    return new GptOptions(vocabulary, positions, width, layers, heads);
  }

  /**
   * With another width and number of heads.
   *
   * @param size length of the vector of a position
   * @param number of heads, which divides it
   * @return new options
   */
  public GptOptions withWidth(int size, int number) {
    return new GptOptions(vocabulary, context, size, layers, number);
  }

  /**
   * With another number of blocks.
   *
   * @param number of blocks
   * @return new options
   */
  public GptOptions withLayers(int number) {
    return new GptOptions(vocabulary, context, width, number, heads);
  }
}
