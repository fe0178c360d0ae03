package io.lanewise.gpu;

import io.lanewise.DType;
import io.lanewise.EngineUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import uk.ac.manchester.tornado.api.TornadoBackend;
import uk.ac.manchester.tornado.api.TornadoRuntime;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.runtime.TornadoRuntimeProvider;

/**
 * Which device computes, and how much of its memory is ours.
 *
 * @param device the device
 * @param why why this one
 * @param all what there is, one line each
 * @param bytes size of each heap
 */
record DeviceChoice(TornadoDevice device, String why, List<String> all, long bytes) {
  /** Names the device: {@code backend:device} or a part of its name. */
  static final String DEVICE = "lanewise.gpu.device";

  /** Sets the size of a heap: bytes, or with k, m, g. */
  static final String MEMORY = "lanewise.gpu.memory";

  /** [TP] On a processor's own memory the heap is as real as the host's. */
  private static final long PROCESSOR = 1L << 30;

  /** Devices without a GPU among them compute too: slowly, but right. */
  static DeviceChoice find() {
    TornadoRuntime runtime = TornadoRuntimeProvider.getTornadoRuntime();
    String wanted = System.getProperty(DEVICE, "").toLowerCase(Locale.ROOT);
    List<String> all = new ArrayList<>();
    TornadoDevice chosen = null;
    String why = "";
    for (int b = 0; b < runtime.getNumBackends(); b++) {
      TornadoBackend backend = runtime.getBackend(b);
      for (int d = 0; d < backend.getNumDevices(); d++) {
        TornadoDevice device = backend.getDevice(d);
        String line = b + ":" + d + " " + name(device);
        all.add(line);
        boolean isGpu = device.getDeviceType() == TornadoDeviceType.GPU;
        if (wanted.isEmpty()) {
          if (isGpu && chosen == null) {
            chosen = device;
            why = "the first GPU";
          }
        } else if (chosen == null && line.toLowerCase(Locale.ROOT).contains(wanted)) {
          chosen = device;
          why = "-D" + DEVICE + "=" + wanted;
        }
      }
    }
    if (all.isEmpty()) {
      throw new EngineUnavailableException(
          "GPU engine: TornadoVM finds no device; is the driver installed, for OpenCL also its ICD"
              + " (clinfo lists them)?");
    }
    if (chosen == null && !wanted.isEmpty()) {
      throw new EngineUnavailableException(
          "GPU engine: -D" + DEVICE + "=" + wanted + " is none of " + String.join("; ", all));
    }
    if (chosen == null) {
      chosen = runtime.getDefaultDevice();
      why = "no device is a GPU; this one computes right, not fast";
    }
    return new DeviceChoice(chosen, why, all, bytes(chosen));
  }

  private static String name(TornadoDevice device) {
    return device.getPhysicalDevice().getDeviceName().strip()
        + ", "
        + device.getTornadoVMBackend()
        + " "
        + device.getDeviceType();
  }

  private static long bytes(TornadoDevice device) {
    String wanted = System.getProperty(MEMORY);
    long largest = device.getPhysicalDevice().getDeviceMaxAllocationSize();
    if (wanted != null) {
      return checked(device, wanted);
    }
    long quarter = device.getPhysicalDevice().getDeviceGlobalMemorySize() / 4;
    long usual = largest > 0 ? Math.min(quarter, largest) : quarter;
    return device.getDeviceType() == TornadoDeviceType.CPU ? Math.min(usual, PROCESSOR) : usual;
  }

  private static long checked(TornadoDevice device, String text) {
    long bytes = parse(text);
    long all = device.getPhysicalDevice().getDeviceGlobalMemorySize();
    if (all > 0 && bytes > all) {
      throw new EngineUnavailableException(
          "GPU engine: -D"
              + MEMORY
              + "="
              + text
              + " is more than "
              + name(device)
              + " has, "
              + all
              + " bytes");
    }
    return bytes;
  }

  private static long parse(String text) {
    String number = text.strip().toLowerCase(Locale.ROOT);
    int shift =
        number.endsWith("g") ? 30 : number.endsWith("m") ? 20 : number.endsWith("k") ? 10 : 0;
    try {
      long count =
          Long.parseLong(shift == 0 ? number : number.substring(0, number.length() - 1).strip());
      if (count > 0 && count <= Long.MAX_VALUE >> shift) {
        return count << shift;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "-D" + MEMORY + "=" + text + ": want a size such as 4g, 512m or a number of bytes");
  }

  /** The name for people. */
  String name() {
    return name(device);
  }

  /** Elements of a heap: TornadoVM's indices are ints. */
  int elements(DType dtype) {
    long most = Integer.MAX_VALUE - 4096;
    return (int) Math.min(most, bytes / dtype.bytes());
  }

  /**
   * That the device computes in double precision.
   *
   * @throws EngineUnavailableException if not
   */
  void requireF64() {
    String info = device.getPhysicalDevice().getDeviceInfo();
    boolean openCl = device.getTornadoVMBackend().name().equals("OPENCL");
    boolean metal = device.getTornadoVMBackend().name().equals("METAL");
    if (metal || openCl && info != null && info.contains("cl_") && !info.contains("fp64")) {
      throw new EngineUnavailableException(
          "GPU engine: "
              + name()
              + " has no double precision; cast(DType.F32) first, or use Engine.cpu()");
    }
  }
}
