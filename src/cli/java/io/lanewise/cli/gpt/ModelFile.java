package io.lanewise.cli.gpt;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.io.SafeTensors;
import io.lanewise.nn.Gpt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model in a file.
 *
 * @param gpt the model
 * @param metadata what the file says of itself
 */
public record ModelFile(Gpt gpt, Map<String, String> metadata) {
  static final String HEADS = "lanewise.gpt.heads";

  /**
   * Reads a model.
   *
   * @param file safetensors, with the names of GPT-2; F16 and BF16 become F32
   * @return the model
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is no model of bytes
   */
  public static ModelFile read(Path file) throws IOException {
    try (SafeTensors stored = SafeTensors.open(file)) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (String name : stored.names()) {
        if (stored.entry(name).dtype().filter(DType::isFloating).isPresent()) {
          Tensor tensor = stored.read(name);
          tensors.put(name, tensor.dtype().computes() ? tensor : tensor.cast(DType.F32));
        }
      }
      Gpt gpt = Gpt.of(tensors, number(stored.metadata(), HEADS));
      if (gpt.options().vocabulary() != 256) {
        throw new IllegalArgumentException(
            "the model has "
                + gpt.options().vocabulary()
                + " tokens; one of bytes, with 256, is needed");
      }
      return new ModelFile(gpt, stored.metadata());
    }
  }

  /**
   * Writes the model, as a whole or not at all.
   *
   * @param file where to
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    Map<String, String> told = new LinkedHashMap<>(metadata);
    told.put(HEADS, Integer.toString(gpt.options().heads()));
    SafeTensors.write(file, tensors(gpt), told);
  }

  static Map<String, Tensor> tensors(Gpt gpt) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    gpt.parameters().forEach((name, parameter) -> tensors.put(name, parameter.value()));
    return tensors;
  }

  static String required(Map<String, String> metadata, String name) {
    String text = metadata.get(name);
    if (text == null) {
      throw new IllegalArgumentException(
          "the metadata have no " + name + ": 'lanewise gpt train' did not make this file");
    }
    return text;
  }

  private static int number(Map<String, String> metadata, String name) {
    String text = required(metadata, name);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException("the metadata's " + name + " is no number", wrong);
    }
  }
}
