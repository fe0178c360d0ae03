package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PhiloxTest {
  private static long word(long seed, long index) {
    long[] pair = new long[2];
    Philox.words(seed, index & -2, pair);
    return pair[(int) (index & 1)];
  }

  /**
   * The first two are among the known answers of Random123; the others come from a second
   * implementation that gives those.
   */
  @Test
  void knownAnswers() {
    assertEquals(0xca00a0459843d731L, word(0, 0));
    assertEquals(0x66c24222c9a845b5L, word(0, 1));
    assertEquals(0xebd2527805330b9cL, word(1, 0));
    assertEquals(0x1e251065d078ad95L, word(1, 1));
    assertEquals(0x75c5d7fd9bbef1efL, word(-1, 6));
    assertEquals(0x8447319f1c69d51cL, word(42, 123456789));
    assertEquals(0xd54b25a5ada11e10L, word(42, 1099511627783L));
  }

  private static void near(double p, double expected) {
    double actual = Philox.inverseNormal(p);
    assertEquals(expected, actual, Math.abs(expected) * 1e-15, () -> "at " + p);
  }

  /** From erfinv with 40 digits. */
  @Test
  void inverseOfTheNormalDistribution() {
    near(0.5, 0.0);
    near(0.51, 0.025068908258711058033);
    near(0.075, -1.4395314709384559349);
    near(0.0749, -1.4402382675279636631);
    near(0.925, 1.4395314709384562291);
    near(0.9251, 1.4402382675279638594);
    near(0.3, -0.52440051270804081597);
    near(0.01, -2.3263478740408410931);
    near(1e-05, -4.2648907939228246102);
    near(1e-10, -6.3613409024040561991);
    near(0x1p-53, -8.2095361516013868556);
    near(1 - 0x1p-53, 8.2095361516013868556);
    near(0.99, 2.3263478740408407676);
    near(1.3887943864964021e-11, -6.6579046435011035837);
    near(1.38e-11, -6.6588385028507655283);
  }

  @Test
  void tensorsHoldTheSequence() {
    assertEquals(0.29243237407364187, Tensor.rand(DType.F64, 7, 2, 2).get(0, 0));
    assertEquals(0.5620436308792117, Tensor.rand(DType.F64, 7, 2, 2).get(1, 1));
    assertEquals(-0.5462927076549297611, Tensor.randn(DType.F64, 7, 4).get(0), 3e-16);
    assertEquals(0.1561525997362114833, Tensor.randn(DType.F64, 7, 4).get(3), 1e-16);
  }

  @Test
  void anElementDependsOnItsIndexAlone() {
    Tensor long20000 = Tensor.randn(DType.F64, 99, 20_000);
    Tensor other = Tensor.randn(DType.F64, 99, 17, 19, 23);
    assertTrue(other.flatten().contentEquals(long20000.slice(Slice.to(17 * 19 * 23))));
    assertTrue(Tensor.randn(DType.F32, 99, 20_000).contentEquals(long20000.cast(DType.F32)));
    assertFalse(Tensor.randn(DType.F64, 100, 20_000).contentEquals(long20000));
  }

  @Test
  void narrowUniformNumbersAreCutOffAndStayBelowOne() {
    double[] wide = Tensor.rand(DType.F64, 3, 100_000).toDoubleArray();
    int[] bits = {24, 11, 8};
    DType[] types = {DType.F32, DType.F16, DType.BF16};
    for (int i = 0; i < types.length; i++) {
      double unit = Math.scalb(1.0, -bits[i]);
      double[] narrow = Tensor.rand(types[i], 3, 100_000).toDoubleArray();
      for (int k = 0; k < wide.length; k++) {
        assertEquals(Math.floor(wide[k] / unit) * unit, narrow[k]);
      }
      assertTrue(Arrays.stream(narrow).max().getAsDouble() < 1);
    }
  }

  @Test
  void momentsAndTails() {
    int n = 200_000;
    double[] uniform = Tensor.rand(DType.F64, 5, n).toDoubleArray();
    double[] normal = Tensor.randn(DType.F64, 5, n).toDoubleArray();
    int[] buckets = new int[64];
    for (double value : uniform) {
      buckets[(int) (value * 64)]++;
    }
    double chi = 0;
    for (int count : buckets) {
      chi += Math.pow(count - n / 64.0, 2) / (n / 64.0);
    }
    assertTrue(chi < 63 + 6 * Math.sqrt(2 * 63), "chi squared " + chi);
    double sum = 0;
    double square = 0;
    double fourth = 0;
    int beyond3 = 0;
    double pairs = 0;
    for (int i = 0; i < n; i++) {
      sum += normal[i];
      square += normal[i] * normal[i];
      fourth += Math.pow(normal[i], 4);
      beyond3 += Math.abs(normal[i]) > 3 ? 1 : 0;
      pairs += normal[i] * normal[(i + 1) % n];
    }
    double six = 6 / Math.sqrt(n); // six standard deviations of a mean
    assertEquals(0, sum / n, six);
    assertEquals(1, square / n, six * Math.sqrt(2));
    assertEquals(3, fourth / n, six * Math.sqrt(96));
    assertEquals(0.0026998, beyond3 / (double) n, six * Math.sqrt(0.0027));
    assertEquals(0, pairs / n, six);
  }

  @Test
  void onlyFloatingPoint() {
    assertThrows(DTypeException.class, () -> Tensor.rand(DType.I64, 1, 3));
    assertThrows(DTypeException.class, () -> Tensor.randn(DType.BOOL, 1, 3));
  }
}
