package io.lanewise.backend;

import io.lanewise.memory.View;
import org.jspecify.annotations.Nullable;

/**
 * What a matrix product does to its result while it is still in registers or cache.
 *
 * @param bias added to each row of the result, of shape (n), or null
 */
public record Epilogue(@Nullable View bias) {
  /** Nothing. */
  public static final Epilogue NONE = new Epilogue(null);
}
