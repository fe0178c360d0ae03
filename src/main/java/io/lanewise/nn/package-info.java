/**
 * Operations and layers of neural networks: attention on tensors; on {@link
 * io.lanewise.grad.Variable}s the layers of a transformer, and {@link io.lanewise.nn.Gpt}, which
 * they make.
 */
@NullMarked
package io.lanewise.nn;

import org.jspecify.annotations.NullMarked;
