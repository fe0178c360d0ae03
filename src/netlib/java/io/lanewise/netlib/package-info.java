/** An adapter to netlib's interface for a BLAS. */
@NullMarked
package io.lanewise.netlib;

import org.jspecify.annotations.NullMarked;
