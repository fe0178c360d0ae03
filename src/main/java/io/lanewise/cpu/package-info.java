/** The CPU backend: drivers that plan, pack, stage, split over threads and call kernels. */
@NullMarked
package io.lanewise.cpu;

import org.jspecify.annotations.NullMarked;
