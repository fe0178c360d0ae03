package io.lanewise.cli;

import io.lanewise.DType;
import java.util.Locale;

/** Types that compute, as they are written on the command line. */
enum ElementType {
  /** 32 bits. */
  F32(DType.F32),
  /** 64 bits. */
  F64(DType.F64);

  private final DType dtype;

  ElementType(DType dtype) {
    this.dtype = dtype;
  }

  DType dtype() {
    return dtype;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
