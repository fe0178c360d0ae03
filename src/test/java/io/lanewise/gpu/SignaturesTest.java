package io.lanewise.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What the GPU engine is compiled against says the same as TornadoVM's API does. */
class SignaturesTest {
  private static final String PREFIX = "uk/ac/manchester/tornado/api/";

  @Test
  void theApiHasWhatTheSignaturesSay() throws Exception {
    Path signatures = folder("lanewise.test.signatures");
    Path api = folder("lanewise.test.api");
    List<String> names = classes(signatures);
    assertFalse(names.isEmpty());
    Assumptions.assumeTrue(
        classes(api).size() > names.size(), "no SDK: compiled against the signatures themselves");
    TreeSet<String> missing = new TreeSet<>();
    try (URLClassLoader ours = loader(signatures);
        URLClassLoader theirs = loader(api)) {
      for (String name : names) {
        Class<?> own = Class.forName(name, false, ours);
        Class<?> real = Class.forName(name, false, theirs);
        missing.addAll(members(own));
        missing.removeAll(members(real));
        constants(own, real);
      }
    }
    assertEquals(new TreeSet<>(), missing);
  }

  private static Path folder(String property) {
    String path = System.getProperty(property);
    Assumptions.assumeTrue(path != null, "only in the build");
    return Path.of(path);
  }

  private static URLClassLoader loader(Path folder) throws Exception {
    return new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
  }

  private static List<String> classes(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .filter(name -> name.startsWith(PREFIX) && name.endsWith(".class"))
          .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
          .toList();
    }
  }

  /** The public members, inherited ones too, with their types and whether they are static. */
  private static TreeSet<String> members(Class<?> type) {
    TreeSet<String> members = new TreeSet<>();
    for (Method method : type.getMethods()) {
      if (method.getDeclaringClass() != Object.class && !method.isBridge()) {
        members.add(
            type.getName()
                + (Modifier.isStatic(method.getModifiers()) ? " static " : " ")
                + method.getReturnType().getName()
                + " "
                + method.getName()
                + parameters(method.getParameterTypes()));
      }
    }
    for (var constructor : type.getConstructors()) {
      members.add(type.getName() + " new" + parameters(constructor.getParameterTypes()));
    }
    for (Field field : type.getFields()) {
      members.add(type.getName() + " " + field.getType().getName() + " " + field.getName());
    }
    return members;
  }

  private static String parameters(Class<?>[] types) {
    return Stream.of(types).map(Class::getName).toList().toString();
  }

  /** The compiler writes the values of constants into our classes. */
  private static void constants(Class<?> own, Class<?> real) throws Exception {
    for (Field field : own.getFields()) {
      if (field.getType() == int.class && Modifier.isStatic(field.getModifiers())) {
        assertEquals(field.getInt(null), real.getField(field.getName()).getInt(null));
      }
    }
  }
}
