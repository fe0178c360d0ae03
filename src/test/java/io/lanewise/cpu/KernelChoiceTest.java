package io.lanewise.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.EngineUnavailableException;
import io.lanewise.kernel.scalar.ScalarKernels;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Which kernels are taken, and the reason given, whatever this JVM has. */
class KernelChoiceTest {
  private static final String NO_MODULE = "the vector module is not loaded";

  private static final KernelChoice SIMD =
      new KernelChoice(ScalarKernels.F32, ScalarKernels.F64, "stands for SIMD");

  private static final Supplier<KernelChoice> CHANGED =
      () -> {
        throw new NoSuchMethodError("FloatVector.fma");
      };

  @Test
  void simdIsTakenWhereNothingIsInItsWay() {
    assertSame(SIMD, KernelChoice.choose("AUTO", null, "", () -> SIMD));
    assertSame(SIMD, KernelChoice.choose("SIMD", null, "", () -> SIMD));
    assertSame(SIMD, KernelChoice.choose("AUTO", "simd", "", () -> SIMD));
  }

  @Test
  void anObstacleMeansScalarAndIsTheReason() {
    KernelChoice choice = KernelChoice.choose("AUTO", null, NO_MODULE, () -> SIMD);
    assertEquals("scalar", choice.f32().name());
    assertEquals("scalar", choice.f64().name());
    assertEquals(NO_MODULE, choice.why());
  }

  @Test
  void aChangedVectorApiMeansScalar() {
    KernelChoice choice = KernelChoice.choose("AUTO", null, "", CHANGED);
    assertEquals("scalar", choice.f32().name());
    assertTrue(choice.why().contains("FloatVector.fma"), choice.why());
  }

  @Test
  void whatIsAskedForAndMissingIsAnError() {
    for (String property : new String[] {null, "simd"}) {
      EngineUnavailableException obstacle =
          assertThrows(
              EngineUnavailableException.class,
              () ->
                  KernelChoice.choose(
                      property == null ? "SIMD" : "AUTO", property, NO_MODULE, () -> SIMD));
      assertTrue(obstacle.getMessage().contains(NO_MODULE), obstacle.getMessage());
    }
    assertThrows(
        EngineUnavailableException.class, () -> KernelChoice.choose("SIMD", null, "", CHANGED));
  }

  @Test
  void scalarIsTakenWhereAskedFor() {
    assertEquals("scalar", KernelChoice.choose("SCALAR", "simd", "", () -> SIMD).f32().name());
    KernelChoice byProperty = KernelChoice.choose("AUTO", "scalar", "", () -> SIMD);
    assertEquals("scalar", byProperty.f32().name());
    assertTrue(byProperty.why().contains("-Dlanewise.kernels=scalar"), byProperty.why());
  }

  @Test
  void anUnknownPropertyIsAnError() {
    IllegalArgumentException unknown =
        assertThrows(
            IllegalArgumentException.class,
            () -> KernelChoice.choose("AUTO", "avx", "", () -> SIMD));
    assertTrue(unknown.getMessage().contains("-Dlanewise.kernels=avx"), unknown.getMessage());
  }
}
