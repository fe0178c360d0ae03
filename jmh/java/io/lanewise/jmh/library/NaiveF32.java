package io.lanewise.jmh.library;

import io.lanewise.jmh.problem.AttentionProblem;
import io.lanewise.jmh.problem.ElementwiseProblem;
import io.lanewise.jmh.problem.MatrixVectorProblem;
import io.lanewise.jmh.problem.ProductProblem;
import io.lanewise.jmh.problem.ReductionProblem;
import java.util.Arrays;

/** Plain loops over {@code float} arrays. */
final class NaiveF32 {
  private NaiveF32() {}

  static Work product(ProductProblem problem) {
    int rows = problem.height();
    int inner = problem.k();
    int columns = problem.n();
    float[] a = Convert.floats(problem.left().values());
    float[] b = Convert.floats(problem.right().values());
    float[] c = new float[rows * columns];
    return Work.of(() -> multiply(rows, inner, columns, a, b, c), () -> Convert.widened(c));
  }

  private static void multiply(int rows, int inner, int columns, float[] a, float[] b, float[] c) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float sum = 0;
        for (int p = 0; p < inner; p++) {
          sum += a[i * inner + p] * b[p * columns + j];
        }
        c[i * columns + j] = sum;
      }
    }
  }

  static Work matrixVector(MatrixVectorProblem problem) {
    int n = problem.n();
    float[] a = Convert.floats(problem.matrix());
    float[] x = Convert.floats(problem.vector());
    float[] y = new float[n];
    Runnable once =
        problem.isTransposed() ? () -> combine(n, a, x, y) : () -> multiply(n, n, 1, a, x, y);
    return Work.of(once, () -> Convert.widened(y));
  }

  private static void combine(int n, float[] a, float[] x, float[] y) {
    Arrays.fill(y, 0);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        y[j] += x[i] * a[i * n + j];
      }
    }
  }

  static Work elementwise(ElementwiseProblem problem) {
    float[] x = Convert.floats(problem.first());
    float[] y = Convert.floats(problem.second());
    boolean inPlace = problem.operation() == ElementwiseProblem.Operation.ADD_IN_PLACE;
    float[] z = inPlace ? x : new float[x.length];
    int[] shape = problem.shape();
    int[] steps = {
      problem.partner(shape[1] * shape[2]), problem.partner(shape[2]), problem.partner(1)
    };
    Runnable once =
        switch (problem.operation()) {
          case ADD, ADD_IN_PLACE -> () -> add(x, y, z);
          case EXP -> () -> exp(x, z);
          case BROADCAST_AXIS_0, BROADCAST_AXIS_1, BROADCAST_AXIS_2 ->
              () -> broadcast(shape, steps, x, y, z);
        };
    return Work.of(once, () -> Convert.widened(z));
  }

  private static void add(float[] x, float[] y, float[] z) {
    for (int i = 0; i < z.length; i++) {
      z[i] = x[i] + y[i];
    }
  }

  private static void exp(float[] x, float[] z) {
    for (int i = 0; i < z.length; i++) {
      z[i] = (float) Math.exp(x[i]);
    }
  }

  private static void broadcast(int[] shape, int[] steps, float[] x, float[] y, float[] z) {
    int i = 0;
    for (int depth = 0; depth < shape[0]; depth++) {
      for (int row = 0; row < shape[1]; row++) {
        int start = depth * steps[0] + row * steps[1];
        for (int column = 0; column < shape[2]; column++) {
          z[i] = x[i] + y[start + column * steps[2]];
          i++;
        }
      }
    }
  }

  static Work attention(AttentionProblem problem) {
    float[] q = Convert.floats(problem.queries());
    float[] k = Convert.floats(problem.keys());
    float[] v = Convert.floats(problem.values());
    float[] y = new float[problem.elements()];
    int n = problem.n();
    int d = problem.d();
    return Work.of(
        () -> {
          for (int head = 0; head < y.length; head += n * d) {
            attend(n, d, head, q, k, v, y);
          }
        },
        () -> Convert.widened(y));
  }

  private static void attend(int n, int d, int head, float[] q, float[] k, float[] v, float[] y) {
    float scale = (float) (1 / Math.sqrt(d));
    float[] weights = new float[n];
    for (int i = head; i < head + n * d; i += d) {
      float largest = Float.NEGATIVE_INFINITY;
      for (int j = 0; j < n; j++) {
        float sum = 0;
        for (int p = 0; p < d; p++) {
          sum += q[i + p] * k[head + j * d + p];
        }
        weights[j] = sum * scale;
        largest = Math.max(largest, weights[j]);
      }
      float total = 0;
      for (int j = 0; j < n; j++) {
        weights[j] = (float) Math.exp(weights[j] - largest);
        total += weights[j];
      }
      for (int c = 0; c < d; c++) {
        y[i + c] = 0;
      }
      for (int j = 0; j < n; j++) {
        float weight = weights[j] / total;
        for (int c = 0; c < d; c++) {
          y[i + c] += weight * v[head + j * d + c];
        }
      }
    }
  }

  static Work reduction(ReductionProblem problem) {
    float[] x = Convert.floats(problem.first());
    float[] answer = new float[1];
    if (problem.operation() == ReductionProblem.Operation.SUM) {
      return Work.of(() -> answer[0] = sum(x), () -> Convert.widened(answer));
    }
    float[] y = Convert.floats(problem.second());
    return Work.of(() -> answer[0] = dot(x, y), () -> Convert.widened(answer));
  }

  private static float sum(float[] x) {
    float sum = 0;
    for (float value : x) {
      sum += value;
    }
    return sum;
  }

  private static float dot(float[] x, float[] y) {
    float sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
