/** Drivers of the primitives that Jacobi methods are written in. */
@NullMarked
package io.lanewise.cpu.jacobi;

import org.jspecify.annotations.NullMarked;
