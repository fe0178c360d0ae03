package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each run of the tests happens in the JVM that the build says. */
class JvmSetupTest {
  private static final String RUN = System.getProperty("lanewise.test.jvm", "simd");

  @Test
  @Tag("contract")
  void theVectorModuleIsThereExceptInTheScalarRun() {
    assertEquals(
        !RUN.equals("scalar"), ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
  }

  @Test
  @Tag("contract")
  void vectorsAreShortInTheNarrowRun() {
    String size =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .getVMOption("MaxVectorSize")
            .getValue();
    assertTrue(!RUN.equals("narrow") || size.equals("16"), size);
  }

  @Test
  @Tag("contract")
  void restrictedMethodsAreAllowedOutsideOfTheDeniedRun() {
    assertTrue(JvmSetupTest.class.getModule().isNativeAccessEnabled());
  }

  @Test
  @Tag("native-denied")
  @SuppressWarnings("restricted")
  void restrictedMethodsAreDeniedInTheDeniedRun() {
    assertEquals("denied", RUN);
    assertFalse(JvmSetupTest.class.getModule().isNativeAccessEnabled());
    assertThrows(IllegalCallerException.class, () -> MemorySegment.NULL.reinterpret(8));
  }
}
