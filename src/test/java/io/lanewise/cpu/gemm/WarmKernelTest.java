package io.lanewise.cpu.gemm;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lanewise.cpu.KernelChoice;
import io.lanewise.kernel.Kernels;
import io.lanewise.kernel.scalar.ScalarKernels;
import java.util.function.Supplier;
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
    assertSame(
        WarmKernel.of(best.gemm(), Double.BYTES),
        WarmKernel.of(best.gemm(), Double.BYTES),
        "one for the whole JVM");
    WarmKernel<?> warm = WarmKernel.create(best.gemm(), Double.BYTES, true);
    assertSame(best.gemm(), warm.wanted());
    assertSame(ScalarKernels.F64.gemm(), warm.direct());
    assertServes(best.gemm(), () -> warm.get(false));
    assertServes(best.gemm(), () -> warm.get(true));
    assertServes(best.gemm(), warm::direct);
  }

  private static void assertServes(Object kernel, Supplier<?> warm) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    Object now = warm.get();
    while (now != kernel && System.nanoTime() < end) {
      assertSame(ScalarKernels.F64.gemm(), now);
      Thread.sleep(20);
      now = warm.get();
    }
    assertSame(kernel, now);
  }
}
