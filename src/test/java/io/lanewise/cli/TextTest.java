package io.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @ParameterizedTest
  @CsvSource({
    "9, 4, 9",
    "4.618033988749895, 4, 4.618",
    "0.023449, 4, 0.02345",
    "91.8, 3, 91.8",
    "1234567, 3, 1230000",
    "-0.00012345, 3, -0.000123",
    "0.000012345, 3, 1.23e-05",
    "9.9996, 4, 10.00",
    "1e300, 3, 1.00e+300",
    "0, 4, 0",
    "NaN, 4, NaN",
    "-Infinity, 4, -Infinity"
  })
  void number(double value, int digits, String text) {
    assertEquals(text, Text.number(value, digits));
  }

  @ParameterizedTest
  @CsvSource({"0.0000123, 12.3 us", "0.0234, 23.4 ms", "2.5, 2.5 s", "0.001, 1 ms"})
  void time(double seconds, String text) {
    assertEquals(text, Text.time(seconds));
  }
}
