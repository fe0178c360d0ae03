package dev.ludovic.netlib.blas;

import io.lanewise.netlib.NetlibBlas;

/**
 * Stands in for the class of this name in netlib's JAR, which has no other way to say which BLAS it
 * should give out: the class that comes first on the class path is the one that is used.
 */
final class InstanceBuilder {
  private InstanceBuilder() {}

  /** What {@link BLAS#getInstance()} returns. */
  public static BLAS blas() {
    return NetlibBlas.getInstance();
  }

  /** What {@link JavaBLAS#getInstance()} returns. */
  public static JavaBLAS javaBlas() {
    return NetlibBlas.getInstance();
  }

  /** What {@link NativeBLAS#getInstance()} returns: nothing, so that callers take the other one. */
  public static NativeBLAS nativeBlas() {
    throw new UnsupportedOperationException(
        "native BLAS: lanewise-netlib.jar comes first on the class path and gives out Lanewise"
            + " only");
  }
}
