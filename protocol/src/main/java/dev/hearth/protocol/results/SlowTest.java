package dev.hearth.protocol.results;

import java.time.Duration;

/**
 * A test that took its time, however it ended.
 *
 * @param className empty where the tool knows of no classes
 */
public record SlowTest(String className, String name, Duration duration) {
  public SlowTest {
    className = ShownText.line(className, FailedTest.LONGEST_NAME);
    name = ShownText.line(name, FailedTest.LONGEST_NAME);
    duration = duration.isNegative() ? Duration.ZERO : duration;
  }

  /** What people call it. */
  public String title() {
    return title(className, name);
  }

  static String title(String className, String name) {
    if (className.isEmpty() || name.isEmpty()) {
      return className + name;
    }
    return className + "." + name;
  }
}
