package io.lanewise.nn;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GptTest {
  private static final GptOptions SMALL = new GptOptions(16, 6, 8, 2, 2);

  private static Map<String, Tensor> tensors(Gpt gpt) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    gpt.parameters().forEach((name, parameter) -> tensors.put(name, parameter.value()));
    return tensors;
  }

  @Test
  void tokensBeforeDoNotSeeTokensAfter() {
    Gpt gpt = Gpt.random(DType.F64, SMALL, 3);
    Tensor first = gpt.apply(Tensor.of(new long[] {1, 2, 3, 4}).reshape(1, 4)).value();
    Tensor second = gpt.apply(Tensor.of(new long[] {1, 2, 9, 9}).reshape(1, 4)).value();
    for (int t = 0; t < 4; t++) {
      Tensor a = first.slice(io.lanewise.Slice.at(0), io.lanewise.Slice.at(t));
      Tensor b = second.slice(io.lanewise.Slice.at(0), io.lanewise.Slice.at(t));
      assertEquals(t < 2, a.contentEquals(b), "position " + t);
    }
  }

  @Test
  void aNewModelKnowsNothing() {
    Gpt gpt = Gpt.random(DType.F32, SMALL, 3);
    Tensor ids = Tensor.of(new long[] {1, 2, 3, 4}).reshape(2, 2);
    Tensor others = Tensor.of(new long[] {9, 8, 7, 6}).reshape(2, 2);
    assertEquals(Math.log(16), gpt.loss(ids, others).item(), .15);
  }

  /** The cache gives what the whole text gives, also after the older half was forgotten. */
  @Test
  void decodingWithTheCache() {
    Gpt gpt = Gpt.random(DType.F64, SMALL, 3);
    gpt.parameters()
        .forEach((name, parameter) -> parameter.value().mulInPlace(name.contains("ln") ? 1 : 8));
    GptDecoder decoder = gpt.decoder();
    long[] text = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5};
    for (int n = 1; n <= text.length; n++) {
      Tensor scores = decoder.next((int) text[n - 1]);
      // 6 fit; the seventh token leaves the last 3 and itself.
      int from = n <= 6 ? 0 : 3 * ((n - 4) / 3);
      long[] seen = java.util.Arrays.copyOfRange(text, from, n);
      Tensor all = gpt.apply(Tensor.of(seen).reshape(1, seen.length)).value();
      Tensor last = all.slice(io.lanewise.Slice.at(0), io.lanewise.Slice.at(-1));
      assertTrue(scores.allClose(last, 1e-10, 1e-10), "token " + n);
    }
  }

  @Test
  void aModelOfItsTensors() {
    Gpt gpt = Gpt.random(DType.F32, SMALL, 3);
    Gpt again = Gpt.of(tensors(gpt), 2);
    assertEquals(SMALL, again.options());
    Tensor ids = Tensor.of(new long[] {1, 2, 3, 4}).reshape(2, 2);
    assertTrue(gpt.apply(ids).value().contentEquals(again.apply(ids).value()));
  }

  @Test
  void factorsInPlaceOfWeights() {
    Map<String, Tensor> tensors = tensors(Gpt.random(DType.F64, SMALL, 3));
    Tensor ids = Tensor.of(new long[] {1, 2, 3, 4}).reshape(2, 2);
    Tensor expected = Gpt.of(tensors, 2).apply(ids).value();
    String name = "h.1.mlp.c_fc.weight";
    Tensor weight = tensors.remove(name);
    tensors.put(name + ".u", Tensor.eye(DType.F64, 8));
    tensors.put(name + ".v", weight);
    Gpt gpt = Gpt.of(tensors, 2);
    assertTrue(gpt.apply(ids).value().allClose(expected, 1e-12, 1e-12));
    assertTrue(gpt.parameters().containsKey(name + ".u"));
    assertTrue(
        gpt.loss(ids, ids).backward().reaches(requireNonNull(gpt.parameters().get(name + ".v"))));
  }

  @Test
  void whatIsNoGpt() {
    Map<String, Tensor> tensors = tensors(Gpt.random(DType.F32, SMALL, 3));
    refused("wte.weight", Map.of(), 2);
    refused("heads", tensors, 3);
    Map<String, Tensor> missing = new LinkedHashMap<>(tensors);
    missing.remove("h.1.attn.c_proj.bias");
    refused("h.1.attn.c_proj.bias", missing, 2);
    Map<String, Tensor> wrong = new LinkedHashMap<>(tensors);
    wrong.put("h.0.mlp.c_proj.weight", Tensor.zeros(DType.F32, 8, 8));
    refused("(32, 8)", wrong, 2);
    Map<String, Tensor> mixed = new LinkedHashMap<>(tensors);
    mixed.put("ln_f.bias", Tensor.zeros(DType.F64, 8));
    refused("F64", mixed, 2);
    Gpt gpt = Gpt.of(tensors, 2);
    assertThrows(ShapeException.class, () -> gpt.apply(Tensor.zeros(DType.I64, 1, 7)));
    assertThrows(ShapeException.class, () -> gpt.apply(Tensor.zeros(DType.I64, 3)));
    assertThrows(IndexOutOfBoundsException.class, () -> gpt.decoder().next(16));
  }

  private static void refused(String text, Map<String, Tensor> tensors, int heads) {
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> Gpt.of(tensors, heads));
    assertTrue(String.valueOf(wrong.getMessage()).contains(text), wrong.getMessage());
  }
}
