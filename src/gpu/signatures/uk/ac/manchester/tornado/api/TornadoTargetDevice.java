package uk.ac.manchester.tornado.api;

/** The hardware. */
public interface TornadoTargetDevice {

  String getDeviceName();

  long getDeviceGlobalMemorySize();

  int getDeviceMaxComputeUnits();

  long getDeviceMaxAllocationSize();

  String getDeviceInfo();
}
