package io.lanewise.kernel.simd;

import io.lanewise.kernel.JacobiKernel;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The angles of many plane rotations at once; the same operations as in the scalar kernel. */
final class Angles {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private Angles() {}

  /**
   * Computes.
   *
   * @param k length of a stretch, a multiple of the lanes; the first k/2 of each are looked at
   * @param x five stretches: {@code a_ii} and {@code a_jj}, replaced by what they become, {@code
   *     a_ij}; then cosines and sines are written
   * @param threshold which elements are left alone; their cosines are 1
   * @return whether there is any other
   */
  static boolean compute(int k, double[] x, JacobiKernel.Threshold threshold) {
    boolean any = false;
    for (int p = 0; p < k / 2; p += LANES) {
      DoubleVector aii = DoubleVector.fromArray(SPECIES, x, p);
      DoubleVector ajj = DoubleVector.fromArray(SPECIES, x, k + p);
      DoubleVector aij = DoubleVector.fromArray(SPECIES, x, 2 * k + p);
      DoubleVector size = aij.abs();
      DoubleVector most = aii.abs().max(ajj.abs());
      DoubleVector relative = size.div(aii.abs().sqrt().mul(ajj.abs().sqrt()));
      VectorMask<Double> rotates =
          relative
              .compare(VectorOperators.GT, threshold.tolerance())
              .and(size.compare(VectorOperators.GT, threshold.floor()))
              .and(size.compare(VectorOperators.GT, most.mul(threshold.tiny())));
      if (!rotates.anyTrue()) {
        DoubleVector.broadcast(SPECIES, 1).intoArray(x, 3 * k + p);
        DoubleVector.zero(SPECIES).intoArray(x, 4 * k + p);
        continue;
      }
      any = true;
      DoubleVector zeta = aii.sub(ajj).div(aij.mul(2));
      DoubleVector distance = zeta.abs();
      DoubleVector root =
          distance.blend(
              zeta.mul(zeta).add(1).sqrt(), distance.compare(VectorOperators.LT, 0x1p500));
      DoubleVector t = DoubleVector.broadcast(SPECIES, 1).div(distance.add(root));
      t = t.neg().blend(t, zeta.compare(VectorOperators.LT, 0));
      DoubleVector square = t.mul(t);
      DoubleVector hypotenuse = square.add(1).sqrt();
      DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
      DoubleVector cosine = one.sub(square.div(hypotenuse.mul(hypotenuse.add(1))));
      DoubleVector sine = t.mul(cosine);
      DoubleVector shift = t.mul(aij);
      DoubleVector first = aii.sub(shift);
      DoubleVector second = ajj.add(shift);
      VectorMask<Double> turn = first.compare(VectorOperators.LT, second);
      one.blend(cosine.blend(sine, turn), rotates).intoArray(x, 3 * k + p);
      DoubleVector.zero(SPECIES)
          .blend(sine.blend(cosine.neg(), turn), rotates)
          .intoArray(x, 4 * k + p);
      aii.blend(first.max(second), rotates).intoArray(x, p);
      ajj.blend(first.min(second), rotates).intoArray(x, k + p);
    }
    return any;
  }
}
