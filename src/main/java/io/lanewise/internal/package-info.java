/** Doors between the exported packages that users do not see. */
@NullMarked
package io.lanewise.internal;

import org.jspecify.annotations.NullMarked;
