package io.lanewise.netlib;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** Every routine over its whole argument space, beside netlib's reference. */
@Tag("contract")
class BlasContractTest {

  @Property(tries = 80)
  void vectors(@ForAll long seed) {
    BlasLevel1F32.check(new Random(seed));
    BlasLevel1F64.check(new Random(seed));
  }

  @Property(tries = 1000)
  void rotations(@ForAll long seed) {
    BlasLevel1F32.rotations(new Random(seed));
    BlasLevel1F64.rotations(new Random(seed));
  }

  @Property(tries = 80)
  void generalMatricesAndVectors(@ForAll long seed) {
    BlasLevel2F32.general(new Random(seed));
    BlasLevel2F64.general(new Random(seed));
  }

  @Property(tries = 80)
  void symmetricMatricesAndVectors(@ForAll long seed) {
    BlasLevel2F32.symmetric(new Random(seed));
    BlasLevel2F64.symmetric(new Random(seed));
  }

  @Property(tries = 80)
  void triangularMatricesAndVectors(@ForAll long seed) {
    BlasLevel2F32.triangular(new Random(seed));
    BlasLevel2F64.triangular(new Random(seed));
  }

  @Property(tries = 80)
  void products(@ForAll long seed) {
    BlasLevel3F32.gemm(new Random(seed));
    BlasLevel3F64.gemm(new Random(seed));
  }

  @Property(tries = 80)
  void symmetricProducts(@ForAll long seed) {
    BlasLevel3F32.symm(new Random(seed));
    BlasLevel3F64.symm(new Random(seed));
  }

  @Property(tries = 80)
  void symmetricUpdates(@ForAll long seed) {
    BlasLevel3F32.rank(new Random(seed));
    BlasLevel3F64.rank(new Random(seed));
  }

  @Property(tries = 80)
  void triangularProductsAndSolutions(@ForAll long seed) {
    BlasLevel3F32.triangular(new Random(seed));
    BlasLevel3F64.triangular(new Random(seed));
  }
}
