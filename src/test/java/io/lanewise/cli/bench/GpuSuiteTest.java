package io.lanewise.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.Engine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The command that measures a GPU, with the processor in place of one. */
class GpuSuiteTest {
  @Test
  void everythingHasALine() {
    List<GpuLine> lines = new ArrayList<>();
    GpuSuite.run(Engine.cpu(), Engine.cpu(), new int[] {8}, lines::add);
    List<String> expected =
        List.of(
            "f32 product, first call",
            "f32 product, with transfers",
            "f32 product, own kernel",
            "f32 product, library (cuBLAS)",
            "f16 and bf16 product, tensor cores",
            "f32 attention in one pass",
            "f32 attention in three steps",
            "f32 Jacobi SVD",
            "f32 Jacobi SVD, cuSOLVER gesvdj",
            "f32 SVD of many 32 x 32",
            "f32 eigen of many 32 x 32",
            "f32 many 32 x 32, gesvdjBatched",
            "f32 x += y, bytes");
    assertEquals(expected, lines.stream().map(GpuLine::what).toList());
    for (GpuLine line : lines) {
      assertEquals(8, line.size());
      assertFalse(line.note().startsWith("failed"), line.text());
      assertFalse(line.off() > 1e-5, line.text());
      assertTrue(line.gpu() > 0 || line.text().contains("not measured yet"), line.text());
    }
  }

  @Test
  void whatFailsHasALineThatSaysWhy() {
    List<GpuLine> lines = new ArrayList<>();
    Runnable fails =
        () -> {
          throw new OutOfMemoryError("no \"room\"\nat all");
        };
    GpuSuite.attempt("something", 5, fails, lines::add);
    assertEquals(1, lines.size());
    GpuLine line = lines.get(0);
    assertTrue(line.text().contains("not measured yet"), line.text());
    assertEquals(
        "{\"op\":\"something\",\"device\":\"gpu\",\"size\":5,\"gpu\":null,\"cpu\":null,"
            + "\"rate\":null,\"difference\":null,"
            + "\"note\":\"failed: java.lang.OutOfMemoryError: no \\\"room\\\" at all\"}",
        line.json());
  }
}
