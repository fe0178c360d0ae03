package io.lanewise.cpu.blas;

/** The part of a result that is computed. */
enum Triangle {
  /** All of it. */
  ALL,
  /** What is not above the diagonal. */
  LOWER,
  /** What is not below the diagonal. */
  UPPER;

  Triangle transpose() {
    return switch (this) {
      case ALL -> ALL;
      case LOWER -> UPPER;
      case UPPER -> LOWER;
    };
  }

  /** First column that row i has in the range from j. */
  int first(int i, int j) {
    return this == UPPER ? Math.max(i, j) : j;
  }

  /** The column behind the last that row i has in the range up to j. */
  int end(int i, int j) {
    return this == LOWER ? Math.min(i + 1, j) : j;
  }

  /** Whether a rectangle has no element in the triangle. */
  boolean misses(int row, int rows, int column, int columns) {
    return switch (this) {
      case ALL -> false;
      case LOWER -> column > row + rows - 1;
      case UPPER -> row > column + columns - 1;
    };
  }

  /** Whether all elements of a rectangle are in the triangle. */
  boolean contains(int row, int rows, int column, int columns) {
    return switch (this) {
      case ALL -> true;
      case LOWER -> column + columns - 1 <= row;
      case UPPER -> row + rows - 1 <= column;
    };
  }
}
