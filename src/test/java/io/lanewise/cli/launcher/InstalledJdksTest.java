package io.lanewise.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledJdksTest {
  private static final String MODULE = "jdk.incubator.vector";

  @TempDir Path machine;

  @Test
  void takesTheOldestThatIsNewEnough() throws IOException {
    install("jvm/java-17", "17.0.15", MODULE);
    install("jvm/java-27", "27", MODULE);
    Path wanted = install("jvm/java-25", "25.0.1", "java.base " + MODULE);
    assertEquals(wanted, find(Map.of()).java());
  }

  @Test
  void prefersTheRunningOneAndThenJavaHome() throws IOException {
    install("jvm/java-25", "25", MODULE);
    Path javaHome = install("elsewhere", "26-ea", MODULE);
    Map<String, String> environment = Map.of("JAVA_HOME", machine.resolve("elsewhere").toString());
    assertEquals(javaHome, find(environment).java());
    Path running = install("running", "28.0.2", MODULE);
    assertEquals(running, find(environment).java());
  }

  @Test
  void theNamedOneIsTheOnlyOne() throws IOException {
    install("running", "25", MODULE);
    Path named = install("named", "25.0.3", MODULE);
    String home = machine.resolve("named").toString();
    assertEquals(named, find(Map.of("LANEWISE_JAVA_HOME", home)).java());
    install("named", "21", MODULE);
    Throwable error =
        assertThrows(FileNotFoundException.class, () -> find(Map.of("LANEWISE_JAVA_HOME", home)));
    assertEquals("LANEWISE_JAVA_HOME (" + home + ") is not a JDK 25 or newer", error.getMessage());
  }

  @Test
  void looksIntoBundles() throws IOException {
    Path wanted = install("jvm/temurin-25.jdk/Contents/Home", "25", MODULE);
    assertEquals(wanted, find(Map.of()).java());
  }

  @Test
  void passesOverWhatIsNoWholeJdk() throws IOException {
    install("jvm/small", "25", "java.base java.logging");
    install("jvm/strange", "unknown", MODULE);
    Files.createDirectories(machine.resolve("jvm/empty"));
    Files.delete(install("jvm/broken", "25", MODULE));
    Throwable error = assertThrows(FileNotFoundException.class, () -> find(Map.of()));
    assertTrue(error.getMessage().startsWith("needs a JDK 25 or newer"), error.getMessage());
    assertTrue(error.getMessage().contains(machine.resolve("jvm").toString()), error.getMessage());
    assertTrue(error.getMessage().contains("set LANEWISE_JAVA_HOME"), error.getMessage());
    assertEquals(1, error.getMessage().lines().count());
  }

  private Jdk find(Map<String, String> environment) throws IOException {
    List<Path> folders = List.of(machine.resolve("jvm"), machine.resolve("not there"));
    return new InstalledJdks(environment, machine.resolve("running"), folders, MODULE).find();
  }

  private Path install(String home, String version, String modules) throws IOException {
    Path java = machine.resolve(home).resolve("bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "");
    assertTrue(java.toFile().setExecutable(true));
    Files.writeString(
        machine.resolve(home).resolve("release"),
        "JAVA_VERSION=\"%s\"%nMODULES=\"%s\"%n".formatted(version, modules));
    return java;
  }
}
