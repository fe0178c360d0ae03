/** Off-heap storage: allocation, alignment, huge pages, liveness, and the strided views on it. */
@NullMarked
package io.lanewise.memory;

import org.jspecify.annotations.NullMarked;
