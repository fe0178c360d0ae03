package io.lanewise.cpu;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScalarStartTest {
  @Test
  void theThreadIsNotWaitedForAndEndsByItself() throws Exception {
    ScalarStart.begin();
    ScalarStart.begin();
    int found = 0;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("lanewise-start")) {
        found++;
        assertTrue(thread.isDaemon());
        thread.join(30_000);
        assertFalse(thread.isAlive());
      }
    }
    assertTrue(found <= 1, "it is started once in a JVM");
  }
}
