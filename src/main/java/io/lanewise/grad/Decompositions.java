package io.lanewise.grad;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.grad.Node.Edge;
import io.lanewise.linalg.Cholesky;
import io.lanewise.linalg.Linalg;
import io.lanewise.linalg.SingularMatrixException;
import io.lanewise.linalg.Svd;
import io.lanewise.linalg.SymmetricEigen;
import java.util.List;

/**
 * Decompositions that can be differentiated, any number of times: their rules are made of products
 * and {@link #solve} [1] [2].
 *
 * <p><b>Limits.</b> Eigenvectors, and singular vectors, have no derivative where values repeat: any
 * basis of their space would do. Close values make it large: it grows as one over their distance,
 * and loses as many digits. Values that agree to working accuracy (n eps of the largest) are
 * detected: if the result depends on which basis was taken the backward pass throws {@link
 * ArithmeticException} and names them; if it does not, as a projection on their space does not,
 * their part is left out, which is exact. Derivatives of the values alone exist for simple values
 * and for sums over all equal ones. The singular vectors of a matrix that is not square need
 * singular values other than 0 in the same way. Signs follow the largest entry of each vector;
 * where two tie it may jump.
 *
 * <p><b>Cost.</b> The backward passes are a few products of the matrix's size, and for {@link
 * #cholesky} and {@link #solve} one or two LU decompositions.
 *
 * <p>[1] M. Giles, An extended collection of matrix derivative results, 2008. [2] J. Townsend,
 * Differentiating the singular value decomposition, 2016.
 */
public final class Decompositions {
  private Decompositions() {}

  /**
   * Eigenvalues and eigenvectors.
   *
   * @param values shape (n), descending
   * @param vectors shape (n, n), one in each column
   */
  public record EigenVariables(Variable values, Variable vectors) {}

  /**
   * A thin singular value decomposition, k = min(m, n).
   *
   * @param u shape (m, k)
   * @param s shape (k), descending
   * @param vt shape (k, n)
   */
  public record SvdVariables(Variable u, Variable s, Variable vt) {}

  /**
   * The Cholesky factor L of {@code A = L L'}. The gradient is that for symmetric changes of A.
   *
   * @param a shape (n, n), symmetric positive definite
   * @return shape (n, n), lower triangular
   * @throws io.lanewise.linalg.NotPositiveDefiniteException if it is not positive definite
   */
  public static Variable cholesky(Variable a) {
    return ElementwiseRules.ofResult(
        "cholesky",
        Cholesky.of(a.value()).l(),
        a,
        (g, l) -> {
          Variable inner = l.transpose().matmul(g).mul(halfLower(l.dtype(), l.size(0)));
          Variable left = solve(l.transpose(), inner);
          return symmetric(solve(l.transpose(), left.transpose()));
        });
  }

  /** Ones below the diagonal, halves on it. */
  private static Variable halfLower(DType dtype, long n) {
    Tensor i = Tensor.arange(dtype, 0, (double) n, 1);
    Tensor below = i.unsqueeze(1).gt(i.unsqueeze(0)).cast(dtype);
    return Variable.constant(below.addInPlace(Tensor.eye(dtype, n).mulInPlace(.5)));
  }

  /**
   * The solution of {@code A X = B}.
   *
   * @param a shape (n, n)
   * @param b shape (n) or (n, k)
   * @return shape of b
   * @throws SingularMatrixException if A is singular
   */
  public static Variable solve(Variable a, Variable b) {
    Later<Variable> x = new Later<>();
    return x.set(
        Custom.of(
            "solve",
            Linalg.solve(a.value(), b.value()),
            g -> {
              Variable right = solve(a.transpose(), g);
              Variable left =
                  b.rank() == 1
                      ? right.unsqueeze(1).matmul(x.get().unsqueeze(0))
                      : right.matmul(x.get().transpose());
              return List.of(left.neg(), right);
            },
            a,
            b));
  }

  /**
   * Eigenvalues and eigenvectors of a symmetric matrix. The gradient is that for symmetric changes.
   *
   * @param a shape (n, n), symmetric
   * @return values and vectors
   */
  public static EigenVariables symmetricEigen(Variable a) {
    SymmetricEigen eigen = SymmetricEigen.of(a.value());
    Later<EigenVariables> pair = new Later<>();
    Variable values =
        Node.record(
            "symmetricEigen",
            eigen.values(),
            new Edge(
                a,
                g -> {
                  Variable v = pair.get().vectors();
                  return v.mul(g).matmul(v.transpose());
                },
                eigen.vectors()));
    Variable vectors =
        Node.record(
            "symmetricEigen",
            eigen.vectors(),
            new Edge(
                a,
                g -> {
                  Variable v = pair.get().vectors();
                  Variable w = pair.get().values();
                  Variable turn = skew(v.transpose().matmul(g));
                  Variable distance = w.unsqueeze(0).sub(w.unsqueeze(1));
                  Variable part = Gaps.divide("eigenvalues", turn, distance, g.value(), w.value());
                  return symmetric(v.matmul(part).matmul(v.transpose()));
                },
                eigen.values(),
                eigen.vectors()));
    return pair.set(new EigenVariables(values, vectors));
  }

  /**
   * The thin singular value decomposition {@code A = U diag(s) V'}.
   *
   * @param a shape (m, n)
   * @return u, s and v'
   */
  public static SvdVariables svd(Variable a) {
    Svd svd = Svd.of(a.value());
    SvdRules rules = new SvdRules(new Later<>());
    Tensor[] saved = {svd.u(), svd.s(), svd.vt()};
    Variable u = Node.record("svd", svd.u(), new Edge(a, rules::byU, saved));
    Variable s = Node.record("svd", svd.s(), new Edge(a, rules::byS, saved));
    Variable vt = Node.record("svd", svd.vt(), new Edge(a, rules::byVt, saved));
    return rules.svd.set(new SvdVariables(u, s, vt));
  }

  /** How a change of A moves each factor, transposed; [2], equation (31). */
  private record SvdRules(Later<SvdVariables> svd) {
    Variable byS(Variable g) {
      return svd.get().u().mul(g).matmul(svd.get().vt());
    }

    Variable byU(Variable g) {
      return byLeft(g, svd.get().u(), svd.get().vt().transpose());
    }

    Variable byVt(Variable g) {
      return byLeft(g.transpose(), svd.get().vt().transpose(), svd.get().u()).transpose();
    }

    /** For the vectors in the columns of {@code x}, of A if they are left ones, else of A'. */
    private Variable byLeft(Variable g, Variable x, Variable y) {
      Variable s = svd.get().s();
      Variable inside = x.transpose().matmul(g);
      Variable squares = s.unsqueeze(0).sub(s.unsqueeze(1)).mul(s.unsqueeze(0).add(s.unsqueeze(1)));
      Variable turn = skew(inside).mul(2);
      Variable part = Gaps.divide("singular values", turn, squares, g.value(), s.value()).mul(s);
      Variable gradient = x.matmul(part).matmul(y.transpose());
      if (x.size(0) == x.size(1)) {
        return gradient;
      }
      Variable outside = g.sub(x.matmul(inside));
      return gradient.add(Gaps.divideByValues(outside, s).matmul(y.transpose()));
    }
  }

  private static Variable skew(Variable m) {
    return m.sub(m.transpose()).mul(.5);
  }

  private static Variable symmetric(Variable m) {
    return m.add(m.transpose()).mul(.5);
  }

  /** Divisions by differences of values, which detect that these are none. */
  private static final class Gaps {
    private Gaps() {}

    /**
     * Divides element (i, j) by the difference of values j and i; nothing is left of those on the
     * diagonal.
     *
     * @param kind of values, for the error
     * @param turn how much the result depends on a rotation of vectors i and j into one another
     * @param difference of values, or of their squares
     * @param gradient of the vectors, whose size tells what is rounding
     * @param values the values
     */
    static Variable divide(
        String kind, Variable turn, Variable difference, Tensor gradient, Tensor values) {
      DType dtype = values.dtype();
      long n = values.elements();
      if (n == 0) {
        return turn;
      }
      Tensor distance = values.unsqueeze(0).sub(values.unsqueeze(1)).absInPlace();
      Tensor equal = distance.le(n * eps(dtype) * values.abs().max());
      Tensor lost = Tensor.where(equal, turn.value().abs(), Tensor.scalar(dtype, 0));
      double rounding = Math.sqrt(eps(dtype)) * gradient.norm();
      if (lost.max() > rounding) {
        long place = lost.argmax();
        throw new ArithmeticException(
            "backward: "
                + kind
                + " "
                + Math.min(place / n, place % n)
                + " and "
                + Math.max(place / n, place % n)
                + " are equal ("
                + (float) values.get(place / n)
                + "), and the result depends on which of their vectors were taken: there is no"
                + " derivative");
      }
      Variable one = Variable.constant(Tensor.scalar(dtype, 1));
      Variable zero = Variable.constant(Tensor.scalar(dtype, 0));
      return Variable.where(equal, zero, turn.div(Variable.where(equal, one, difference)));
    }

    /** Divides column j by value j. */
    static Variable divideByValues(Variable columns, Variable values) {
      DType dtype = values.dtype();
      long n = values.shape().elements();
      if (n == 0) {
        return columns;
      }
      Tensor none = values.value().le(n * eps(dtype) * values.value().max());
      Tensor lost = Tensor.where(none, columns.value().abs(), Tensor.scalar(dtype, 0));
      if (lost.elements() > 0 && lost.max() > Math.sqrt(eps(dtype)) * columns.value().norm()) {
        throw new ArithmeticException(
            "backward: singular value "
                + none.cast(dtype).argmax()
                + " is 0, and the result depends on which vector was taken for it: there is no"
                + " derivative");
      }
      Variable one = Variable.constant(Tensor.scalar(dtype, 1));
      Variable zero = Variable.constant(Tensor.scalar(dtype, 0));
      return Variable.where(none, zero, columns.div(Variable.where(none, one, values)));
    }

    private static double eps(DType dtype) {
      return dtype == DType.F32 ? 0x1p-23 : 0x1p-52;
    }
  }
}
