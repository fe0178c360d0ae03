/**
 * The BLAS on heap arrays: drivers that cut an operation into runs, tiles and threads. Matrices are
 * column-major, as everywhere in a BLAS.
 */
@NullMarked
package io.lanewise.cpu.blas;

import org.jspecify.annotations.NullMarked;
