package io.lanewise;

/** The link between the routines for f32 and those for f64, which are generated from them. */
abstract class DoubleRoutines extends BlasSegments3F32 {
  DoubleRoutines() {}
}
