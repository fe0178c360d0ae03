package io.lanewise.cli.compress;

import io.lanewise.io.SafeTensors;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which tensors of a file are factors of which weight: NAME.u and NAME.v are those of NAME, and the
 * metadata say for which names that holds.
 */
final class FactorNames {
  /** The metadata: names, one a line. */
  static final String KEY = "lanewise.factors";

  static final String U = ".u";
  static final String V = ".v";

  private FactorNames() {}

  /**
   * Whether a weight can be replaced by its factors: their names are free, and its own can be told.
   *
   * @param names all names of the file
   * @param name the weight's
   * @return true if so
   */
  static boolean areFree(Set<String> names, String name) {
    return name.indexOf('\n') < 0 && !names.contains(name + U) && !names.contains(name + V);
  }

  /**
   * The metadata of a file with factors.
   *
   * @param before the metadata of the file without
   * @param weights names of the weights that were replaced
   * @return the same, and those names
   */
  static Map<String, String> with(Map<String, String> before, Collection<String> weights) {
    Set<String> all = new LinkedHashSet<>();
    if (before.containsKey(KEY)) {
      all.addAll(List.of(before.get(KEY).split("\n", -1)));
    }
    all.addAll(weights);
    Map<String, String> metadata = new LinkedHashMap<>(before);
    if (!all.isEmpty()) {
      metadata.put(KEY, String.join("\n", all));
    }
    return metadata;
  }

  /**
   * The metadata of a file whose factors were multiplied.
   *
   * @param before the metadata of the file with them
   * @return the same without the names
   */
  static Map<String, String> without(Map<String, String> before) {
    Map<String, String> metadata = new LinkedHashMap<>(before);
    metadata.remove(KEY);
    return metadata;
  }

  /**
   * The weights that a file has as factors: those that its metadata name; or, if they name none,
   * all NAME.u and NAME.v whose shapes are (m, k) and (k, n).
   *
   * @param file the file
   * @return names of weights
   * @throws IllegalArgumentException if the metadata name one whose factors are not there
   */
  static Set<String> of(SafeTensors file) {
    Set<String> weights = named(file);
    if (!weights.isEmpty()) {
      return weights;
    }
    for (String name : file.names()) {
      String weight = name.endsWith(U) ? name.substring(0, name.length() - U.length()) : "";
      if (!weight.isEmpty() && !file.names().contains(weight) && isPair(file, weight)) {
        weights.add(weight);
      }
    }
    return weights;
  }

  private static Set<String> named(SafeTensors file) {
    Set<String> weights = new LinkedHashSet<>();
    String names = file.metadata().get(KEY);
    for (String name : names == null ? new String[0] : names.split("\n", -1)) {
      if (!isPair(file, name)) {
        throw new IllegalArgumentException(
            "the metadata say that '"
                + name
                + "' is there as factors, but there are no tensors NAME.u (m x k) and NAME.v"
                + " (k x n)");
      }
      if (file.names().contains(name)) {
        throw new IllegalArgumentException(
            "the weight '" + name + "' comes twice: as it is, and as factors");
      }
      weights.add(name);
    }
    return weights;
  }

  /**
   * The tensors that are factors already, so that they are not taken for weights.
   *
   * @param file the file
   * @return their names, if its metadata tell them
   * @throws IllegalArgumentException if the metadata name a weight whose factors are not there
   */
  static Set<String> listed(SafeTensors file) {
    Set<String> factors = new LinkedHashSet<>();
    for (String weight : named(file)) {
      factors.add(weight + U);
      factors.add(weight + V);
    }
    return factors;
  }

  private static boolean isPair(SafeTensors file, String weight) {
    if (!file.names().contains(weight + U) || !file.names().contains(weight + V)) {
      return false;
    }
    SafeTensors.Entry u = file.entry(weight + U);
    SafeTensors.Entry v = file.entry(weight + V);
    return u.shape().rank() == 2
        && v.shape().rank() == 2
        && u.shape().size(1) == v.shape().size(0)
        && u.type().equals(v.type())
        && u.dtype().filter(type -> type.isFloating()).isPresent();
  }
}
