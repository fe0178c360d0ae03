/** Pictures as SVG: strokes, words, and axes for them. */
@NullMarked
package io.lanewise.cli.svg;

import org.jspecify.annotations.NullMarked;
