package io.lanewise.nn;

import io.lanewise.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Attention} computes. Start from {@link #auto()} and change what you need.
 *
 * @param mask BOOL, true where a query may attend to a key, or of the operands' type, added to the
 *     scores; broadcast to the shape of the scores (..., queries, keys); null for none
 * @param causal whether a query attends to no key after its own position; see {@link Attention}
 * @param scale factor of the scores, or NaN for {@code 1/sqrt(d)}
 */
@SuppressWarnings("exports") // @Nullable is for tools; users of the library need no JSpecify
public record AttentionOptions(@Nullable Tensor mask, boolean causal, double scale) {

  /**
   * Checks the scale.
   *
   * @throws IllegalArgumentException if it is infinite
   */
  public AttentionOptions {
    if (Double.isInfinite(scale)) {
      throw new IllegalArgumentException(
          "AttentionOptions: the scale is " + scale + "; a finite number is needed");
    }
  }

  /**
   * The defaults: no mask, not causal, scores times {@code 1/sqrt(d)}.
   *
   * @return the options
   */
  public static AttentionOptions auto() {
    return new AttentionOptions(null, false, Double.NaN);
  }

  /**
   * With another mask.
   *
   * @param which BOOL or of the operands' type, or null for none
   * @return new options
   */
  public AttentionOptions withMask(@Nullable Tensor which) {
    return new AttentionOptions(which, causal, scale);
  }

  /**
   * With or without causality.
   *
   * @param on whether later keys are left out
   * @return new options
   */
  public AttentionOptions withCausal(boolean on) {
    return new AttentionOptions(mask, on, scale);
  }

  /**
   * With another scale.
   *
   * @param factor of the scores; finite
   * @return new options
   * @throws IllegalArgumentException if it is no finite number
   */
  public AttentionOptions withScale(double factor) {
    if (Double.isNaN(factor)) {
      throw new IllegalArgumentException("AttentionOptions: the scale is NaN");
    }
    return new AttentionOptions(mask, causal, factor);
  }
}
