package io.lanewise.jmh.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One benchmark with one choice of parameters, as JMH reports it.
 *
 * @param parameters name and value
 * @param metrics secondary results: for each fork the values of its iterations
 */
record Entry(Map<String, String> parameters, Map<String, List<double[]>> metrics) {
  /** What tells the rows of a table apart, and where a row stands on a plot's axis. */
  private static final Set<String> ROWS = Set.of("n", "operation", "shape", "form", "row");

  /**
   * Reads a file of JMH's.
   *
   * @param file the results of one family
   * @return its entries in their order
   */
  static List<Entry> read(Path file) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Object result : list(Json.parse(Files.readString(file)))) {
      Map<String, Object> fields = object(result);
      Map<String, String> parameters = new LinkedHashMap<>();
      object(fields.get("params")).forEach((name, value) -> parameters.put(name, (String) value));
      Map<String, List<double[]>> metrics = new LinkedHashMap<>();
      object(fields.get("secondaryMetrics"))
          .forEach((name, value) -> metrics.put(name, forks(object(value).get("rawData"))));
      entries.add(new Entry(parameters, metrics));
    }
    return entries;
  }

  /** The row: a size, a shape or an operation. */
  String row() {
    return parameters.entrySet().stream()
        .filter(parameter -> ROWS.contains(parameter.getKey()))
        .map(parameter -> words(parameter.getValue()))
        .collect(Collectors.joining(" "));
  }

  /** The table: everything else. */
  String table() {
    return parameters.entrySet().stream()
        .filter(parameter -> !ROWS.contains(parameter.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .map(
            parameter ->
                parameter.getKey().equals("threads")
                    ? parameter.getValue()
                        + (parameter.getValue().equals("1") ? " thread" : " threads")
                    : words(parameter.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** Whether a parameter has a value. */
  boolean is(String parameter, String value) {
    return value.equals(parameters.get(parameter));
  }

  /** Everyone who was measured, Lanewise first. */
  List<String> contenders() {
    Set<String> names = new TreeSet<>();
    for (String metric : metrics.keySet()) {
      if (metric.endsWith(".share")) {
        names.add(metric.substring(0, metric.length() - ".share".length()));
      }
    }
    List<String> ordered = new ArrayList<>(Report.order());
    ordered.retainAll(names);
    names.removeAll(ordered);
    ordered.addAll(names);
    return ordered;
  }

  /** The best value of all iterations, NaN if there is none. */
  double best(String metric) {
    return values(metric).max().orElse(Double.NaN);
  }

  /** The middle value of all iterations, NaN if there is none. */
  double median(String metric) {
    return median(values(metric).toArray());
  }

  /** The middle value of each fork. */
  double[] forks(String metric) {
    return metrics.getOrDefault(metric, List.of()).stream().mapToDouble(Entry::median).toArray();
  }

  private java.util.stream.DoubleStream values(String metric) {
    return metrics.getOrDefault(metric, List.of()).stream().flatMapToDouble(Arrays::stream);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** F32 and F64 as f32 and f64, ADD_IN_PLACE as "add in place". */
  private static String words(String value) {
    return value.toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private static List<double[]> forks(Object raw) {
    return list(raw).stream()
        .map(fork -> list(fork).stream().mapToDouble(value -> (Double) value).toArray())
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object json) {
    return (List<Object>) json;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object json) {
    return json == null ? Map.of() : (Map<String, Object>) json;
  }
}
