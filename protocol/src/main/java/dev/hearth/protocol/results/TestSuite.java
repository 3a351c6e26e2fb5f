package dev.hearth.protocol.results;

import java.time.Duration;

/** A suite that has tests of its own: for most tools, a class. */
public record TestSuite(String name, TestCounts counts, Duration duration) {
  public TestSuite {
    name = ShownText.line(name, FailedTest.LONGEST_NAME);
    duration = duration.isNegative() ? Duration.ZERO : duration;
  }
}
