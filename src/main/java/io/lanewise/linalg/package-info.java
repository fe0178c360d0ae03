/** Decompositions: results, options, certificates and entry points. */
@NullMarked
package io.lanewise.linalg;

import org.jspecify.annotations.NullMarked;
