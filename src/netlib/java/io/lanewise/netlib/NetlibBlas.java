package io.lanewise.netlib;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import io.lanewise.Blas;

/**
 * Netlib's interface for a BLAS, implemented by {@link Blas}, for code that is given its BLAS or
 * asks netlib for one. It runs on the engine that is current where it is called.
 *
 * <p>Routines for banded and packed matrices, and {@code sdsdot}, are those of netlib's reference.
 *
 * <p>If this JAR comes before netlib's on the class path, {@link BLAS#getInstance()} and {@link
 * JavaBLAS#getInstance()} return this implementation.
 */
public final class NetlibBlas extends RoutinesF64 {
  private static final NetlibBlas INSTANCE = new NetlibBlas();

  private NetlibBlas() {}

  /**
   * The implementation, which has no state.
   *
   * @return the one instance
   */
  public static NetlibBlas getInstance() {
    return INSTANCE;
  }

  @Override
  public float sdsdot(int n, float sb, float[] sx, int incx, float[] sy, int incy) {
    return sdsdot(n, sb, sx, 0, incx, sy, 0, incy);
  }

  @Override
  public float sdsdot(
      int n, float sb, float[] sx, int offsetsx, int incx, float[] sy, int offsetsy, int incy) {
    return org.netlib.blas.Sdsdot.sdsdot(n, sb, sx, offsetsx, incx, sy, offsetsy, incy);
  }

  @Override
  public boolean lsame(String ca, String cb) {
    return ca.regionMatches(true, 0, cb, 0, 1);
  }
}
