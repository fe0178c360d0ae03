package io.lanewise.grad;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A result that the rule of its own operation reads.
 *
 * @param <T> a variable, or several
 */
final class Later<T> {
  private @Nullable T result;

  T set(T value) {
    result = value;
    return value;
  }

  T get() {
    return Objects.requireNonNull(result);
  }
}
