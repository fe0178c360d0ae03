package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.backend.Backend;
import org.junit.jupiter.api.Test;

/** A JVM without TornadoVM: an explanation, and nothing else. */
class GpuTest {
  /** A backend that cannot start, as with a native library that is missing. */
  public static final class Broken {
    private Broken() {}

    public static Backend create(Backend host) {
      throw new UnsatisfiedLinkError("no tornado-opencl in java.library.path");
    }
  }

  /** A backend that finds no device. */
  public static final class Deviceless {
    private Deviceless() {}

    public static Backend create(Backend host) {
      throw new EngineUnavailableException("GPU engine: no device");
    }
  }

  /** A runtime whose classes fail as they are initialised. */
  public static final class Failing {
    static final int VALUE = Integer.parseInt("none");

    private Failing() {}

    public static Backend create(Backend host) {
      throw new AssertionError(VALUE);
    }
  }

  @Test
  void theEngineSaysWhyThereIsNone() {
    assertTrue(Engine.findGpu().isEmpty());
    String reason = assertThrows(EngineUnavailableException.class, Engine::gpu).getMessage();
    assertTrue(reason.contains("TornadoVM is not in this JVM"), reason);
    assertTrue(reason.contains("tornado-argfile"), reason);
  }

  @Test
  void whateverFailsIsAReason() {
    String missing = Gpu.load("io.lanewise.gpu.NoSuchBackend").reason();
    assertTrue(missing.contains("io.lanewise.gpu.NoSuchBackend"), missing);
    String broken = Gpu.load(Broken.class.getName()).reason();
    assertTrue(broken.contains("no tornado-opencl"), broken);
    String failing = Gpu.load(Failing.class.getName()).reason();
    assertTrue(failing.contains("NumberFormatException"), failing);
    Gpu deviceless = Gpu.load(Deviceless.class.getName());
    assertEquals("GPU engine: no device", deviceless.reason());
    assertNull(deviceless.engine());
  }
}
