package io.lanewise;

import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** A sample of what may stand in an f32 source, floating point; the build makes its f64 twin. */
final class SampleF32 {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  static final DType DTYPE = DType.F32;
  static final int BYTES = Float.BYTES;
  static final int MASK = 0x1f;

  private SampleF32() {}

  static float[] literals() {
    return new float[] {1f / 3, 1.5f, 1e-3f, .5f, 0x1p-3f, 1_000f};
  }

  static float narrowed(double x) {
    return (float) x;
  }
}
