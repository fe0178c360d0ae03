package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pairs of eigenvectors that nobody looks at, since their values are far apart. */
class NearTest {
  private static final int N = 5 * Gram.BLOCK + 3;

  private static Tensor withValues(DType dtype, int n, IntToDoubleFunction values) {
    Tensor q = Qr.of(Tensor.randn(DType.F64, 5, n, n)).q();
    double[] d = new double[n];
    for (int i = 0; i < n; i++) {
      d[i] = values.applyAsDouble(i);
    }
    Tensor a = q.mul(Tensor.of(d)).matmul(q.transpose());
    return a.add(a.transpose()).mul(0.5).cast(dtype);
  }

  private static Tensor random(DType dtype) {
    Tensor g = Tensor.randn(dtype, 1, N, N);
    return g.add(g.transpose()).mul(1.0 / 16);
  }

  /** The bounds hold for each pair outside of the band, beside products of all pairs. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void whatIsOutsideIsBounded(DType dtype) {
    DirectVectors start = DirectVectors.of("test", random(dtype));
    Tensor z = Tensor.empty(dtype, N, N);
    start.vectorsOfT(z);
    Refinement.Goal goal =
        Refinement.Goal.of("test", dtype, N, 1, 60, Refinement.Wanted.VECTORS, null);
    TridiagonalTarget target =
        new TridiagonalTarget(start.diagonal(), start.beside(), Tensor.empty(DType.F64, N, N));
    Near near = target.near(z, goal);
    assertTrue(near.end(0) <= 3 * Gram.BLOCK, "the band is narrow: " + near.end(0));
    assertTrue(near.measure() > 0 && near.measure() <= goal.tolerance());
    Tensor wide = z.cast(DType.F64);
    double[][] s = wide.matmul(wide.transpose()).toDoubleMatrix();
    Tensor products = Tensor.empty(DType.F64, N, N);
    target.gram(wide, N, Gram.everything(N, N), products);
    double[][] g = products.toDoubleMatrix();
    double largest = 0;
    for (int i = 0; i < N; i++) {
      largest = Math.max(largest, Math.abs(g[i][i]));
    }
    double rounding = 32 * 0x1p-52; // of the products here
    double[] squares = new double[N];
    for (int i = 0; i < N; i++) {
      for (int j = near.end(i); j < N; j++) {
        assertTrue(Math.abs(g[i][j]) <= (near.measure() + rounding) * largest, i + ", " + j);
        squares[i] += s[i][j] * s[i][j];
        squares[j] += s[i][j] * s[i][j];
      }
    }
    for (int i = 0; i < N; i++) {
      double bound = Math.sqrt(near.square()) + rounding;
      assertTrue(Math.sqrt(squares[i]) <= bound, i + ": " + Math.sqrt(squares[i]) + ", " + bound);
    }
  }

  /** Vectors of T are found to rounding errors, whose size decides how wide the band is. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void residualsAreRounding(DType dtype) {
    DirectVectors start = DirectVectors.of("test", random(dtype));
    Tensor z = Tensor.empty(dtype, N, N);
    start.vectorsOfT(z);
    Tensor wide = z.cast(DType.F64);
    Tensor t = Tensor.diag(Tensor.of(start.diagonal()));
    Tensor beside = Tensor.of(start.beside());
    t.slice(Slice.to(N - 1), Slice.from(1)).diagonal().addInPlace(beside);
    t.slice(Slice.from(1), Slice.to(N - 1)).diagonal().addInPlace(beside);
    Tensor products = wide.matmul(t);
    Tensor quotients = products.mul(wide).sum(1).unsqueeze(1);
    double residual = products.sub(wide.mul(quotients)).norm(1).max();
    double size = Math.max(quotients.max(), -quotients.min());
    assertTrue(residual <= 20 * dtype.epsilon() * size, residual + " of " + size);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void spectraOfAllKindsAreDecomposed(DType dtype) {
    int n = 3 * Gram.BLOCK - 1;
    Map<String, Tensor> all = new LinkedHashMap<>();
    all.put("random", random(dtype));
    all.put("even", withValues(dtype, n, i -> 1 - 2.0 * i / n));
    all.put("two clusters", withValues(dtype, n, i -> (i % 2 == 0 ? 1 : -1) + 1e-3 * i / n));
    all.put("falling", withValues(dtype, n, i -> Math.pow(-0.9, i)));
    all.put("one large", withValues(dtype, n, i -> i == 0 ? 1 : -1e-3 * i / n));
    all.put("close pairs", withValues(dtype, n, i -> 1 - 2.0 * (i / 2) / n + 1e-12 * i));
    all.forEach(
        (what, a) -> {
          SymmetricEigen e = SymmetricEigen.of(a);
          Certificate certificate = e.certificate(a);
          assertTrue(certificate.converged(), what);
          assertTrue(certificate.residual() < 5, what + ": " + certificate);
          assertTrue(certificate.orthogonality() < 5, what + ": " + certificate);
          Tensor values =
              SymmetricEigen.of(a, SymmetricEigenOptions.auto().withVectors(false)).values();
          double error = values.sub(e.values()).norm() / e.values().norm();
          assertTrue(error < Math.sqrt((double) a.size(0)) * dtype.epsilon(), what + ": " + error);
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void bitsDoNotDependOnThreads(DType dtype) {
    Tensor a = random(dtype);
    SymmetricEigen[] found = new SymmetricEigen[2];
    for (int i = 0; i < 2; i++) {
      int at = i;
      Engine.cpu(EngineOptions.auto().withThreads(1 + 2 * i))
          .run(() -> found[at] = SymmetricEigen.of(a));
    }
    assertTrue(found[0].values().contentEquals(found[1].values()));
    assertTrue(found[0].vectors().contentEquals(found[1].vectors()));
    assertEquals(1, found[0].certificate().sweeps());
  }
}
