package io.lanewise.cpu.gemm;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lanewise.cpu.KernelChoice;
import io.lanewise.kernel.Kernels;
import io.lanewise.kernel.scalar.ScalarKernels;
import org.junit.jupiter.api.Test;

class WarmKernelTest {
  private static final long PATIENCE_NANOS = 120_000_000_000L;

  @Test
  void thePlainKernelNeedsNoWarmingUp() {
    WarmKernel<?> plain = WarmKernel.of(ScalarKernels.F32.gemm(), Float.BYTES);
    assertSame(ScalarKernels.F32.gemm(), plain.get(false));
    assertSame(ScalarKernels.F32.gemm(), plain.get(true));
  }

  @Test
  void thePlainKernelServesUntilTheOtherIsCompiled() throws InterruptedException {
    Kernels best = KernelChoice.choose("AUTO").f64();
    assumeTrue(best.lanes() > 1, "no vector kernels in this JVM");
    WarmKernel<?> warm = WarmKernel.of(best.gemm(), Double.BYTES);
    assertSame(warm, WarmKernel.of(best.gemm(), Double.BYTES), "one for the whole JVM");
    assertSame(best.gemm(), warm.wanted());
    long end = System.nanoTime() + PATIENCE_NANOS;
    Object now = warm.get(false);
    while (now != best.gemm() && System.nanoTime() < end) {
      assertTrue(now == ScalarKernels.F64.gemm());
      Thread.sleep(20);
      now = warm.get(false);
    }
    assertSame(best.gemm(), now);
    assertSame(best.gemm(), warm.get(true));
  }
}
