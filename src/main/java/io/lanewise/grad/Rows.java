package io.lanewise.grad;

import io.lanewise.Engine;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.internal.Internal;

/**
 * Rows and elements chosen by numbers: the one place for a primitive of the backend that does the
 * same at once. Ids are read first, so that one outside throws before anything is written.
 */
final class Rows {
  private Rows() {}

  static void take(Tensor table, Tensor ids, Tensor rows) {
    long[] which = ids("takeRows", ids, table.size(0));
    if (fits(table, rows) && backend().takeRows(Internal.view(table), which, Internal.view(rows))) {
      return;
    }
    for (int i = 0; i < which.length; i++) {
      rows.slice(Slice.at(i)).copyFrom(table.slice(Slice.at(which[i])));
    }
  }

  static void add(Tensor rows, Tensor ids, Tensor table) {
    long[] which = ids("takeRows", ids, table.size(0));
    if (fits(table, rows) && backend().addRows(Internal.view(rows), which, Internal.view(table))) {
      return;
    }
    for (int i = 0; i < which.length; i++) {
      table.slice(Slice.at(which[i])).addInPlace(rows.slice(Slice.at(i)));
    }
  }

  /** Whether both are what the backend's primitives ask for. */
  private static boolean fits(Tensor table, Tensor rows) {
    return table.rank() == 2
        && table.isContiguous()
        && rows.isContiguous()
        && !Internal.view(table).storage().host().foreign()
        && !Internal.view(rows).storage().host().foreign();
  }

  private static Backend backend() {
    return Internal.backend(Engine.current());
  }

  static void pick(Tensor x, Tensor ids, Tensor picked) {
    long n = x.size(-1);
    long[] which = ids("pick", ids, n);
    Tensor from = x.contiguous().flatten();
    Tensor to = picked.flatten();
    for (int i = 0; i < which.length; i++) {
      to.set(from.get(i * n + which[i]), i);
    }
  }

  /** The target is contiguous. */
  static void place(Tensor picked, Tensor ids, Tensor x) {
    long n = x.size(-1);
    long[] which = ids("pick", ids, n);
    Tensor from = picked.contiguous().flatten();
    Tensor to = x.flatten();
    for (int i = 0; i < which.length; i++) {
      to.set(from.get(i), i * n + which[i]);
    }
  }

  private static long[] ids(String operation, Tensor ids, long limit) {
    long[] which = ids.contiguous().flatten().toLongArray();
    for (int i = 0; i < which.length; i++) {
      if (which[i] < 0 || which[i] >= limit) {
        throw new IndexOutOfBoundsException(
            operation
                + ": id "
                + which[i]
                + " at place "
                + i
                + " is not between 0 and "
                + (limit - 1));
      }
    }
    return which;
  }
}
