/** Dense linear algebra at the speed of the hardware. */
module io.lanewise {
  requires jdk.incubator.vector;
  requires jdk.management;
  requires static org.jspecify;

  exports io.lanewise;
  exports io.lanewise.grad;
  exports io.lanewise.io;
  exports io.lanewise.linalg;
  exports io.lanewise.nn;
}
