package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DTypeTest {
  @Test
  void bytesAreThoseOfTheJavaType() {
    assertEquals(Float.BYTES, DType.F32.bytes());
    assertEquals(Double.BYTES, DType.F64.bytes());
    assertEquals(Integer.BYTES, DType.I32.bytes());
    assertEquals(Long.BYTES, DType.I64.bytes());
  }
}
