/** Operations of neural networks. */
@NullMarked
package io.lanewise.nn;

import org.jspecify.annotations.NullMarked;
