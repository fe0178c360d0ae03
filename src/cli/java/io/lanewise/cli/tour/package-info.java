/** The topics of {@code lanewise tour}. */
@NullMarked
package io.lanewise.cli.tour;

import org.jspecify.annotations.NullMarked;
