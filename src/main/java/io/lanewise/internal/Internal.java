package io.lanewise.internal;

import io.lanewise.Engine;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.memory.View;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * What {@code linalg}, {@code nn} and {@code io} need of {@link Tensor} and {@link Engine}, and
 * users must not see.
 */
public abstract class Internal {
  private static volatile @Nullable Internal door;

  /** For {@link Tensor}. */
  protected Internal() {}

  /**
   * Opens the door; called once, by {@link Tensor}.
   *
   * @param implementation how to get in
   */
  public static void open(Internal implementation) {
    door = implementation;
  }

  private static Internal door() {
    Internal open = door;
    if (open == null) {
      try {
        MethodHandles.lookup().ensureInitialized(Tensor.class);
      } catch (IllegalAccessException impossible) {
        throw new AssertionError(impossible);
      }
      open = java.util.Objects.requireNonNull(door);
    }
    return open;
  }

  /**
   * The view behind a tensor.
   *
   * @param tensor a tensor
   * @return its view
   */
  public static View view(Tensor tensor) {
    return door().viewOf(tensor);
  }

  /**
   * A tensor over a view.
   *
   * @param view a view
   * @return the tensor
   */
  public static Tensor tensor(View view) {
    return door().tensorOf(view);
  }

  /**
   * The backend of an engine.
   *
   * @param engine an engine
   * @return its backend
   */
  public static Backend backend(Engine engine) {
    return door().backendOf(engine);
  }

  /**
   * An engine of another backend, such as one that measures what it passes on.
   *
   * @param backend does the work
   * @return a new engine
   */
  public static Engine engine(Backend backend) {
    return door().engineOf(backend);
  }

  /**
   * See {@link #view}.
   *
   * @param tensor a tensor
   * @return its view
   */
  protected abstract View viewOf(Tensor tensor);

  /**
   * See {@link #tensor}.
   *
   * @param view a view
   * @return the tensor
   */
  protected abstract Tensor tensorOf(View view);

  /**
   * See {@link #backend}.
   *
   * @param engine an engine
   * @return its backend
   */
  protected abstract Backend backendOf(Engine engine);

  /**
   * See {@link #engine}.
   *
   * @param backend a backend
   * @return a new engine
   */
  protected abstract Engine engineOf(Backend backend);
}
