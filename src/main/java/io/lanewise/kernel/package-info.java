/**
 * One interface for each family of inner loops. Kernels know nothing of shapes: they get addresses
 * and lengths. Implementations: {@code scalar} (readable, the reference, the fallback) and {@code
 * simd}.
 *
 * <p>An operand is a segment and a byte offset into it: see {@link io.lanewise.memory.HostMemory}.
 * The scalar and SIMD kernels of a family do the same operations in the same order, so on hardware
 * with fused multiply-add they give the same bits; {@code docs/design/same-bits.md} states the
 * orders.
 */
@NullMarked
package io.lanewise.kernel;

import org.jspecify.annotations.NullMarked;
