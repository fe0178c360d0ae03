package io.lanewise.grad;

/**
 * Whether operations on {@link Variable} remember how to differentiate. They do by default; inside
 * {@link #off} they only compute, and hold on to nothing.
 *
 * <p>Every operation asks once, when it begins, on the calling thread. The state travels in a
 * {@link ScopedValue}, so it does not reach threads that the block hands work to: call {@code off}
 * there.
 */
public final class Recording {
  private static final ScopedValue<Boolean> ON = ScopedValue.newInstance();

  private Recording() {}

  /**
   * Whether operations of the calling thread are recorded now.
   *
   * @return false inside {@link #off}
   */
  public static boolean isOn() {
    return !ON.isBound() || ON.get();
  }

  /**
   * Computes without recording: for evaluation, sampling, and the updates of an optimiser.
   *
   * @param code what to run, on the calling thread
   * @param <T> type of the result
   * @param <X> type of the exception that it may throw
   * @return what it returns
   * @throws X what it throws
   */
  public static <T, X extends Throwable> T off(ScopedValue.CallableOp<? extends T, X> code)
      throws X {
    return set(false, code);
  }

  static <T, X extends Throwable> T set(boolean on, ScopedValue.CallableOp<? extends T, X> code)
      throws X {
    return ScopedValue.where(ON, on).call(code);
  }
}
