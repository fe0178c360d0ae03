package io.lanewise.gpu;

import io.lanewise.memory.HostMemory;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.Storage;
import org.jspecify.annotations.Nullable;

/**
 * Memory of a tensor that the GPU engine made: on the device, on the host, or on both. It comes to
 * the host when somebody asks for its bytes, and is alive as long as it is reachable.
 */
final class GpuStorage extends Storage {
  private final Device device;
  private final boolean zeroed;
  private volatile @Nullable Storage host;
  private volatile boolean newerOnDevice;

  GpuStorage(Device device, long bytes, boolean zeroed) {
    super(bytes);
    this.device = device;
    this.zeroed = zeroed;
  }

  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public HostMemory host() {
    if (newerOnDevice) {
      device.download(this);
    }
    return place();
  }

  @Override
  public HostMemory place() {
    Storage made = host;
    if (made == null) {
      synchronized (this) {
        made = host;
        if (made == null) {
          made = NativeMemory.system().allocate(null, bytes(), zeroed);
          host = made;
        }
      }
    }
    return made.host();
  }

  /** Whether the host never saw it. */
  boolean untouched() {
    return host == null;
  }

  /** What its bytes are until somebody writes: zeros, or arbitrary. */
  boolean zeroed() {
    return zeroed;
  }

  boolean newerOnDevice() {
    return newerOnDevice;
  }

  void newerOnDevice(boolean newer) {
    newerOnDevice = newer;
  }

  @Override
  public void acquire() {}

  @Override
  public void release() {}
}
