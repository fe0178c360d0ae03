package io.lanewise;

import io.lanewise.backend.Backend;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/**
 * The GPU's backend, or why there is none. It is found by name, once: whoever never asks loads
 * nothing of it, and whoever asks without TornadoVM gets a sentence.
 */
final class Gpu {
  private static final String PACKAGE = "io.lanewise.gpu";

  private static final String BACKEND = PACKAGE + ".GpuBackend";

  private static final String HELP =
      "; a GPU needs the TornadoVM SDK and a JVM started with @$TORNADOVM_HOME/tornado-argfile"
          + " (docs/guide/gpu.md); Engine.cpu() needs nothing";

  private final @Nullable Engine engine;
  private final String reason;

  private Gpu(@Nullable Engine engine, String reason) {
    this.engine = engine;
    this.reason = reason;
  }

  private static final class Found {
    static final Gpu GPU = load(BACKEND);
  }

  static Gpu find() {
    return Found.GPU;
  }

  /** The engine, or null. */
  @Nullable Engine engine() {
    return engine;
  }

  /** Why there is none. */
  String reason() {
    return reason;
  }

  /**
   * On the module path: nothing in our descriptor names TornadoVM, which is mostly absent. We read
   * its API, and it looks up the methods that are kernels.
   */
  private static void meetTornado() {
    Module own = Gpu.class.getModule();
    if (own.isNamed()) {
      for (Module module : ModuleLayer.boot().modules()) {
        if (module.getName().startsWith("tornado.")) {
          own.addReads(module);
          own.addOpens(PACKAGE, module);
        }
      }
    }
  }

  /** Creates a backend by the name of its class. */
  static Gpu load(String name) {
    meetTornado();
    try {
      Object backend =
          Class.forName(name)
              .getMethod("create", Backend.class)
              .invoke(null, Engine.cpu().backend());
      return new Gpu(new Engine((Backend) backend), "");
    } catch (InvocationTargetException failed) {
      return new Gpu(null, reason(failed.getCause()));
    } catch (ReflectiveOperationException | LinkageError missing) {
      return new Gpu(null, reason(missing));
    }
  }

  private static String reason(@Nullable Throwable cause) {
    Throwable root = cause;
    while (root != null
        && root.getCause() != null
        && !(root instanceof EngineUnavailableException)) {
      root = root.getCause();
    }
    if (root instanceof EngineUnavailableException) {
      return String.valueOf(root.getMessage());
    }
    if (root instanceof NoClassDefFoundError || root instanceof ClassNotFoundException) {
      return "GPU engine: TornadoVM is not in this JVM (no class "
          + String.valueOf(root.getMessage()).replace('/', '.')
          + ")"
          + HELP;
    }
    return "GPU engine: TornadoVM does not start here (" + root + ")" + HELP;
  }
}
