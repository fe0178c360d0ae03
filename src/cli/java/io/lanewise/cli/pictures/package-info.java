/** The pictures of the course, each computed by the library. */
@NullMarked
package io.lanewise.cli.pictures;

import org.jspecify.annotations.NullMarked;
