/** What a program imports: tensors, their element types and shapes, engines, and the exceptions. */
@NullMarked
package io.lanewise;

import org.jspecify.annotations.NullMarked;
