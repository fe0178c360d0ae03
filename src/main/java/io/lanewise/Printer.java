package io.lanewise;

import io.lanewise.memory.View;

/**
 * Lays out a tensor as text the way NumPy does: brackets, aligned columns, lines of at most 75
 * characters.
 */
final class Printer {
  private static final int WIDTH = 75;
  private static final long ALL_UP_TO = 1000;
  private static final int EDGE = 3;

  private final View view;
  private final boolean summarised;
  private final String[] words;
  private int printed;

  private Printer(View view) {
    this.view = view;
    this.summarised = view.elements() > ALL_UP_TO;
    int count = 1;
    for (int axis = 0; axis < view.rank(); axis++) {
      count *= shown(axis);
    }
    long[] elements = new long[count];
    collect(elements, 0, 0, view.offset());
    this.words = Digits.aligned(view, elements);
  }

  static String print(View view) {
    if (view.elements() == 0) {
      return "[]";
    }
    if (view.rank() == 0) {
      return Digits.scalar(view);
    }
    return new Printer(view).text(0, " ", WIDTH);
  }

  /** Whether the middle of an axis is left out. */
  private boolean cut(int axis) {
    return summarised && view.size(axis) > 2 * EDGE;
  }

  private int shown(int axis) {
    return cut(axis) ? 2 * EDGE : (int) view.size(axis);
  }

  /** Indices, in the storage, of the elements that are shown, in row-major order. */
  private int collect(long[] elements, int count, int axis, long at) {
    if (axis == view.rank()) {
      elements[count] = at;
      return count + 1;
    }
    int shown = shown(axis);
    for (int i = 0; i < shown; i++) {
      long position = i < EDGE || !cut(axis) ? i : view.size(axis) - shown + i;
      count = collect(elements, count, axis + 1, at + position * view.strides()[axis]);
    }
    return count;
  }

  private String text(int axis, String indent, int width) {
    StringBuilder text = new StringBuilder("[");
    if (axis == view.rank() - 1) {
      row(text, indent, width - 1);
    } else {
      String separator = "\n".repeat(view.rank() - 1 - axis);
      for (int i = 0; i < shown(axis); i++) {
        if (i > 0) {
          text.append(separator).append(indent);
        }
        if (i == EDGE && cut(axis)) {
          text.append("...").append(separator).append(indent);
        }
        text.append(text(axis + 1, indent + ' ', width - 1));
      }
    }
    return text.append(']').toString();
  }

  private void row(StringBuilder text, String indent, int width) {
    int axis = view.rank() - 1;
    int line = indent.length(); // characters in the present line, the separator included
    for (int i = 0; i < shown(axis); i++) {
      if (i == EDGE && cut(axis)) {
        line = word(text, "...", line, indent, width) + 1;
        text.append(' ');
      }
      line = word(text, words[printed++], line, indent, width);
      if (i < shown(axis) - 1) {
        text.append(' ');
        line++;
      }
    }
  }

  private static int word(StringBuilder text, String word, int line, String indent, int width) {
    if (line + word.length() > width && line > indent.length()) {
      int end = text.length();
      while (text.charAt(end - 1) == ' ') {
        end--;
      }
      text.setLength(end);
      text.append('\n').append(indent);
      line = indent.length();
    }
    text.append(word);
    return line + word.length();
  }
}
