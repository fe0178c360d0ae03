package io.lanewise;

import io.lanewise.backend.Backend;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;

/** A strided, n-dimensional view over off-heap memory: rank 1 is a vector, rank 2 a matrix. */
public final class Tensor {
  static {
    Internal.open(
        new Internal() {
          @Override
          protected View viewOf(Tensor tensor) {
            return tensor.view;
          }

          @Override
          protected Tensor tensorOf(View view) {
            return new Tensor(view);
          }

          @Override
          protected Backend backendOf(Engine engine) {
            return engine.backend();
          }
        });
  }

  private final View view;

  private Tensor(View view) {
    this.view = view;
  }
}
