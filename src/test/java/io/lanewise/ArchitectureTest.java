package io.lanewise;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The layers: who may use whom. Everything calls down, nothing calls up. */
class ArchitectureTest {
  /** The packages that are exported, as soon as they exist. */
  private static final Set<String> PUBLIC =
      Set.of(
          "io.lanewise",
          "io.lanewise.linalg",
          "io.lanewise.nn",
          "io.lanewise.grad",
          "io.lanewise.io");

  private static final URI LOCATION =
      URI.create(DType.class.getProtectionDomain().getCodeSource().getLocation().toString());

  private static final JavaClasses LIBRARY =
      new ClassFileImporter().importLocations(Set.of(Location.of(LOCATION)));

  /** What every layer may use: the element types, shapes and exceptions. */
  private static final DescribedPredicate<JavaClass> LEAF =
      describe(
          "leaf",
          c ->
              c.getPackageName().equals("io.lanewise")
                  && (Set.of("DType", "Shape", "Activation").contains(outermost(c).getSimpleName())
                      || c.isAssignableTo(Throwable.class)
                      || c.getSimpleName().equals("package-info")));

  /** The enums of the backend's contract, such as the unary functions. */
  private static final DescribedPredicate<JavaClass> OPERATIONS =
      describe(
          "names of operations",
          c ->
              c.getPackageName().equals("io.lanewise.backend")
                  && (c.isEnum() || outermost(c).isEnum()));

  @Test
  void onlyTheSimdKernelsUseTheVectorModule() {
    check(
        noClasses()
            .that(not(resideInAPackage("io.lanewise.kernel.simd..")))
            .should()
            .dependOnClassesThat(resideInAPackage("jdk.incubator..")));
  }

  @Test
  void onlyTheGpuBackendUsesTornado() {
    check(
        noClasses()
            .that(not(resideInAPackage("io.lanewise.gpu..")))
            .should()
            .dependOnClassesThat(resideInAPackage("uk.ac.manchester.tornado..")));
  }

  @Test
  void memoryStandsOnTheLeafAlone() {
    layer("memory").mayUse();
  }

  @Test
  void theBackendContractKnowsMemoryOnly() {
    layer("backend").mayUse("memory");
  }

  @Test
  void kernelsKnowMemoryAndTheNamesOfOperations() {
    layer("kernel").or(OPERATIONS).mayUse("memory");
  }

  @Test
  void theCpuBackendCallsDown() {
    layer("cpu").mayUse("memory", "kernel", "backend");
  }

  @Test
  void theGpuBackendStandsOnTheContract() {
    layer("gpu").or(resideInAPackage("uk.ac.manchester.tornado..")).mayUse("memory", "backend");
  }

  @Test
  void theLeafStandsOnJavaAlone() {
    check(
        classes()
            .that(LEAF)
            .should()
            .onlyDependOnClassesThat(
                elementsOf(LEAF.or(resideInAnyPackage("java..", "org.jspecify..")))));
  }

  @Test
  void subpackagesHaveNoCycles() {
    check(slices().matching("io.lanewise.(*)..").should().beFreeOfCycles());
  }

  @Test
  void thePublicPackagesAreExportedAndNoOthers() {
    Set<String> expected = packages();
    expected.retainAll(PUBLIC);
    ModuleDescriptor module =
        ModuleFinder.of(Path.of(LOCATION)).find("io.lanewise").orElseThrow().descriptor();
    Set<String> exported =
        module.exports().stream()
            .filter(export -> !export.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet());
    assertEquals(expected, exported);
  }

  @Test
  void everyPackageIsNullMarked() throws ClassNotFoundException {
    for (String name : packages()) {
      Class<?> info = Class.forName(name + ".package-info");
      assertTrue(info.isAnnotationPresent(NullMarked.class), name + " is not @NullMarked");
    }
  }

  private static Set<String> packages() {
    return LIBRARY.stream()
        .map(JavaClass::getPackageName)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static JavaClass outermost(JavaClass c) {
    return c.getEnclosingClass().map(ArchitectureTest::outermost).orElse(c);
  }

  /** Applies to arrays what is said of their elements' type. */
  private static DescribedPredicate<JavaClass> elementsOf(DescribedPredicate<JavaClass> types) {
    return describe(
        types.getDescription(),
        c -> c.getBaseComponentType().isPrimitive() || types.test(c.getBaseComponentType()));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(LIBRARY);
  }

  private static Layer layer(String name) {
    return new Layer(
        name,
        LEAF.or(resideInAnyPackage("java..", "javax..", "jdk..", "com.sun.management.."))
            .or(resideInAnyPackage("org.jspecify..", "io.lanewise." + name + "..")));
  }

  /** A subpackage and what it may use: itself, the leaf, Java, and more. */
  private record Layer(String name, DescribedPredicate<JavaClass> allowed) {
    Layer or(DescribedPredicate<JavaClass> more) {
      return new Layer(name, allowed.or(more));
    }

    void mayUse(String... below) {
      DescribedPredicate<JavaClass> all = allowed;
      for (String other : below) {
        all = all.or(resideInAPackage("io.lanewise." + other + ".."));
      }
      check(
          classes()
              .that()
              .resideInAPackage("io.lanewise." + name + "..")
              .should()
              .onlyDependOnClassesThat(elementsOf(all)));
    }
  }
}
