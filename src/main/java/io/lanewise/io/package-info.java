/** Files: NumPy arrays and archives. */
@NullMarked
package io.lanewise.io;

import org.jspecify.annotations.NullMarked;
