package io.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TourTest {
  @Test
  void everyNumberIsRight() {
    Cli tour = Cli.run("tour").succeeded();
    for (String number :
        new String[] {
          " 9 ",
          "5.477",
          "0.3223",
          "4.618",
          "2.382",
          "(32, 128, 768)",
          "1.00e+06",
          "0.4331",
          "0.2857",
          "50 %",
          "61.4 %",
          "0.40 0.20 0.40"
        }) {
      assertTrue(tour.out().contains(number), number + " is not in " + tour.out());
    }
    for (int topic = 1; topic <= 9; topic++) {
      assertTrue(tour.out().contains("\n" + topic + "  "), "topic " + topic);
    }
    assertTrue(tour.out().contains("checks passed"), tour.out());
    for (String line : tour.lines()) {
      assertTrue(line.length() <= 100, line.length() + ": " + line);
      assertTrue(line.chars().allMatch(c -> c >= ' ' && c < 127), line);
      assertEquals(line.stripTrailing(), line);
    }
  }
}
