package io.lanewise.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.EngineUnavailableException;
import io.lanewise.Shape;
import io.lanewise.backend.Backend;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What does not fit or does not exist is refused before anything starts. Runs with TornadoVM. */
@Tag("gpu")
class GpuLimitsTest {
  private static final Backend CPU = Internal.backend(Engine.cpu());

  private static final String API = "uk.ac.manchester.tornado.api.";

  /** A device that only says what it is. By name, for tests are compiled without the API. */
  private static DeviceChoice device(String info, long bytes) throws ReflectiveOperationException {
    Object hardware =
        proxy(
            "TornadoTargetDevice",
            method ->
                switch (method) {
                  case "getDeviceName" -> "Paper 1";
                  case "getDeviceInfo" -> info;
                  default -> throw new UnsupportedOperationException(method);
                });
    Object device =
        proxy(
            "common.TornadoDevice",
            method ->
                switch (method) {
                  case "getDeviceType" -> constant("enums.TornadoDeviceType", "GPU");
                  case "getPhysicalDevice" -> hardware;
                  case "getTornadoVMBackend" -> constant("enums.TornadoVMBackendType", "OPENCL");
                  default -> throw new UnsupportedOperationException(method);
                });
    return (DeviceChoice)
        DeviceChoice.class.getDeclaredConstructors()[0].newInstance(
            device, "the only one", List.of(), bytes);
  }

  private static Object proxy(String name, Function<String, Object> answers)
      throws ReflectiveOperationException {
    Class<?> type = Class.forName(API + name);
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (self, method, arguments) -> answers.apply(method.getName()));
  }

  private static Object constant(String type, String name) {
    try {
      return Class.forName(API + type).getField(name).get(null);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void doublesOnADeviceWithoutThem() throws Exception {
    Device device = new Device(device("cl_khr_global_int32_base_atomics", 1024));
    GpuStorage storage = new GpuStorage(device, 80, false);
    View view = View.contiguous(storage, DType.F64, Shape.of(10));
    EngineUnavailableException refused =
        assertThrows(
            EngineUnavailableException.class, () -> Session.begin(device, CPU, view).close());
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("Paper 1") && message.contains("no double precision"), message);
    assertEquals(0, device.launches());
    assertTrue(storage.untouched());
    isFree(device);
    device("cl_khr_fp64 cl_khr_icd", 1024).requireF64();
  }

  /** A refused operation does not keep the lock. */
  private static void isFree(Device device) throws InterruptedException, ExecutionException {
    FutureTask<Boolean> other =
        new FutureTask<>(
            () -> {
              device.lock();
              device.unlock();
              return true;
            });
    Thread thread = Thread.ofPlatform().daemon().start(other);
    thread.join(10_000);
    assertTrue(other.isDone() && other.get());
  }

  /** A small view of a storage that ints cannot index. */
  @Test
  void moreThanIntsCount() {
    GpuBackend gpu = (GpuBackend) Internal.backend(Engine.gpu());
    GpuStorage storage = (GpuStorage) gpu.allocate(null, 4L << 32, false);
    View far = new View(storage, DType.F32, 1L << 32, Shape.of(10), new long[] {1});
    View near = new View(storage, DType.F32, 0, Shape.of(10), new long[] {1});
    long before = gpu.launches();
    for (View view : List.of(far, near)) {
      OutOfMemoryError refused = assertThrows(OutOfMemoryError.class, () -> gpu.fill(view, 1));
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("17179869184 bytes"), message);
      assertTrue(message.contains("lanewise.gpu.memory"), message);
    }
    assertEquals(before, gpu.launches());
    assertTrue(storage.untouched());
  }

  @Test
  void aHeapHasNoMoreElementsThanIntsCount() throws Exception {
    DeviceChoice large = device("", 1L << 50);
    assertTrue(large.elements(DType.F32) > 1 << 30 && large.elements(DType.F64) > 1 << 30);
  }

  @Test
  void moreThanTheDeviceHas() {
    String property = DeviceChoice.MEMORY;
    for (String size : List.of("900000g", "many")) {
      System.setProperty(property, size);
      try {
        RuntimeException refused =
            assertThrows(RuntimeException.class, () -> GpuBackend.create(CPU));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(property) && message.contains(size), message);
      } finally {
        System.clearProperty(property);
      }
    }
  }
}
