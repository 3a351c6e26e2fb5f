package dev.hearth.protocol.results;

/**
 * How many tests ended how.
 *
 * @param failed whose assertion did not hold
 * @param errors which threw something else
 */
public record TestCounts(int passed, int failed, int errors, int skipped) {
  public static final TestCounts NONE = new TestCounts(0, 0, 0, 0);

  public TestCounts {
    if (passed < 0 || failed < 0 || errors < 0 || skipped < 0) {
      throw new IllegalArgumentException("no test is counted less than 0 times");
    }
  }

  public TestCounts plus(TestCounts other) {
    return new TestCounts(
        passed + other.passed,
        failed + other.failed,
        errors + other.errors,
        skipped + other.skipped);
  }

  public TestCounts withPassed() {
    return new TestCounts(passed + 1, failed, errors, skipped);
  }

  public TestCounts withFailed() {
    return new TestCounts(passed, failed + 1, errors, skipped);
  }

  public TestCounts withError() {
    return new TestCounts(passed, failed, errors + 1, skipped);
  }

  public TestCounts withSkipped() {
    return new TestCounts(passed, failed, errors, skipped + 1);
  }

  /** Those that should have passed and did not. */
  public int bad() {
    return failed + errors;
  }

  public int all() {
    return passed + bad() + skipped;
  }
}
