package io.lanewise.gpu;

import io.lanewise.EngineUnavailableException;

/** Options of TornadoVM, which it reads once, when its classes load. */
final class Options {
  private static final String BAILOUT = "tornado.recover.bailout";

  private Options() {}

  /**
   * Sets those that the engine needs and the user has not set.
   *
   * @throws EngineUnavailableException if kernels that do not compile would run as Java
   */
  static void set() {
    if (Boolean.parseBoolean(System.getProperty(BAILOUT))) {
      throw new EngineUnavailableException(
          "GPU engine: -D"
              + BAILOUT
              + "=True lets kernels that do not compile run as Java, which gives wrong numbers;"
              + " leave it out");
    }
    System.setProperty(BAILOUT, "False");
    // Its default is fast-relaxed-math: no NaN, no signed zeros, errors of any size.
    setDefault("tornado.opencl.compiler.flags", "-w -cl-fp32-correctly-rounded-divide-sqrt");
    // Its CUDA backend would lock the host's memory behind the heap, which nobody reads.
    setDefault("tornado.cuda.host.pinning", "false");
    // Its default is 4 GB, whatever the device has.
    setDefault("tornado.device.memory", "1024GB");
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
