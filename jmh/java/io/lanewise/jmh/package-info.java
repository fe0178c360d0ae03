/** Benchmarks: one class for each family of kernels, the peers beside them. */
package io.lanewise.jmh;
