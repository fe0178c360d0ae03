package io.lanewise.cli;

import java.util.Locale;

/** Where a command computes. */
enum DeviceKind {
  /** The processor. */
  CPU,
  /** The device that TornadoVM finds. */
  GPU;

  /** The word for it on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
