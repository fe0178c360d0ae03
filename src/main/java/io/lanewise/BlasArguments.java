package io.lanewise;

/**
 * Checks of a BLAS's arguments. Numbers of parameters are those of the reference implementation,
 * which knows no offsets.
 */
final class BlasArguments {
  private BlasArguments() {}

  private static IllegalArgumentException wrong(
      String routine, int number, String name, Object value, String wanted) {
    return new IllegalArgumentException(
        routine + ": parameter " + number + " (" + name + ") is " + value + ", but " + wanted);
  }

  private static boolean second(
      String routine, int number, String name, String value, String first, String second) {
    char letter = value.isEmpty() ? ' ' : Character.toUpperCase(value.charAt(0));
    if (second.indexOf(letter) >= 0) {
      return true;
    }
    if (first.indexOf(letter) >= 0) {
      return false;
    }
    String wanted = "'" + first + "' or '" + String.join("' or '", second.split("")) + "'";
    throw wrong(routine, number, name, "'" + value + "'", wanted + " is needed");
  }

  /** Whether a matrix is transposed: T or C, not N. */
  static boolean trans(String routine, int number, String name, String value) {
    return second(routine, number, name, value, "N", "TC");
  }

  /** Whether the upper triangle is meant. */
  static boolean upper(String routine, int number, String value) {
    return second(routine, number, "uplo", value, "L", "U");
  }

  /** Whether the matrix stands on the right. */
  static boolean right(String routine, int number, String value) {
    return second(routine, number, "side", value, "L", "R");
  }

  /** Whether the diagonal is taken as ones. */
  static boolean unit(String routine, int number, String value) {
    return second(routine, number, "diag", value, "N", "U");
  }

  static void size(String routine, int number, String name, int value) {
    if (value < 0) {
      throw wrong(routine, number, name, value, "sizes are not negative");
    }
  }

  static void increment(String routine, int number, String name, int value) {
    if (value == 0) {
      throw wrong(routine, number, name, value, "increments are not 0");
    }
  }

  static void leading(String routine, int number, String name, int value, int rows) {
    if (value < Math.max(1, rows)) {
      throw wrong(
          routine,
          number,
          name,
          value,
          "columns of " + rows + " elements need at least " + Math.max(1, rows));
    }
  }

  /** Whether an array or a segment holds a vector. */
  static void vector(String routine, String name, long length, long offset, int n, int increment) {
    long needed = offset + (n - 1L) * Math.abs((long) increment) + 1;
    if (n > 0 && (offset < 0 || offset > length || needed > length)) {
      String what = n + " elements with increment " + increment;
      throw outside(routine, name, length, what, offset, " need " + needed);
    }
  }

  /** Whether an array or a segment holds a column-major matrix. */
  static void matrix(
      String routine, String name, long length, long offset, int rows, int columns, int leading) {
    long needed = offset + (columns - 1L) * leading + rows;
    if (rows > 0 && columns > 0 && (offset < 0 || offset > length || needed > length)) {
      String what = "a " + rows + " x " + columns + " matrix with ld" + name + " " + leading;
      throw outside(routine, name, length, what, offset, " needs " + needed);
    }
  }

  private static IndexOutOfBoundsException outside(
      String routine, String name, long length, String what, long offset, String needs) {
    String found = routine + ": " + name + " has " + length + " elements, but " + what;
    if (offset < 0) {
      return new IndexOutOfBoundsException(found + " cannot begin at " + offset);
    }
    String from = offset == 0 ? "" : " from offset " + offset;
    return new IndexOutOfBoundsException(found + from + needs);
  }
}
