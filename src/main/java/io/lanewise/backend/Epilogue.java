package io.lanewise.backend;

import io.lanewise.Activation;
import io.lanewise.memory.View;
import org.jspecify.annotations.Nullable;

/**
 * What a matrix product does to its result while it is still in registers or cache.
 *
 * @param bias added to each row of the result, of shape (n), or null
 * @param activation applied to each element, after the bias
 */
public record Epilogue(@Nullable View bias, Activation activation) {
  /** Nothing. */
  public static final Epilogue NONE = new Epilogue(null, Activation.NONE);
}
