package io.lanewise.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.internal.Internal;
import io.lanewise.linalg.Certificate;
import io.lanewise.linalg.Pca;
import io.lanewise.linalg.Svd;
import io.lanewise.linalg.SvdBatch;
import io.lanewise.linalg.SvdOptions;
import io.lanewise.linalg.SymmetricEigen;
import io.lanewise.linalg.SymmetricEigenBatch;
import io.lanewise.linalg.SymmetricEigenOptions;
import io.lanewise.linalg.TruncatedOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Decompositions through the device's rotations, by LAPACK's ratios. Runs where TornadoVM is. */
@Tag("gpu")
class GpuJacobiTest {
  private static final Engine GPU = Engine.gpu();
  private static final GpuBackend BACKEND = (GpuBackend) Internal.backend(GPU);

  private static Tensor random(DType dtype, long seed, long... shape) {
    return Engine.cpu().call(() -> Tensor.randn(dtype, seed, shape));
  }

  private static void check(Certificate certificate) {
    assertTrue(certificate.residual() < 30, certificate.toString());
    assertTrue(certificate.orthogonality() < 30, certificate.toString());
  }

  private static void checkValues(Tensor expected, Tensor found, long n) {
    double bound = 30 * n * expected.dtype().epsilon() * expected.get(0);
    for (long i = 0; i < expected.size(0); i++) {
      assertEquals(expected.get(i), found.get(i), Math.abs(bound), "value " + i);
    }
  }

  /** Plane rotations and blocks of rows, of which 130 do not make a whole number. */
  @ParameterizedTest
  @CsvSource({"F32, 70, 37", "F64, 37, 37", "F32, 130, 140", "F64, 100, 100"})
  void singularValues(DType dtype, long m, long n) {
    Tensor a = random(dtype, 1, m, n);
    long before = BACKEND.launches();
    Svd svd = GPU.call(() -> Svd.of(a));
    Svd expected = Engine.cpu().call(() -> Svd.of(a));
    check(svd.certificate(a));
    checkValues(expected.s(), svd.s(), Math.max(m, n));
    assertSteps(svd.certificate(), Math.min(m, n), 3, BACKEND.launches() - before);
  }

  /** Each step of the schedule is one launch of each primitive, and is not done on the host. */
  private static void assertSteps(Certificate certificate, long n, int primitives, long launches) {
    long players = n < 96 ? n : (n + 31) / 32;
    long steps = players == 2 ? 1 : players;
    long least = certificate.sweeps() * steps * primitives;
    assertTrue(launches >= least, launches + " launches, expected at least " + least);
  }

  @ParameterizedTest
  @CsvSource({"F32, 41, 0", "F64, 41, 0", "F32, 130, 0", "F64, 100, 0", "F32, 100, 1"})
  void eigenvalues(DType dtype, long n, int definite) {
    Tensor b = random(dtype, 2, n, n);
    Tensor a =
        Engine.cpu().call(() -> definite == 1 ? b.matmul(b.transpose()) : b.add(b.transpose()));
    long before = BACKEND.launches();
    SymmetricEigen eigen = GPU.call(() -> SymmetricEigen.of(a));
    SymmetricEigen expected = Engine.cpu().call(() -> SymmetricEigen.of(a));
    check(eigen.certificate(a));
    checkValues(expected.values(), eigen.values(), n);
    int primitives = n < 96 && definite == 0 ? 6 : 3;
    assertSteps(eigen.certificate(), n, primitives, BACKEND.launches() - before);
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F32", "F64"})
  void valuesAlone(DType dtype) {
    Tensor a = random(dtype, 3, 50, 50);
    Svd all = GPU.call(() -> Svd.of(a));
    Svd none = GPU.call(() -> Svd.of(a, SvdOptions.auto().withVectors(SvdOptions.Vectors.NONE)));
    assertTrue(none.s().contentEquals(all.s()));
    Tensor symmetric = Engine.cpu().call(() -> a.add(a.transpose()));
    Tensor values =
        GPU.call(
            () ->
                SymmetricEigen.of(symmetric, SymmetricEigenOptions.auto().withVectors(false))
                    .values());
    assertTrue(values.contentEquals(GPU.call(() -> SymmetricEigen.of(symmetric).values())));
  }

  /** Columns over 24 decades: rotations keep the digits of the smallest. */
  @Test
  void smallSingularValuesKeepTheirDigits() {
    int n = 40;
    Tensor a = random(DType.F64, 4, n, n);
    Tensor exact = a.copy();
    for (int j = 0; j < n; j++) {
      // powers of two: the scaling itself rounds nothing
      double factor = Math.scalb(1.0, -2 * ((j * 7) % n));
      exact.slice(Slice.all(), Slice.at(j)).mulInPlace(factor);
    }
    Tensor expected = Engine.cpu().call(() -> Svd.of(exact).s());
    Tensor found = GPU.call(() -> Svd.of(exact).s());
    for (int i = 0; i < n; i++) {
      assertEquals(1, found.get(i) / expected.get(i), 1e-12, "value " + i);
    }
    assertTrue(expected.get(n - 1) < 1e-20 * expected.get(0), "graded");
  }

  @Test
  void zerosAndDependentColumns() {
    Tensor zeros = Tensor.zeros(DType.F32, 6, 6);
    assertEquals(0, GPU.call(() -> Svd.of(zeros).s()).get(0));
    assertEquals(0, GPU.call(() -> SymmetricEigen.of(zeros).values()).get(5));
    Tensor half = random(DType.F64, 5, 30, 15);
    Tensor rankOf15 = Engine.cpu().call(() -> half.matmul(half.transpose()));
    Svd svd = GPU.call(() -> Svd.of(rankOf15));
    check(svd.certificate(rankOf15));
    assertTrue(svd.s().get(15) < 1e-12 * svd.s().get(0));
    check(GPU.call(() -> SymmetricEigen.of(rankOf15)).certificate(rankOf15));
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F32", "F64"})
  void truncated(DType dtype) {
    Tensor left = random(dtype, 6, 180, 9);
    Tensor right = random(dtype, 7, 9, 150);
    Tensor a = Engine.cpu().call(() -> left.matmul(right));
    Svd svd = GPU.call(() -> Svd.truncated(a, 9, TruncatedOptions.auto()));
    Svd expected = Engine.cpu().call(() -> Svd.of(a));
    checkValues(expected.s().slice(Slice.to(9)), svd.s(), 180);
    assertTrue(svd.truncationError() < 30 * 180 * dtype.epsilon());
  }

  @Test
  void principalComponents() {
    Tensor x = random(DType.F32, 8, 90, 20);
    Pca found = GPU.call(() -> Pca.fit(x, 20));
    Pca expected = Engine.cpu().call(() -> Pca.fit(x, 20));
    checkValues(expected.explainedVariance(), found.explainedVariance(), 90);
    Tensor inner = found.components().matmul(expected.components().transpose());
    assertEquals(20, inner.diagonal().abs().sum(), 1e-2, "the same components");
  }

  /** Two launches for the whole stack, and one that brings the numbers of sweeps. */
  @ParameterizedTest
  @CsvSource({"F32, 32, 32", "F64, 32, 32", "F32, 5, 256", "F64, 200, 7"})
  void manySingularValuesInTwoLaunches(DType dtype, long m, long n) {
    Tensor a = random(dtype, 10, 60, m, n);
    GPU.upload(a);
    long before = BACKEND.launches();
    SvdBatch found = GPU.call(() -> SvdBatch.of(a));
    assertEquals(3, BACKEND.launches() - before);
    check(found.certificate(a));
    SvdBatch expected = Engine.cpu().call(() -> SvdBatch.of(a));
    for (long i = 0; i < a.size(0); i++) {
      Slice one = Slice.at(i);
      checkValues(expected.s().slice(one), found.s().slice(one), Math.max(m, n));
    }
  }

  /** A launch for the whole stack, and one that brings the numbers of sweeps. */
  @ParameterizedTest
  @CsvSource({"F32, 32", "F64, 31"})
  void manyEigenvaluesInOneLaunch(DType dtype, long n) {
    Tensor b = random(dtype, 11, 60, n, n);
    Tensor a = Engine.cpu().call(() -> b.add(b.transpose()));
    GPU.upload(a);
    long before = BACKEND.launches();
    SymmetricEigenBatch found = GPU.call(() -> SymmetricEigenBatch.of(a));
    assertEquals(2, BACKEND.launches() - before);
    check(found.certificate(a));
    SymmetricEigenBatch expected = Engine.cpu().call(() -> SymmetricEigenBatch.of(a));
    for (long i = 0; i < a.size(0); i++) {
      Slice one = Slice.at(i);
      checkValues(expected.values().slice(one), found.values().slice(one), n);
    }
  }

  /** The same call gives the same bits. */
  @Test
  void repeatable() {
    Tensor a = random(DType.F32, 9, 110, 100);
    Svd first = GPU.call(() -> Svd.of(a));
    Svd second = GPU.call(() -> Svd.of(a));
    assertTrue(first.s().contentEquals(second.s()) && first.u().contentEquals(second.u()));
  }
}
