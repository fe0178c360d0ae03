package io.lanewise;

import io.lanewise.memory.View;

final class Printer {
  private Printer() {}
  static String print(View view) { return view.shape().toString(); }
}
