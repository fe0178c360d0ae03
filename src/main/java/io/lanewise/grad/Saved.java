package io.lanewise.grad;

import io.lanewise.Tensor;
import io.lanewise.internal.Internal;
import io.lanewise.memory.Storage;

/**
 * A value that a rule will read in the backward pass, and the state in which it must still be then.
 *
 * @param storage where it is
 * @param version how often that had been written when the operation read it
 */
record Saved(Storage storage, long version) {

  static Saved of(Tensor value) {
    Storage storage = Internal.view(value).storage();
    return new Saved(storage, storage.version());
  }

  void check(String operation) {
    if (storage.version() != version) {
      throw new IllegalStateException(
          "backward: "
              + operation
              + ": a value that its derivative needs was changed in place after the operation ("
              + (storage.version() - version)
              + " times); change a copy(), or change it after the backward pass");
    }
  }
}
