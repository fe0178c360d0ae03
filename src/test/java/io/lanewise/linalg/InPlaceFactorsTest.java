package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Factorisations in the memory of the matrix: what they give is what a copy would have given. */
class InPlaceFactorsTest {
  private static Tensor positive(DType dtype, int n) {
    Tensor g = Tensor.randn(dtype, n, n, n);
    return g.matmul(g.transpose()).add(Tensor.eye(dtype, n).mul(n));
  }

  private static Tensor[] parts(Lu lu) {
    return new Tensor[] {lu.l(), lu.u(), lu.permutation()};
  }

  private static Tensor[] parts(Qr qr) {
    return new Tensor[] {qr.q(), qr.r()};
  }

  private static void assertSame(Tensor[] expected, Tensor[] found, String what) {
    for (int i = 0; i < expected.length; i++) {
      assertTrue(expected[i].contentEquals(found[i]), what + ": part " + i);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void theBitsOfACopyInAnyLayout(DType dtype) {
    for (int[] size : new int[][] {{1, 1}, {31, 33}, {64, 64}, {65, 40}, {150, 150}, {90, 201}}) {
      Tensor a = Tensor.randn(dtype, 5, size[0], size[1]);
      String what = size[0] + " x " + size[1];
      List<Tensor> layouts = MatrixKinds.layouts(a);
      for (int i = 0; i < layouts.size(); i++) {
        Tensor matrix = layouts.get(i);
        assertSame(parts(Lu.of(a)), parts(Lu.ofInPlace(matrix)), "Lu " + what + " " + i);
        matrix.copyFrom(a);
        assertSame(parts(Qr.of(a)), parts(Qr.ofInPlace(matrix)), "Qr " + what + " " + i);
      }
    }
    for (int n : new int[] {0, 1, 63, 129, 200}) {
      Tensor a = positive(dtype, n);
      for (Tensor matrix : MatrixKinds.layouts(a)) {
        Cholesky cholesky = Cholesky.ofInPlace(matrix);
        assertTrue(Cholesky.of(a).l().contentEquals(cholesky.l()), "Cholesky " + n);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void theMemoryIsTheMatrix(DType dtype) {
    Tensor a = positive(dtype, 70);
    Tensor b = Tensor.randn(dtype, 2, 70, 3);
    Tensor matrix = a.copy();
    Tensor x = Lu.ofInPlace(matrix).solve(b);
    assertTrue(x.contentEquals(Lu.of(a).solve(b)));
    assertFalse(matrix.contentEquals(a));
    matrix.copyFrom(a);
    assertTrue(Cholesky.ofInPlace(matrix).solve(b).contentEquals(Cholesky.of(a).solve(b)));
    assertFalse(matrix.contentEquals(a));
    matrix.copyFrom(a);
    assertTrue(Qr.ofInPlace(matrix).solve(b).contentEquals(Qr.of(a).solve(b)));
    assertFalse(matrix.contentEquals(a));
    assertEquals(Tensor.randn(dtype, 2, 70, 3).get(1, 1), b.get(1, 1), "right sides are kept");
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void nearOverflowAndUnderflow(DType dtype) {
    Tensor a = positive(dtype, 40);
    int exponent = dtype == DType.F32 ? 120 : 1000;
    for (int e : new int[] {exponent - 8, exponent - 9, -exponent, -exponent + 1}) {
      Tensor scaled = a.mul(Math.scalb(1.0, e));
      assertSame(parts(Lu.of(scaled)), parts(Lu.ofInPlace(scaled.copy())), "2^" + e);
      assertSame(parts(Qr.of(scaled)), parts(Qr.ofInPlace(scaled.copy())), "2^" + e);
      Tensor l = Cholesky.ofInPlace(scaled.copy()).l();
      assertTrue(l.contentEquals(Cholesky.of(scaled).l()), "2^" + e);
    }
  }

  /** Rounding errors between the triangles are averaged, from whichever triangle. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void nearlySymmetric(DType dtype) {
    for (int n : new int[] {2, 100, 300}) {
      for (double scale : new double[] {1, 0x1p-110}) {
        Tensor a = positive(dtype, n).mul(scale);
        Tensor noise = Tensor.randn(dtype, 3, n, n).mul(a.norm() * dtype.epsilon() / n);
        Tensor rough = a.add(noise);
        Tensor l = Cholesky.of(rough.add(rough.transpose()).mul(0.5)).l();
        assertFalse(rough.contentEquals(rough.transpose()));
        assertTrue(Cholesky.of(rough).l().contentEquals(l), n + ", " + scale);
        assertTrue(Cholesky.ofInPlace(rough.copy()).l().contentEquals(l), n + ", " + scale);
        Tensor mirrored = rough.transpose().copy();
        assertTrue(Cholesky.ofInPlace(mirrored).l().contentEquals(l), n + ", " + scale);
      }
    }
  }

  /** What is below the diagonal of the factor's memory is not what anybody sees. */
  @Test
  void whatIsBelowTheDiagonalOfCholeskyIsNotSeen() {
    Tensor a = positive(DType.F64, 200);
    Cholesky cholesky = Cholesky.of(a);
    Tensor l = cholesky.l();
    for (int i = 0; i < 199; i++) {
      assertEquals(0, l.slice(Slice.at(i), Slice.from(i + 1)).norm());
    }
    assertTrue(cholesky.certificate(a).residual() < 1);
    assertTrue(cholesky.inverse().matmul(a).sub(Tensor.eye(DType.F64, 200)).norm() < 1e-10);
  }

  @Test
  void whatCannotBeWrittenIsRefused() {
    Tensor broadcast = Tensor.ones(DType.F64, 1, 3).broadcastTo(3, 3);
    List<Function<Tensor, Object>> all = List.of(Lu::ofInPlace, Qr::ofInPlace, Cholesky::ofInPlace);
    for (Function<Tensor, Object> factor : all) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> factor.apply(broadcast)).getMessage();
      assertTrue(message.contains("ofInPlace: the matrix of shape (3, 3)"), message);
      Tensor nan = Tensor.eye(DType.F64, 3);
      nan.set(Double.NaN, 2, 1);
      message = assertThrows(IllegalArgumentException.class, () -> factor.apply(nan)).getMessage();
      assertTrue(message.contains("element (2, 1)"), message);
    }
  }

  @Test
  void errorsNameWhatWasGiven() {
    Tensor skew = Tensor.eye(DType.F32, 2).mul(0x1p-100);
    skew.set(0x1p-101, 0, 1);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Cholesky.ofInPlace(skew.copy()))
            .getMessage();
    assertTrue(message.contains("element (0, 1) is " + 0x1p-101 + ", but (1, 0) is 0.0"), message);
    Tensor indefinite = Tensor.of(new double[][] {{1, 2}, {2, 1}});
    message =
        assertThrows(NotPositiveDefiniteException.class, () -> Cholesky.ofInPlace(indefinite))
            .getMessage();
    assertTrue(message.contains("pivot 1 is -3.0"), message);
  }
}
