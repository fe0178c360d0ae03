package io.lanewise.netlib;

import dev.ludovic.netlib.blas.JavaBLAS;

/** Where the chain of classes behind {@link NetlibBlas} begins. */
abstract class FloatRoutines implements JavaBLAS {
  FloatRoutines() {}
}
