/** Kernels on jdk.incubator.vector: the only package that imports it. */
@NullMarked
package io.lanewise.kernel.simd;

import org.jspecify.annotations.NullMarked;
