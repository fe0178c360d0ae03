package io.lanewise.jmh;

import io.lanewise.jmh.measure.Rates;
import io.lanewise.jmh.report.Machine;
import io.lanewise.jmh.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the families one after the other and keeps JMH's results, without what names this place. */
final class Suite {
  private static final List<Class<?>> FAMILIES =
      List.of(
          Gemm.class,
          GemmOdd.class,
          GemmTiny.class,
          GemmShapes.class,
          GemmForms.class,
          Batched.class,
          TwoThreads.class,
          Mixture.class,
          WarmUp.class,
          Gemv.class,
          SmallWeights.class,
          Blas1.class,
          Blas2.class,
          Blas3.class,
          Elementwise.class,
          Reduction.class,
          Factors.class,
          Eigen.class,
          GeneralEigen.class,
          Svd.class,
          ManyDecompositions.class,
          Attention.class,
          Allocation.class);

  /** JMH writes the path of the JVM into its results. */
  private static final Pattern PATH = Pattern.compile("\\n *\"jvm\" : \"[^\"]*\",");

  private Suite() {}

  /**
   * Runs families and writes their results and the report.
   *
   * @param folder named after the kind of machine; made if it is not there
   * @param arguments names of families, all if there is none, then options of JMH's
   */
  static void run(Path folder, String[] arguments)
      throws IOException, InterruptedException, RunnerException, CommandLineOptionException {
    List<Class<?>> chosen = new ArrayList<>();
    int options = 0;
    while (options < arguments.length && !arguments[options].startsWith("-")) {
      chosen.add(family(arguments[options]));
      options++;
    }
    String[] rest = Arrays.copyOfRange(arguments, options, arguments.length);
    Files.createDirectories(folder);
    Machine.write(folder);
    for (Class<?> family : chosen.isEmpty() ? FAMILIES : chosen) {
      run(family, folder, rest);
    }
    Report.write(folder);
  }

  private static Class<?> family(String name) {
    for (Class<?> family : FAMILIES) {
      if (family.getSimpleName().equalsIgnoreCase(name)) {
        return family;
      }
    }
    throw new IllegalArgumentException(
        name
            + ": no family of benchmarks; there are "
            + FAMILIES.stream().map(Class::getSimpleName).toList());
  }

  private static void run(Class<?> family, Path folder, String[] arguments)
      throws IOException, RunnerException, CommandLineOptionException {
    Path raw = Files.createTempFile("lanewise", ".json");
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .parent(new CommandLineOptions(arguments))
            .include(Pattern.quote(family.getName()) + "\\.")
            .shouldFailOnError(true)
            .resultFormat(ResultFormatType.JSON)
            .result(raw.toString());
    options.addProfiler(family == Allocation.class ? GCProfiler.class : Rates.class);
    new Runner(options.build()).run();
    String name = family.getSimpleName().toLowerCase(Locale.ROOT) + ".json";
    Files.writeString(folder.resolve(name), PATH.matcher(Files.readString(raw)).replaceAll(""));
    Files.delete(raw);
  }
}
