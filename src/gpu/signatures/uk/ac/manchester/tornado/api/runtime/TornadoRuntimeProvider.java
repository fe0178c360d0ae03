package uk.ac.manchester.tornado.api.runtime;

import uk.ac.manchester.tornado.api.TornadoRuntime;

/** Where the virtual machine is found. */
public class TornadoRuntimeProvider {
  public TornadoRuntimeProvider() {}

  public static TornadoRuntime getTornadoRuntime() {
    throw new UnsupportedOperationException("a signature");
  }
}
