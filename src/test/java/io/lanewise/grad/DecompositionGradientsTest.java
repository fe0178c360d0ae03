package io.lanewise.grad;

import static io.lanewise.Slice.all;
import static io.lanewise.Slice.range;
import static io.lanewise.Slice.to;
import static io.lanewise.grad.GradientChecks.check;
import static io.lanewise.grad.GradientChecks.first;
import static io.lanewise.grad.GradientChecks.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.grad.Decompositions.EigenVariables;
import io.lanewise.grad.Decompositions.SvdVariables;
import io.lanewise.linalg.NotPositiveDefiniteException;
import io.lanewise.linalg.SingularMatrixException;
import org.junit.jupiter.api.Test;

class DecompositionGradientsTest {
  private static Variable positive(Variable x) {
    long n = x.size(0);
    return x.matmul(x.transpose()).add(Variable.constant(Tensor.eye(DType.F64, n)));
  }

  private static Variable symmetric(Variable x) {
    return x.add(x.transpose());
  }

  @Test
  void cholesky() {
    for (int n : new int[] {1, 2, 5}) {
      check("cholesky", x -> Decompositions.cholesky(positive(x[0])), random(n, n, n));
    }
    assertThrows(
        NotPositiveDefiniteException.class,
        () -> Decompositions.cholesky(Variable.of(Tensor.eye(DType.F64, 2).neg())));
  }

  @Test
  void choleskyGradientIsSymmetric() {
    Variable a = Variable.of(Tensor.of(new double[][] {{4, 1}, {1, 3}}));
    Tensor gradient = Decompositions.cholesky(a).sum().backward().of(a);
    assertEquals(gradient.get(0, 1), gradient.get(1, 0));
  }

  @Test
  void solve() {
    check("solve", x -> Decompositions.solve(positive(x[0]), x[1]), random(1, 3, 3), random(2, 3));
    check(
        "solve",
        x ->
            Decompositions.solve(
                x[0].add(Variable.constant(Tensor.eye(DType.F64, 4).mul(4))), x[1]),
        random(1, 4, 4),
        random(2, 4, 2));
    Variable a = Variable.of(random(1, 3, 3));
    assertThrows(
        SingularMatrixException.class,
        () -> Decompositions.solve(Variable.of(Tensor.zeros(DType.F64, 2, 2)), a.slice(to(2))));
  }

  @Test
  void symmetricEigen() {
    for (int n : new int[] {1, 2, 4}) {
      Tensor a = random(40 + n, n, n);
      check("values", x -> Decompositions.symmetricEigen(symmetric(x[0])).values(), a);
      check("vectors", x -> Decompositions.symmetricEigen(symmetric(x[0])).vectors(), a);
      check(
          "both",
          x -> {
            EigenVariables e = Decompositions.symmetricEigen(symmetric(x[0]));
            return e.vectors().mul(e.values().exp()).matmul(e.vectors().transpose());
          },
          a);
    }
  }

  @Test
  void svd() {
    for (long[] shape : new long[][] {{1, 1}, {3, 3}, {4, 2}, {2, 4}, {3, 1}, {1, 3}}) {
      Tensor a = random(20, shape);
      first("s", x -> Decompositions.svd(x[0]).s(), a);
      first("u", x -> Decompositions.svd(x[0]).u(), a);
      first("vt", x -> Decompositions.svd(x[0]).vt(), a);
    }
    for (long[] shape : new long[][] {{2, 2}, {3, 2}, {2, 3}}) {
      check(
          "all",
          x -> {
            SvdVariables d = Decompositions.svd(x[0]);
            return d.u().mul(d.s().tanh()).matmul(d.vt()); // odd in A, not A again
          },
          random(20, shape));
    }
  }

  @Test
  void equalEigenvaluesAreDetected() {
    Variable a = Variable.of(Tensor.diag(Tensor.of(3, 2, 2)));
    Variable weights = Variable.constant(random(1, 3, 3));
    Variable arbitrary = Decompositions.symmetricEigen(a).vectors().mul(weights).sum();
    ArithmeticException none = assertThrows(ArithmeticException.class, arbitrary::backward);
    assertTrue(
        String.valueOf(none.getMessage()).contains("eigenvalues 1 and 2 are equal (2.0)"),
        none.getMessage());
    // The projection on the space of both depends on no basis; moving towards the third costs 1.
    Variable v = Decompositions.symmetricEigen(a).vectors().slice(all(), range(1, 3));
    Variable projection = v.matmul(v.transpose());
    Tensor gradient = projection.mul(weights).sum().backward().of(a);
    Tensor w = weights.value();
    for (int i = 1; i < 3; i++) {
      double expected = -(w.get(0, i) + w.get(i, 0)) / 2; // of a_0i and of a_i0
      assertEquals(expected, gradient.get(0, i), 1e-14);
      assertEquals(expected, gradient.get(i, 0), 1e-14);
    }
    assertEquals(0, gradient.get(1, 2), 1e-14);
    // So does the sum of equal values.
    Tensor sum =
        Decompositions.symmetricEigen(a).values().slice(range(1, 3)).sum().backward().of(a);
    assertTrue(sum.allClose(Tensor.diag(Tensor.of(0, 1, 1)), 0, 1e-15), sum.toString());
  }

  @Test
  void equalAndMissingSingularValuesAreDetected() {
    Variable a = Variable.of(Tensor.diag(Tensor.of(3, 2, 2)));
    Variable weights = Variable.constant(random(1, 3, 3));
    Variable u = Decompositions.svd(a).u().mul(weights).sum();
    ArithmeticException equal = assertThrows(ArithmeticException.class, u::backward);
    assertTrue(
        String.valueOf(equal.getMessage()).contains("singular values 1 and 2"), equal.getMessage());
    Tensor low = random(2, 4, 1).matmul(random(3, 1, 2));
    Variable thin = Variable.of(low);
    Variable lost = Decompositions.svd(thin).u().mul(Variable.constant(random(4, 4, 2))).sum();
    ArithmeticException missing = assertThrows(ArithmeticException.class, lost::backward);
    assertTrue(
        String.valueOf(missing.getMessage()).contains("singular value 1 is 0"),
        missing.getMessage());
    Tensor nuclear = Decompositions.svd(a).s().sum().backward().of(a);
    assertTrue(nuclear.allClose(Tensor.eye(DType.F64, 3), 0, 1e-15), nuclear.toString());
  }

  @Test
  void singlePrecision() {
    Tensor a = random(5, 4, 4).matmul(random(5, 4, 4).transpose()).cast(DType.F32);
    Variable single = Variable.of(a);
    Variable twice = Variable.of(a.cast(DType.F64));
    Tensor f32 = Decompositions.cholesky(single).diagonal().log().sum().backward().of(single);
    Tensor f64 = Decompositions.cholesky(twice).diagonal().log().sum().backward().of(twice);
    assertTrue(f32.cast(DType.F64).allClose(f64, 1e-3, 1e-4), f32 + "\n" + f64);
  }
}
