/** Drivers of reductions and softmax in a fixed order. */
@NullMarked
package io.lanewise.cpu.reduce;

import org.jspecify.annotations.NullMarked;
