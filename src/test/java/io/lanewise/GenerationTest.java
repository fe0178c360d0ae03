package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** The build's substitutions give the f64 code that is meant. */
class GenerationTest {
  @Test
  void aNarrowingCastIsNone() {
    assertEquals(0.1, SampleF64.narrowed(0.1), 0.0);
    assertEquals(0.1f, SampleF32.narrowed(0.1), 0.0f);
  }

  @Test
  void typesAndLiteralsAreSubstituted() {
    assertSame(double.class, SampleF64.SPECIES.elementType());
    assertEquals(ValueLayout.JAVA_DOUBLE_UNALIGNED, SampleF64.LAYOUT);
    assertSame(DType.F64, SampleF64.DTYPE);
    assertEquals(8, SampleF64.BYTES);
    assertEquals(31, SampleF64.MASK);
    assertArrayEquals(
        new double[] {1.0 / 3, 1.5, 1e-3, .5, 0x1p-3, 1000}, SampleF64.literals(), 0.0);
  }
}
