/** What {@code lanewise bench} measures, and how. */
@NullMarked
package io.lanewise.cli.bench;

import org.jspecify.annotations.NullMarked;
