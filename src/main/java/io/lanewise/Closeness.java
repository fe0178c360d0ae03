package io.lanewise;

import io.lanewise.memory.HostMemory;
import io.lanewise.memory.Storage;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/** Compares the contents of two tensors, on the host. */
final class Closeness {
  private Closeness() {}

  /** Compares two rows of elements. */
  @FunctionalInterface
  private interface Rows {
    boolean agree(HostMemory a, long aRow, HostMemory b, long bRow);
  }

  static boolean close(View a, View b) {
    return switch (a.dtype()) {
      case F64 -> close(a, b, 1e-9, 1e-12);
      case F32 -> close(a, b, 1e-5, 1e-7);
      case F16 -> close(a, b, 4e-3, 1e-5);
      case BF16 -> close(a, b, 3e-2, 1e-5);
      case BOOL, U8, I8, I32 -> close(a, b, 0, 0);
      case I64 -> {
        comparable(a, b);
        yield sameBits(a, b); // a double would not hold them all
      }
    };
  }

  static boolean close(View a, View b, double relative, double absolute) {
    comparable(a, b);
    DType dtype = a.dtype();
    Walk walk = new Walk(a);
    long length = walk.length();
    long aStride = walk.stride();
    long bStride = new Walk(b).stride();
    return rowsAgree(
        a,
        b,
        (aHost, aRow, bHost, bRow) -> {
          for (long i = 0; i < length; i++) {
            double x = Elements.read(aHost, dtype, aRow + i * aStride);
            double y = Elements.read(bHost, dtype, bRow + i * bStride);
            // Written so that NaN disagrees; equal infinities have a difference of NaN.
            boolean near = Math.abs(x - y) <= absolute + relative * Math.abs(y);
            if (x != y && !(near && Double.isFinite(y))) {
              return false;
            }
          }
          return true;
        });
  }

  private static void comparable(View a, View b) {
    Check.same("allClose", a, b);
    if (!a.shape().equals(b.shape())) {
      throw new ShapeException(
          "allClose: shapes "
              + a.shape()
              + " and "
              + b.shape()
              + " differ; broadcastTo(...) first if that is meant");
    }
  }

  static boolean sameBits(View a, View b) {
    if (a.dtype() != b.dtype() || !a.shape().equals(b.shape())) {
      return false;
    }
    long bytes = a.dtype().bytes();
    Walk walk = new Walk(a);
    long length = walk.length();
    long aStride = walk.stride();
    long bStride = new Walk(b).stride();
    // Runs of neighbours are compared at once, otherwise each element is a run.
    long run = length <= 1 || aStride == 1 && bStride == 1 ? length : 1;
    return rowsAgree(
        a,
        b,
        (aHost, aRow, bHost, bRow) -> {
          for (long i = 0; i < length; i += run) {
            long aAt = aHost.origin() + (aRow + i * aStride) * bytes;
            long bAt = bHost.origin() + (bRow + i * bStride) * bytes;
            if (MemorySegment.mismatch(
                    aHost.base(), aAt, aAt + run * bytes, bHost.base(), bAt, bAt + run * bytes)
                >= 0) {
              return false;
            }
          }
          return true;
        });
  }

  private static boolean rowsAgree(View a, View b, Rows rows) {
    Storage left = a.storage();
    Storage right = b.storage();
    left.acquire();
    try {
      right.acquire();
      try {
        HostMemory aHost = left.host();
        HostMemory bHost = right.host();
        Walk aWalk = new Walk(a);
        Walk bWalk = new Walk(b);
        while (aWalk.next() && bWalk.next()) {
          if (!rows.agree(aHost, aWalk.row(), bHost, bWalk.row())) {
            return false;
          }
        }
        return true;
      } finally {
        right.release();
        Reference.reachabilityFence(right);
      }
    } finally {
      left.release();
      Reference.reachabilityFence(left);
    }
  }
}
