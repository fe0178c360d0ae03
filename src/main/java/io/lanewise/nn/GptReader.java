package io.lanewise.nn;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A {@link Gpt} of named tensors, checked one by one. */
final class GptReader {
  private final Map<String, Tensor> tensors;
  private final int heads;
  private final DType dtype;
  private final long width;

  GptReader(Map<String, Tensor> tensors, int heads) {
    this.tensors = tensors;
    this.heads = heads;
    Tensor tokens = tensors.get("wte.weight");
    if (tokens == null || tokens.rank() != 2) {
      throw new IllegalArgumentException(
          tensors.containsKey("wte.weight.u")
              ? "wte.weight is there as factors; compress a model with --match 'attn|mlp'"
              : "this is no GPT: there is no matrix wte.weight");
    }
    this.dtype = tokens.dtype();
    this.width = tokens.size(1);
    if (!dtype.computes()) {
      throw new IllegalArgumentException(
          "wte.weight is " + dtype + ", which is storage only; F32 or F64 is needed");
    }
  }

  Gpt read() {
    Tensor tokens = matrix("wte.weight", -1, width);
    Tensor positions = matrix("wpe.weight", -1, width);
    List<Block> blocks = new ArrayList<>();
    while (tensors.containsKey("h." + blocks.size() + ".ln_1.weight")) {
      blocks.add(block("h." + blocks.size() + "."));
    }
    GptOptions options =
        new GptOptions(
            Math.toIntExact(tokens.size(0)),
            Math.toIntExact(positions.size(0)),
            Math.toIntExact(width),
            blocks.size(),
            heads);
    return Gpt.of(options, Embedding.of(tokens), Embedding.of(positions), blocks, norm("ln_f."));
  }

  private Block block(String prefix) {
    Tensor hidden = vector(prefix + "mlp.c_fc.bias", -1);
    return Block.of(
        norm(prefix + "ln_1."),
        SelfAttention.of(
            linear(prefix + "attn.c_attn.", width, 3 * width),
            linear(prefix + "attn.c_proj.", width, width),
            heads),
        norm(prefix + "ln_2."),
        linear(prefix + "mlp.c_fc.", width, hidden.size(0)),
        linear(prefix + "mlp.c_proj.", hidden.size(0), width));
  }

  private LayerNorm norm(String prefix) {
    return LayerNorm.of(vector(prefix + "weight", width), vector(prefix + "bias", width));
  }

  private Linear linear(String prefix, long in, long out) {
    Tensor bias = vector(prefix + "bias", out);
    String name = prefix + "weight";
    if (tensors.containsKey(name + ".u") && !tensors.containsKey(name)) {
      Tensor u = matrix(name + ".u", in, -1);
      return Linear.ofFactors(u, matrix(name + ".v", u.size(1), out), bias);
    }
    return Linear.of(matrix(name, in, out), bias);
  }

  private Tensor vector(String name, long size) {
    return tensor(name, 1, size, -1);
  }

  private Tensor matrix(String name, long rows, long columns) {
    return tensor(name, 2, rows, columns);
  }

  /** The tensor with that name; sizes of -1 are free. */
  private Tensor tensor(String name, int rank, long first, long second) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("this is no GPT: there is no tensor " + name);
    }
    Shape shape = tensor.shape();
    boolean fits =
        shape.rank() == rank
            && (first < 0 || shape.size(0) == first)
            && (rank < 2 || second < 0 || shape.size(1) == second);
    if (!fits) {
      String wanted = first < 0 ? "any" : Long.toString(first);
      throw new IllegalArgumentException(
          name
              + " is "
              + shape
              + ", but must be ("
              + wanted
              + (rank < 2 ? "" : ", " + (second < 0 ? "any" : Long.toString(second)))
              + ")");
    }
    if (tensor.dtype() != dtype) {
      throw new IllegalArgumentException(
          name + " is " + tensor.dtype() + ", but wte.weight " + dtype + "; one type is needed");
    }
    return tensor;
  }
}
