package io.lanewise;

/**
 * Where the chain of classes behind {@link Blas} begins: static methods are inherited, so that
 * those for f32 and the generated ones for f64 can be one class to a user.
 */
abstract class FloatRoutines {
  FloatRoutines() {}
}
