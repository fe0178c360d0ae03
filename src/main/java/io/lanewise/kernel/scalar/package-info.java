/**
 * Plain Java kernels: the readable reference, the oracle in tests, and the fallback at run time.
 */
@NullMarked
package io.lanewise.kernel.scalar;

import org.jspecify.annotations.NullMarked;
