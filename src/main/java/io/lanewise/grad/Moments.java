package io.lanewise.grad;

import io.lanewise.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Running means that an optimiser keeps, one for each parameter. */
final class Moments {
  private final String suffix;
  private final Map<String, Tensor> means = new LinkedHashMap<>();

  Moments(String suffix, Map<String, Variable> parameters) {
    this.suffix = suffix;
    parameters.forEach(
        (name, parameter) ->
            means.put(name, Tensor.zeros(parameter.dtype(), parameter.shape().toArray())));
  }

  Tensor of(String parameter) {
    return java.util.Objects.requireNonNull(means.get(parameter));
  }

  void putInto(Map<String, Tensor> state) {
    means.forEach((name, mean) -> state.put(name + suffix, mean));
  }

  void restore(Map<String, Tensor> state) {
    means.forEach(
        (name, mean) -> {
          Tensor stored = state.get(name + suffix);
          if (stored == null
              || !stored.shape().equals(mean.shape())
              || stored.dtype() != mean.dtype()) {
            throw new IllegalArgumentException(
                "restore: "
                    + name
                    + suffix
                    + " must be "
                    + mean.dtype()
                    + mean.shape()
                    + ", but is "
                    + (stored == null ? "not there" : stored.dtype() + "" + stored.shape()));
          }
          mean.copyFrom(stored);
        });
  }

  static void requireRate(double rate) {
    if (!(rate >= 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(
          "step: the learning rate is " + rate + "; a finite number from 0 is needed");
    }
  }

  static void requireShare(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " is " + value + "; from 0 and below 1 is needed");
    }
  }

  static void requireNotNegative(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          name + " is " + value + "; a finite number from 0 is needed");
    }
  }
}
