package io.lanewise.memory;

/**
 * Rectangles of one matrix: blocked algorithms read one block of columns and write the next, whose
 * elements alternate in memory but are not the same.
 */
final class Rectangles {
  private Rectangles() {}

  /**
   * Whether two views of one storage are rectangles of the same matrix without a common element.
   *
   * @param a a view with elements
   * @param b another
   * @return false also where that cannot be told
   */
  static boolean apart(View a, View b) {
    if (a.rank() != 2 || b.rank() != 2 || a.dtype() != b.dtype()) {
      return false;
    }
    long[] steps = a.strides();
    long[] others = b.strides();
    if (steps[0] != others[0] || steps[1] != others[1]) {
      return false;
    }
    if (Math.abs(steps[0]) >= Math.abs(steps[1])) {
      return apart(a.lowest(), a, b.lowest(), b, Math.abs(steps[0]), Math.abs(steps[1]), 0);
    }
    return apart(a.lowest(), a, b.lowest(), b, Math.abs(steps[1]), Math.abs(steps[0]), 1);
  }

  /** With the axis of the larger step, here called that of rows, given. */
  private static boolean apart(
      long aLow, View a, long bLow, View b, long rowStep, long columnStep, int rowAxis) {
    if (columnStep == 0 || rowStep % columnStep != 0) {
      return false;
    }
    long width = rowStep / columnStep; // of the matrix
    long aColumns = a.size(1 - rowAxis);
    long bColumns = b.size(1 - rowAxis);
    long distance = bLow - aLow;
    if (distance % columnStep != 0) {
      return true; // between the columns of a
    }
    long row = Math.floorDiv(distance / columnStep, width);
    long column = Math.floorMod(distance / columnStep, width);
    if (aColumns > width || column + bColumns > width) {
      return false; // it goes on in the next row
    }
    long aRows = a.size(rowAxis);
    long bRows = b.size(rowAxis);
    return column >= aColumns || row >= aRows || row + bRows <= 0;
  }
}
