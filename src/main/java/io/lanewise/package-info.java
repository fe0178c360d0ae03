<<<<<<< HEAD
/** Tensors over off-heap memory, their element types and shapes, and the engines that compute on them. */
=======
/** What a program imports: tensors, their element types and shapes, engines, and the exceptions. */
>>>>>>> build
@NullMarked
package io.lanewise;

import org.jspecify.annotations.NullMarked;
