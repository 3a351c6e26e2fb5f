package dev.hearth.protocol.results;

import java.time.Duration;

/**
 * A test that did not pass.
 *
 * @param suite empty where the report has no name for it
 * @param className empty where the tool knows of no classes
 * @param name empty where a class as a whole failed
 * @param error whether it threw something else than an assertion's failure
 * @param message what was wrong; may be empty
 * @param text the stack, or whatever else the tool has to say; may be empty
 */
public record FailedTest(
    String suite,
    String className,
    String name,
    boolean error,
    Duration duration,
    String message,
    String text) {
  /** In characters, as the bounds below. */
  static final int LONGEST_NAME = 200;

  static final int LONGEST_MESSAGE = 1000;
  static final int LONGEST_TEXT = 4000;

  public FailedTest {
    suite = ShownText.line(suite, LONGEST_NAME);
    className = ShownText.line(className, LONGEST_NAME);
    name = ShownText.line(name, LONGEST_NAME);
    duration = duration.isNegative() ? Duration.ZERO : duration;
    message = ShownText.of(message.strip(), LONGEST_MESSAGE);
    text = ShownText.of(text.strip(), LONGEST_TEXT);
  }

  /** What people call it. */
  public String title() {
    return SlowTest.title(className.isEmpty() ? suite : className, name);
  }

  FailedTest withTextsOf(int most) {
    return new FailedTest(
        suite,
        className,
        name,
        error,
        duration,
        ShownText.of(message, Math.min(most, LONGEST_MESSAGE)),
        ShownText.of(text, most));
  }
}
