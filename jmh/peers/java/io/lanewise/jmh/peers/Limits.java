package io.lanewise.jmh.peers;

/** Where libraries that would take many seconds for one call are left out. */
final class Limits {
  /** Floating-point operations of a product: n = 2048 is in. */
  static final double PRODUCT = 2e10;

  private Limits() {}
}
