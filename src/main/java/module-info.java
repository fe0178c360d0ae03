/** Dense linear algebra: SIMD kernels over off-heap memory. */
module io.lanewise {
  requires jdk.incubator.vector;
  requires jdk.management;
  requires static org.jspecify;

  exports io.lanewise;
}
