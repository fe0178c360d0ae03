/**
 * Benchmarks, one class for each family of operations. Each measures, in turn and again and again
 * in the same JVM, the core's peak, Lanewise and the libraries that it is compared with, so that a
 * noisy neighbour hits all alike. {@code docs/perf/README.md} says how to run them.
 */
package io.lanewise.jmh;
