package uk.ac.manchester.tornado.api;

import uk.ac.manchester.tornado.api.common.TornadoDevice;

/** The virtual machine. */
public interface TornadoRuntime {

  TornadoBackend getBackend(int index);

  int getNumBackends();

  TornadoDevice getDefaultDevice();
}
