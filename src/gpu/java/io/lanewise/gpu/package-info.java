/**
 * The engine on a GPU: the primitives of the contract as kernels that TornadoVM compiles. Found by
 * name, so that nothing else needs TornadoVM.
 */
@NullMarked
package io.lanewise.gpu;

import org.jspecify.annotations.NullMarked;
