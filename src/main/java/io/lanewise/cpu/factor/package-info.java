/** Drivers of the primitives that factorisations are written in. */
@NullMarked
package io.lanewise.cpu.factor;

import org.jspecify.annotations.NullMarked;
