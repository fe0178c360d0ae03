package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.linalg.GradedMatrices.Case;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What keeps high relative accuracy, and what does not: singular values of {@code B D}, {@code D B}
 * and {@code D1 B D2} and eigenvalues of positive definite {@code D B D}, all of them, with vectors
 * right to the relative gap; of indefinite matrices only what is large. Against values known to 70
 * digits.
 */
class GradedTest {
  /** Relative error of values, F64. */
  private static final double EXACT = 1e-14;

  /** Rows and columns falling, rising, shuffled. */
  private static final int[][] ORDERS = {{0, 0}, {1, 2}, {2, 1}, {2, 0}, {0, 1}};

  private static double bound(DType dtype) {
    return EXACT * (dtype.epsilon() / DType.F64.epsilon());
  }

  private static void compare(double[] expected, Tensor found, String what) {
    double[] values = found.toDoubleArray();
    double worst = 0;
    for (int i = 0; i < values.length; i++) {
      worst = Math.max(worst, Math.abs(values[i] / expected[i] - 1));
    }
    assertTrue(worst <= bound(found.dtype()), what + " " + found.dtype() + ": " + worst);
  }

  private static boolean takesTheFastWay(Case known) {
    return known.n() >= 64 && known.decades() <= 4;
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void singularValues(DType dtype) {
    for (String kind : new String[] {"columns", "both"}) {
      for (Case known : GradedMatrices.all(kind)) {
        if (dtype == DType.F32 && known.decades() > 15) {
          continue; // farther than F32 can square
        }
        for (int k = 0; k < ORDERS.length; k += known.n() < 64 ? 1 : 2) {
          int[] order = ORDERS[k];
          Tensor a = GradedMatrices.permuted(known.a(), order[0], order[1]).cast(dtype);
          String what = known + ", orders " + order[0] + order[1];
          compare(known.values(), Svd.of(a).s(), what);
          // of columns, the rows
          compare(known.values(), Svd.of(a.transpose()).s(), what + " transposed");
          if (takesTheFastWay(known)) {
            Svd careful = Svd.preconditioned(a, false, SvdOptions.auto(), false);
            compare(known.values(), careful.s(), what + " rotated");
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void eigenvaluesOfDefiniteMatrices(DType dtype) {
    for (Case known : GradedMatrices.all("definite")) {
      for (int order = 0; order < 3; order++) {
        Tensor a = GradedMatrices.permuted(known.a(), order, order).cast(dtype);
        compare(known.values(), SymmetricEigen.of(a).values(), known + ", order " + order);
      }
    }
  }

  /** Right beside the largest one, and no more: then the documentation would have to be changed. */
  @Test
  void eigenvaluesOfIndefiniteMatricesAreRightNormwise() {
    for (Case known : GradedMatrices.all("indefinite")) {
      double[] expected = known.values();
      double norm = Math.max(expected[0], -expected[expected.length - 1]);
      for (int order = 0; order < 3; order++) {
        Tensor a = GradedMatrices.permuted(known.a(), order, order);
        double[] found = SymmetricEigen.of(a).values().toDoubleArray();
        double relative = 0;
        double absolute = 0;
        for (int i = 0; i < found.length; i++) {
          absolute = Math.max(absolute, Math.abs(found[i] - expected[i]));
          relative = Math.max(relative, Math.abs(found[i] / expected[i] - 1));
        }
        String what = known + ", order " + order + ": ";
        assertTrue(absolute <= known.n() * 0x1p-52 * norm, what + absolute);
        if (known.n() >= 64 && known.decades() > 4) {
          assertTrue(relative > 1e-6, what + relative);
        }
      }
    }
  }

  /**
   * {@code |sin angle| <= c / relgap} with {@code relgap = min |s_i - s_j| / (s_i + s_j)} (Demmel
   * and Veselic 1992), however small the value; vectors from an oracle of 31 digits.
   */
  @ParameterizedTest
  @ValueSource(ints = {36, 100})
  void anglesOfSingularVectors(int n) {
    for (String kind : new String[] {"columns", "both"}) {
      for (Case known : GradedMatrices.all(kind)) {
        // the oracle itself loses half the decades of both, and takes seconds
        boolean few = n == 100 && (known.decades() > 15 || kind.equals("both"));
        if (known.n() != n || few || known.decades() > 15 && kind.equals("both")) {
          continue;
        }
        Oracle.Vectors exact = Oracle.decompose(known.a());
        for (int i = 0; i < n; i++) {
          assertEquals(1, exact.values()[i] / known.values()[i], 1e-15);
        }
        for (int[] order : new int[][] {{0, 0}, {1, 2}, {2, 1}}) {
          Tensor a = GradedMatrices.permuted(known.a(), order[0], order[1]);
          String what = known + ", orders " + order[0] + order[1];
          angles(exact, Svd.of(a), order, what);
          if (takesTheFastWay(known)) {
            assertTrue(Svd.of(a).certificate().sweeps() <= 2, what);
            angles(exact, Svd.preconditioned(a, false, SvdOptions.auto(), false), order, what);
          }
        }
      }
    }
  }

  private static void angles(Oracle.Vectors exact, Svd found, int[] order, String what) {
    angles(exact.values(), exact.left(), found.u().transpose(), order[0], what + ", u");
    angles(exact.values(), exact.right(), found.vt(), order[1], what + ", v");
  }

  @Test
  void anglesOfEigenvectorsOfDefiniteMatrices() {
    for (Case known : GradedMatrices.all("definite")) {
      if (known.decades() > 16 || known.n() == 100 && known.decades() > 4) {
        continue;
      }
      Oracle.Vectors exact = Oracle.decompose(known.a());
      for (int order = 0; order < 3; order++) {
        Tensor a = GradedMatrices.permuted(known.a(), order, order);
        Tensor rows = SymmetricEigen.of(a).vectors().transpose();
        angles(known.values(), exact.left(), rows, order, known + ", order " + order);
      }
    }
  }

  private static void angles(
      double[] values, double[][] exact, Tensor rows, int order, String what) {
    double[][] found = rows.toDoubleMatrix();
    int n = values.length;
    double worst = 0;
    for (int i = 0; i < n; i++) {
      double plus = 0;
      double minus = 0;
      for (int k = 0; k < n; k++) {
        double x = exact[i][GradedMatrices.place(order, k, n)];
        plus += (found[i][k] + x) * (found[i][k] + x);
        minus += (found[i][k] - x) * (found[i][k] - x);
      }
      double gap = 1;
      for (int j = 0; j < n; j++) {
        if (j != i) {
          gap = Math.min(gap, Math.abs(values[i] - values[j]) / (values[i] + values[j]));
        }
      }
      worst = Math.max(worst, Math.sqrt(Math.min(plus, minus)) * gap);
    }
    assertTrue(worst <= EXACT, what + ": " + worst);
  }
}
