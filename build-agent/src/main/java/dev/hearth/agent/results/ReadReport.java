package dev.hearth.agent.results;

import dev.hearth.protocol.results.TestCounts;
import dev.hearth.protocol.results.TestResults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What one report says, as it says it. Not thread-safe. */
final class ReadReport {
  private final List<Suite> suites = new ArrayList<>();
  private final List<Case> failures = new ArrayList<>();
  private final Largest<Case> slowest =
      new Largest<>(
          TestResults.MOST_SLOW, Comparator.comparing(Case::duration).thenComparing(Case::name));

  /** How a test ended. */
  enum End {
    PASSED,
    FAILED,
    ERROR,
    SKIPPED
  }

  /** A suite that has tests of its own. */
  record Suite(String name, TestCounts counts, Duration duration) {}

  /** A test. */
  record Case(
      String suite,
      String className,
      String name,
      End end,
      Duration duration,
      String message,
      String text) {}

  void add(Suite suite) {
    suites.add(suite);
  }

  void add(Case one) {
    if ((one.end == End.FAILED || one.end == End.ERROR)
        && failures.size() < TestResults.MOST_FAILURES) {
      failures.add(one);
    }
    if (!one.duration.isZero()) {
      slowest.add(one);
    }
  }

  List<Suite> suites() {
    return suites;
  }

  List<Case> failures() {
    return failures;
  }

  List<Case> slowest() {
    return slowest.list();
  }
}
