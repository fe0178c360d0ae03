package io.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TourTest {
  @Test
  void everyNumberIsRight() {
    Cli tour = Cli.run("tour").succeeded();
    for (String number :
        new String[] {" 9 ", "5.477", "0.3223", "4.618", "2.382", "(32, 128, 768)"}) {
      assertTrue(tour.out().contains(number), tour.out());
    }
    assertTrue(tour.out().contains("checks passed"), tour.out());
    for (String line : tour.lines()) {
      assertTrue(line.length() <= 100, line.length() + ": " + line);
      assertTrue(line.chars().allMatch(c -> c >= ' ' && c < 127), line);
      assertEquals(line.stripTrailing(), line);
    }
  }
}
