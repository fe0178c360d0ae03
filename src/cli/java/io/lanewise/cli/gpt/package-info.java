/** Training and sampling of a small language model of bytes. */
@NullMarked
package io.lanewise.cli.gpt;

import org.jspecify.annotations.NullMarked;
