package io.lanewise.jmh.peers;

import java.io.IOException;
import java.io.InputStream;
import java.util.jar.Manifest;

/** Versions of libraries that do not know their own, as the build has written them down. */
final class Versions {
  private Versions() {}

  /**
   * A version.
   *
   * @param library its name in the manifest of benchmarks.jar
   * @return the version, or nothing outside of that file
   */
  static String of(String library) {
    try (InputStream stream = Versions.class.getResourceAsStream("/META-INF/MANIFEST.MF")) {
      String version = null;
      if (stream != null) {
        version = new Manifest(stream).getMainAttributes().getValue(library + "-Version");
      }
      return version == null ? "" : " " + version;
    } catch (IOException failed) {
      return "";
    }
  }
}
