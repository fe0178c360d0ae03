/**
 * Tensors over off-heap memory, their element types and shapes, and the engines that compute on
 * them.
 */
@NullMarked
package io.lanewise;

import org.jspecify.annotations.NullMarked;
