/** The command line {@code lanewise}. */
@NullMarked
package io.lanewise.cli;

import org.jspecify.annotations.NullMarked;
