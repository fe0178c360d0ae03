package io.lanewise;

import static io.lanewise.Slice.all;
import static io.lanewise.Slice.at;
import static io.lanewise.Slice.from;
import static io.lanewise.Slice.newAxis;
import static io.lanewise.Slice.range;
import static io.lanewise.Slice.to;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Creation, inspection, elements and the views that examples use. */
@Tag("native-denied")
class TensorTest {
  @Test
  void ofArrays() {
    assertEquals(DType.F64, Tensor.of(2, 5, -1).dtype());
    assertEquals(9, Tensor.of(2, 5, -1).dot(Tensor.of(-1, 3, 4)));
    assertEquals(Shape.of(0), Tensor.of().shape());
    Tensor matrix = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
    assertEquals(Shape.of(2, 3), matrix.shape());
    assertEquals(6, matrix.get(1, 2));
    assertArrayEquals(new double[] {4, 5, 6}, matrix.toDoubleMatrix()[1]);
    Tensor floats = Tensor.of(new float[][] {{1, 2}, {3, 4}});
    assertEquals(DType.F32, floats.dtype());
    assertArrayEquals(new float[] {1, 2, 3, 4}, floats.toFloatArray());
    assertEquals(Shape.of(0, 0), Tensor.of(new double[0][]).shape());
    assertEquals(Shape.of(2, 0), Tensor.of(new float[2][0]).shape());
    assertEquals(DType.F32, Tensor.of(new float[] {1}).dtype());
    assertEquals(DType.I64, Tensor.of(new long[] {1}).dtype());
    double[] array = {1, 2};
    Tensor copied = Tensor.of(array);
    array[0] = 7;
    assertEquals(1, copied.get(0));
  }

  @Test
  void filled() {
    assertEquals(0, Tensor.zeros(DType.F32, 3, 4).norm());
    assertEquals(12, Tensor.ones(DType.F32, 3, 4).sum());
    assertEquals(2.5, Tensor.full(DType.F64, 2.5).item());
    assertEquals(0, Tensor.scalar(DType.F32, 7).rank());
    assertEquals(Shape.of(2, 3), Tensor.empty(DType.BF16, 2, 3).shape());
    assertArrayEquals(
        new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
        Tensor.eye(DType.F32, 3).toDoubleMatrix());
    assertArrayEquals(
        new double[][] {{3, 0}, {0, 4}}, Tensor.diag(Tensor.of(3, 4)).toDoubleMatrix());
    assertEquals(Shape.of(0, 0), Tensor.diag(Tensor.of()).shape());
  }

  @Test
  void sequences() {
    assertArrayEquals(new double[] {0, 1, 2, 3}, Tensor.arange(DType.I32, 0, 4, 1).toDoubleArray());
    assertArrayEquals(
        new double[] {1, 0.5, 0, -0.5}, Tensor.arange(DType.F64, 1, -1, -0.5).toDoubleArray());
    assertEquals(0, Tensor.arange(DType.F64, 0, -3, 1).elements());
    assertEquals(4, Tensor.arange(DType.F64, 0, 3.5, 1).elements());
    Tensor many = Tensor.arange(DType.I64, 5, 100_005, 1);
    assertEquals(100_000, many.elements());
    assertEquals(70_005, many.getLong(70_000));
    assertArrayEquals(
        new double[] {0, 0.25, 0.5, 0.75, 1}, Tensor.linspace(DType.F64, 0, 1, 5).toDoubleArray());
    assertEquals(0.3, Tensor.linspace(DType.F64, 0.1, 0.3, 20_001).get(-1));
    assertArrayEquals(new double[] {4}, Tensor.linspace(DType.F64, 4, 9, 1).toDoubleArray());
    assertEquals(0, Tensor.linspace(DType.F64, 4, 9, 0).elements());
  }

  @Test
  void whatItIs() {
    Tensor x = Tensor.zeros(DType.F32, 2, 3, 4);
    assertEquals(3, x.rank());
    assertEquals(4, x.size(-1));
    assertEquals(24, x.elements());
    assertTrue(x.isContiguous());
    assertFalse(x.transpose().isContiguous());
    assertTrue(x.transpose().isWritable());
    assertFalse(x.unsqueeze(0).broadcastTo(5, 2, 3, 4).isWritable());
    assertTrue(x.broadcastTo(2, 3, 4).isWritable());
    assertNotEquals(x, x.copy());
    assertEquals(x, x);
  }

  @Test
  void elements() {
    Tensor x = Tensor.zeros(DType.F32, 2, 3);
    x.set(5, -1, -1);
    assertEquals(5, x.get(1, 2));
    x.set(0.1, 0, 0);
    assertEquals(0.1f, x.get(0, 0));
    assertEquals(5, x.slice(at(1), at(2)).item());
    Tensor ids = Tensor.of(new long[] {1L << 60, -3});
    assertEquals(1L << 60, ids.getLong(0));
    assertEquals(-3, ids.get(1));
    ids.set(2.9, 0);
    assertEquals(2, ids.getLong(0));
  }

  @Test
  void theViewsOfTheGuide() {
    Tensor w = Tensor.arange(DType.F64, 0, 12, 1).reshape(3, 4);
    assertArrayEquals(
        new double[][] {{0, 1}, {4, 5}, {8, 9}}, w.slice(all(), to(2)).toDoubleMatrix());
    assertArrayEquals(new double[] {8, 9, 10, 11}, w.slice(at(-1)).toDoubleArray());
    assertArrayEquals(new double[] {3, 7, 11}, w.slice(all(), at(3)).toDoubleArray());
    assertArrayEquals(
        new double[][] {{4, 6}, {8, 10}}, w.slice(from(1), range(0, 4, 2)).toDoubleMatrix());
    assertArrayEquals(
        new double[][] {{11, 10, 9, 8}, {7, 6, 5, 4}, {3, 2, 1, 0}},
        w.slice(all().step(-1), range(-1, -5, -1)).toDoubleMatrix());
    assertEquals(Shape.of(3, 1, 4), w.slice(all(), newAxis()).shape());
    assertEquals(Shape.of(4, 3), w.transpose().shape());
    assertEquals(Shape.of(2, 6), w.reshape(2, -1).shape());
    assertSame(w, w.contiguous());
    assertArrayEquals(new double[] {0, 5, 10}, w.diagonal().toDoubleArray());
    w.slice(at(0)).fill(-1);
    assertEquals(-1, w.get(0, 3));
    w.diagonal().addInPlace(100);
    assertEquals(105, w.get(1, 1));
    Tensor vector = Tensor.of(1, 2);
    assertSame(vector, vector.transpose());
    assertSame(vector, vector.cast(DType.F64));
    assertTrue(vector.sharesMemoryWith(vector.unsqueeze(0).transpose()));
    assertFalse(vector.sharesMemoryWith(vector.copy()));
    assertFalse(vector.slice(to(1)).sharesMemoryWith(vector.slice(from(1))));
    assertFalse(vector.slice(to(0)).sharesMemoryWith(vector));
  }

  @Test
  void shapesOfTheReadme() {
    Tensor a = Tensor.randn(DType.F32, 1, 32, 128, 50);
    Tensor b = Tensor.randn(DType.F32, 2, 50, 768);
    Tensor c = a.matmul(b);
    assertEquals(Shape.of(32, 128, 768), c.shape());
    Tensor one = a.slice(at(31)).matmul(b);
    assertTrue(c.slice(at(31)).allClose(one, 1e-5, 1e-4));
  }

  @Test
  void closeness() {
    Tensor x = Tensor.of(1, 2, 3);
    assertTrue(x.allClose(Tensor.of(1, 2, 3 + 1e-10)));
    assertFalse(x.allClose(Tensor.of(1, 2, 3 + 1e-7)));
    assertTrue(x.allClose(Tensor.of(1, 2, 3.1), 0.1, 0));
    assertTrue(x.cast(DType.F32).allClose(Tensor.of(1, 2, 3.00001).cast(DType.F32)));
    assertFalse(x.cast(DType.F32).allClose(Tensor.of(1, 2, 3.0001).cast(DType.F32)));
    double inf = Double.POSITIVE_INFINITY;
    Tensor infinite = Tensor.of(inf, -inf);
    assertTrue(infinite.allClose(infinite.copy()));
    assertFalse(infinite.allClose(Tensor.of(inf, inf)));
    assertFalse(Tensor.of(1).allClose(Tensor.of(inf)));
    assertFalse(Tensor.of(inf).allClose(Tensor.of(1)));
    assertFalse(Tensor.of(1).allClose(Tensor.of(inf), 0.5, 1));
    assertFalse(Tensor.of(Double.NaN).allClose(Tensor.of(Double.NaN)));
    Tensor large = Tensor.of(new long[] {(1L << 53) + 1});
    assertFalse(large.allClose(Tensor.of(new long[] {1L << 53})));
    assertTrue(large.allClose(large.copy()));
    assertTrue(Tensor.zeros(DType.F32, 0, 3).allClose(Tensor.zeros(DType.F32, 0, 3)));
    assertTrue(x.transpose().allClose(x.slice(all().step(-1)).copy().slice(all().step(-1))));
  }

  @Test
  void contents() {
    Tensor x = Tensor.of(1, 0, Double.NaN);
    assertTrue(x.contentEquals(x.copy()));
    assertFalse(x.contentEquals(Tensor.of(1, -0.0, Double.NaN)));
    assertFalse(x.contentEquals(x.cast(DType.F32)));
    assertFalse(x.contentEquals(x.unsqueeze(0)));
    double other = Double.longBitsToDouble(0x7ff8000000000001L);
    assertFalse(x.contentEquals(Tensor.of(1, 0, other)));
    Tensor square = Tensor.arange(DType.F32, 0, 9, 1).reshape(3, 3);
    assertTrue(square.transpose().contentEquals(square.transpose().copy()));
    assertFalse(square.contentEquals(square.transpose()));
    for (DType dtype : DType.values()) {
      Tensor y = Tensor.of(0, 1, 1).cast(dtype);
      assertTrue(y.contentEquals(y.copy()), dtype::toString);
      assertFalse(y.contentEquals(y.slice(all().step(-1))), dtype::toString);
    }
  }

  @Test
  void wrapping() {
    byte[] bytes = new byte[17];
    Tensor odd = Tensor.wrap(MemorySegment.ofArray(bytes).asSlice(1), DType.F64, 2);
    odd.fill(1.5);
    assertEquals(3, odd.sum());
    assertEquals(1.5, odd.get(1));
    Tensor scalar = Tensor.wrap(new double[] {4});
    assertEquals(0, scalar.rank());
    assertEquals(4, scalar.item());
  }

  @Test
  void beyondAnInt() {
    Tensor huge = Tensor.scalar(DType.U8, 3).broadcastTo(1L << 20, 1L << 20);
    assertEquals(1L << 40, huge.elements());
    assertEquals(3, huge.get((1L << 20) - 1, -1));
    assertEquals(
        "[[3 3 3 ... 3 3 3]\n [3 3 3 ... 3 3 3]\n [3 3 3 ... 3 3 3]\n ...\n"
            + " [3 3 3 ... 3 3 3]\n [3 3 3 ... 3 3 3]\n [3 3 3 ... 3 3 3]]",
        huge.toString());
    assertEquals(Shape.of(3, 1), huge.slice(range((1L << 20) - 3, 1L << 20), to(1)).shape());
  }

  @Test
  void threeForms() {
    Tensor x = Tensor.of(1, 2, 3);
    Tensor dst = Tensor.zeros(DType.F64, 3);
    assertSame(dst, x.addInto(x, dst));
    assertSame(x, x.mulInPlace(2).subInPlace(1).divInPlace(2).powInPlace(2).maximumInPlace(1));
    assertArrayEquals(new double[] {1, 2.25, 6.25}, x.toDoubleArray());
    assertSame(x, x.fill(4).sqrtInPlace().negInPlace().absInPlace());
    assertArrayEquals(new double[] {2, 2, 2}, x.toDoubleArray());
    assertSame(x, x.copyFrom(Tensor.scalar(DType.F64, 9)));
    assertEquals(27, x.sum());
    assertArrayEquals(new double[] {2, 4, 6}, dst.toDoubleArray());
  }
}
