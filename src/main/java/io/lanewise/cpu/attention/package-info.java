/** Attention in one pass over keys and values. */
@NullMarked
package io.lanewise.cpu.attention;

import org.jspecify.annotations.NullMarked;
