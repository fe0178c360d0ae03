package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What NumPy 2.4 prints for the same arrays, taken from there. */
class PrinterTest {
  @Test
  void likeNumPy() {
    assertEquals("[1. 2. 3.]", Tensor.of(1, 2, 3).toString());
    assertEquals("[ 1.     2.5   -3.125]", Tensor.of(1, 2.5, -3.125).toString());
    assertEquals("[0.33333333 0.66666667]", Tensor.of(1.0 / 3, 2.0 / 3).toString());
    assertEquals("[0.1        0.33333334]", Tensor.of(new float[] {0.1f, 1f / 3}).toString());
    assertEquals("[1.e-05 1.e+00]", Tensor.of(1e-5, 1).toString());
    assertEquals("[1.e-03 1.e+03]", Tensor.of(0.001, 1000).toString());
    assertEquals("[9.9999999e+07 1.0000000e+00]", Tensor.of(99999999, 1).toString());
    assertEquals("[1.e+08 1.e+05]", Tensor.of(100000000, 100000).toString());
    assertEquals("[ 1.5e+300 -2.5e-300]", Tensor.of(1.5e300, -2.5e-300).toString());
    assertEquals(
        "[ nan  inf -inf  -0.]",
        Tensor.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0).toString());
    assertEquals("[ nan 1.25]", Tensor.of(Double.NaN, 1.25).toString());
    assertEquals(
        """
        [[ 1.  -2. ]
         [ 3.5 40. ]]\
        """,
        Tensor.of(new double[][] {{1, -2}, {3.5, 40}}).toString());
    assertEquals("[   1 -200   30]", Tensor.of(new long[] {1, -200, 30}).toString());
    assertEquals("[False  True  True]", Tensor.of(1, 2, 3).gt(1).toString());
    assertEquals(
        """
        [[[ 0  1  2  3]
          [ 4  5  6  7]
          [ 8  9 10 11]]

         [[12 13 14 15]
          [16 17 18 19]
          [20 21 22 23]]]\
        """,
        Tensor.arange(DType.I32, 0, 24, 1).reshape(2, 3, 4).toString());
    assertEquals(
        "[   0.    1.    2. ...  998.  999. 1000.]",
        Tensor.arange(DType.F32, 0, 1001, 1).toString());
    assertEquals(
        """
        [[0.000e+00 1.000e+00 2.000e+00 ... 4.970e+02 4.980e+02 4.990e+02]
         [5.000e+02 5.010e+02 5.020e+02 ... 9.970e+02 9.980e+02 9.990e+02]
         [1.000e+03 1.001e+03 1.002e+03 ... 1.497e+03 1.498e+03 1.499e+03]
         [1.500e+03 1.501e+03 1.502e+03 ... 1.997e+03 1.998e+03 1.999e+03]]\
        """,
        Tensor.arange(DType.F64, 0, 2000, 1).reshape(4, 500).toString());
    assertEquals(
        """
        [ 0.  1.  2.  3.  4.  5.  6.  7.  8.  9. 10. 11. 12. 13. 14. 15. 16. 17.
         18. 19. 20. 21. 22. 23. 24. 25. 26. 27. 28. 29.]\
        """,
        Tensor.arange(DType.F64, 0, 30, 1).toString());
    assertEquals(
        """
        [0.         0.16666667 0.33333333 0.5        0.66666667 0.83333333
         1.        ]\
        """,
        Tensor.linspace(DType.F64, 0, 1, 7).toString());
    assertEquals("5.0", Tensor.scalar(DType.F64, 5).toString());
    assertEquals("0.1", Tensor.scalar(DType.F32, 0.1).toString());
    assertEquals("1e-05", Tensor.scalar(DType.F64, 1e-5).toString());
    assertEquals("1e+16", Tensor.scalar(DType.F64, 1e16).toString());
    assertEquals("7", Tensor.scalar(DType.I64, 7).toString());
    assertEquals("True", Tensor.scalar(DType.BOOL, 1).toString());
    assertEquals("[]", Tensor.zeros(DType.F32, 0).toString());
    assertEquals("[]", Tensor.zeros(DType.F32, 2, 0, 3).toString());
    assertEquals("[0.1 0.2]", Tensor.of(0.1, 0.2).cast(DType.F16).toString());
    assertEquals(
        """
        [[[0.]]

         [[0.]]]\
        """,
        Tensor.zeros(DType.F64, 2, 1, 1).toString());
  }

  @Test
  void brainFloatsAreShortest() {
    assertEquals("[0.1  0.2  3.14]", Tensor.of(0.1, 0.2, 3.14).cast(DType.BF16).toString());
  }

  @Test
  void inEveryLocaleAndLayout() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertEquals("[1.5 2. ]", Tensor.of(1.5, 2).toString());
      assertEquals("[1000000   20000]", Tensor.of(new long[] {1000000, 20000}).toString());
      Locale.setDefault(Locale.GERMANY);
      assertEquals("[1.5 2. ]", Tensor.of(1.5, 2).toString());
    } finally {
      Locale.setDefault(before);
    }
    Tensor x = Tensor.arange(DType.F64, 0, 4, 1).reshape(2, 2).transpose();
    assertEquals("[[0. 2.]\n [1. 3.]]", x.toString());
    assertEquals("[3. 2. 1. 0.]", Tensor.arange(DType.F64, 3, -1, -1).toString());
    assertEquals("[7. 7. 7.]", Tensor.of(7).broadcastTo(3).toString());
  }
}
