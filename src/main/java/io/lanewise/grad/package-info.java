/**
 * Automatic differentiation: {@link io.lanewise.grad.Variable} records what is computed with it,
 * and one backward pass gives the derivatives with respect to all inputs; optimisers that use them.
 */
@NullMarked
package io.lanewise.grad;

import org.jspecify.annotations.NullMarked;
