package io.lanewise.linalg;

import io.lanewise.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Groups of vectors whose values are so close that rotations between them are not small: the groups
 * are diagonalised one by one, by plane rotations.
 */
final class CloseValues {
  /** Vectors of a group at most: larger ones are the business of block methods. [TP] */
  private static final int MOST = 48;

  private CloseValues() {}

  /**
   * The groups that pairs make: whoever is connected.
   *
   * @param pairs of numbers below n
   * @param n how many vectors
   * @return the groups, each ascending; or null if one is too large
   */
  static @Nullable List<int[]> groups(List<int[]> pairs, int n) {
    int[] head = new int[n];
    Arrays.setAll(head, i -> i);
    for (int[] pair : pairs) {
      int low = head(head, Math.min(pair[0], pair[1]));
      int high = head(head, Math.max(pair[0], pair[1]));
      head[Math.max(low, high)] = Math.min(low, high);
    }
    List<List<Integer>> members = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      members.add(new ArrayList<>());
      members.get(head(head, i)).add(i);
    }
    List<int[]> groups = new ArrayList<>();
    for (List<Integer> group : members) {
      if (group.size() > MOST) {
        return null;
      }
      if (group.size() > 1) {
        groups.add(group.stream().mapToInt(Integer::intValue).toArray());
      }
    }
    return groups;
  }

  private static int head(int[] head, int i) {
    while (head[i] != i) {
      head[i] = head[head[i]];
      i = head[i];
    }
    return i;
  }

  /**
   * The rotations of a group.
   *
   * @param gram what {@code V'MV} is there, F64, shape (g, g), symmetric
   * @return shape (g, g): the transposed product of the rotations
   */
  static Tensor rotations(Tensor gram) {
    double[][] a = gram.toDoubleMatrix();
    int k = a.length;
    double[][] q = Rows.identity(k);
    boolean rotated = true;
    for (int sweep = 0; rotated && sweep < 30; sweep++) {
      rotated = false;
      for (int i = 0; i < k; i++) {
        for (int j = i + 1; j < k; j++) {
          double size = Math.sqrt(Math.abs(a[i][i])) * Math.sqrt(Math.abs(a[j][j]));
          if (Math.abs(a[i][j]) > Math.ulp(1.0) * size) {
            rotate(a, q, i, j);
            rotated = true;
          }
        }
      }
    }
    return Tensor.of(q).cast(gram.dtype());
  }

  private static void rotate(double[][] a, double[][] q, int i, int j) {
    double zeta = (a[j][j] - a[i][i]) / (2 * a[i][j]);
    double t = 1 / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
    t = zeta < 0 ? -t : t;
    double c = 1 / Math.sqrt(1 + t * t);
    double s = -t * c; // (x, y) := (c x + s y, c y - s x)
    Rows.rotate(c, s, a[i], a[j], 0, a.length);
    for (double[] row : a) {
      double x = row[i];
      double y = row[j];
      row[i] = c * x + s * y;
      row[j] = c * y - s * x;
    }
    a[i][j] = 0;
    a[j][i] = 0;
    Rows.rotate(c, s, q[i], q[j], 0, q.length);
  }
}
