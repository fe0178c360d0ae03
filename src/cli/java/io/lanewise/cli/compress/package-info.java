/** What {@code lanewise compress} and {@code lanewise expand} do to models and pictures. */
@NullMarked
package io.lanewise.cli.compress;

import org.jspecify.annotations.NullMarked;
