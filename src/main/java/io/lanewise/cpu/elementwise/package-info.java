/** Drivers of copies, conversions and elementwise functions over strided views. */
@NullMarked
package io.lanewise.cpu.elementwise;

import org.jspecify.annotations.NullMarked;
