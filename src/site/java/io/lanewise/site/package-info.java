/** The documents as pages of HTML that need no server: {@code mvn -q -Psite}. */
@NullMarked
package io.lanewise.site;

import org.jspecify.annotations.NullMarked;
