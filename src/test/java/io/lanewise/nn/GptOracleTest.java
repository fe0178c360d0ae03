package io.lanewise.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.grad.AdamW;
import io.lanewise.grad.Gradients;
import io.lanewise.grad.Variable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training step by step beside an implementation in NumPy, {@code gpt/make.py}. */
class GptOracleTest {
  private static final GptOptions SIZES = new GptOptions(32, 8, 16, 2, 2);
  private static final int BATCH = 4;

  private static Gpt model(DType dtype) {
    Gpt gpt = Gpt.random(dtype, SIZES, 1);
    int number = 0;
    for (Map.Entry<String, Variable> parameter : gpt.parameters().entrySet()) {
      String name = parameter.getKey();
      Tensor flat = parameter.getValue().value().flatten();
      double centre = name.contains("ln_") && name.contains("weight") ? 1 : 0;
      number++;
      for (long i = 0; i < flat.elements(); i++) {
        flat.set(centre + .2 * Math.sin(.37 * number + 1.7 * i), i);
      }
    }
    return gpt;
  }

  private static Tensor tokens(int step, int shift) {
    int length = BATCH * SIZES.context();
    long[] ids = new long[length];
    long vocabulary = SIZES.vocabulary();
    for (int b = 0; b < BATCH; b++) {
      for (int t = 0; t < SIZES.context(); t++) {
        long j = (31L * step + 17L * b) % 200 + t + shift;
        ids[b * SIZES.context() + t] = (j * j + 3L * (j / 5)) % vocabulary;
      }
    }
    return Tensor.of(ids).reshape(BATCH, SIZES.context());
  }

  /** Training amplifies rounding, in F32 so much that only the first steps can be compared. */
  @ParameterizedTest
  @CsvSource({"F64, 50, 1e-5", "F32, 8, 1e-3"})
  void losesAsNumPyDoes(DType dtype, int steps, double tolerance) throws IOException {
    Gpt gpt = model(dtype);
    AdamW.Options options = AdamW.Options.auto().withBetas(.9, .95).withDecay(.1);
    AdamW adam = AdamW.of(gpt.parameters(), options);
    List<String> expected = expected();
    assertEquals(50, expected.size());
    for (int step = 0; step < steps; step++) {
      Variable loss = gpt.loss(tokens(step, 0), tokens(step, 1));
      assertEquals(Double.parseDouble(expected.get(step)), loss.item(), tolerance, "step " + step);
      adam.step(loss.backward().clipped(1), .01);
    }
  }

  private static List<String> expected() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(GptOracleTest.class.getResourceAsStream("/gpt/losses.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    }
  }

  @Test
  void gradientsAgreeWithDifferences() {
    Gpt gpt = model(DType.F64);
    Gradients gradients = gpt.loss(tokens(3, 0), tokens(3, 1)).backward();
    double h = 1e-5;
    gpt.parameters()
        .forEach(
            (name, parameter) -> {
              assertTrue(gradients.reaches(parameter), name);
              Tensor x = parameter.value().flatten();
              Tensor g = gradients.of(parameter).contiguous().flatten();
              for (long i = 0; i < x.elements(); i += Math.max(1, x.elements() / 5)) {
                double at = x.get(i);
                x.set(at + h, i);
                double above = gpt.loss(tokens(3, 0), tokens(3, 1)).item();
                x.set(at - h, i);
                double below = gpt.loss(tokens(3, 0), tokens(3, 1)).item();
                x.set(at, i);
                assertEquals((above - below) / (2 * h), g.get(i), 1e-8, name + " " + i);
              }
            });
  }
}
