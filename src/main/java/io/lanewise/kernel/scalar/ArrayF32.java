package io.lanewise.kernel.scalar;

import io.lanewise.kernel.ArrayLoopsF32;

/** Elementwise work on arrays, one element at a time. */
final class ArrayF32 extends ArrayLoopsF32 {}
