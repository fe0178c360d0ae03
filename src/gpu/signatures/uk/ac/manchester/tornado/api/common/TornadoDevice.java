package uk.ac.manchester.tornado.api.common;

import uk.ac.manchester.tornado.api.TornadoTargetDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/** A device. */
public interface TornadoDevice {

  TornadoDeviceType getDeviceType();

  TornadoTargetDevice getPhysicalDevice();

  TornadoVMBackendType getTornadoVMBackend();

  String getPlatformName();
}
