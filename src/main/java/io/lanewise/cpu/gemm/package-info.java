/** Matrix multiplication: blocking, packing and the drivers of the micro-kernel. */
@NullMarked
package io.lanewise.cpu.gemm;

import org.jspecify.annotations.NullMarked;
