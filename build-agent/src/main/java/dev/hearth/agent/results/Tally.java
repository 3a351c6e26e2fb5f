package dev.hearth.agent.results;

import dev.hearth.protocol.results.FailedTest;
import dev.hearth.protocol.results.SlowTest;
import dev.hearth.protocol.results.TestCounts;
import dev.hearth.protocol.results.TestResults;
import dev.hearth.protocol.results.TestSuite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/** The sum of what reports say, with no more of it than is told. Not thread-safe. */
final class Tally {
  private static final Comparator<TestSuite> WORST =
      Comparator.comparingInt((TestSuite suite) -> suite.counts().bad())
          .thenComparing(TestSuite::duration)
          .thenComparing(TestSuite::name, Comparator.reverseOrder());

  private final Largest<TestSuite> suites = new Largest<>(TestResults.MOST_SUITES, WORST);
  private final Largest<SlowTest> slowest =
      new Largest<>(
          TestResults.MOST_SLOW,
          Comparator.comparing(SlowTest::duration).thenComparing(SlowTest::title));
  private final List<FailedTest> failures = new ArrayList<>();
  private final UnaryOperator<String> shown;
  private TestCounts counts = TestCounts.NONE;
  private Duration duration = Duration.ZERO;
  private int suiteCount;

  /**
   * @param shown what may be shown of a text that a report has
   */
  Tally(UnaryOperator<String> shown) {
    this.shown = shown;
  }

  TestCounts counts() {
    return counts;
  }

  void add(ReadReport report) {
    for (ReadReport.Suite suite : report.suites()) {
      counts = counts.plus(suite.counts());
      duration = duration.plus(suite.duration());
      suiteCount++;
      suites.add(new TestSuite(shown.apply(suite.name()), suite.counts(), suite.duration()));
    }
    for (ReadReport.Case failed : report.failures()) {
      if (failures.size() < TestResults.MOST_FAILURES) {
        failures.add(shown(failed));
      }
    }
    for (ReadReport.Case slow : report.slowest()) {
      slowest.add(
          new SlowTest(shown.apply(slow.className()), shown.apply(slow.name()), slow.duration()));
    }
  }

  private FailedTest shown(ReadReport.Case failed) {
    return new FailedTest(
        shown.apply(failed.suite()),
        shown.apply(failed.className()),
        shown.apply(failed.name()),
        failed.end() == ReadReport.End.ERROR,
        failed.duration(),
        shown.apply(failed.message()),
        shown.apply(failed.text()));
  }

  TestResults results(boolean partial) {
    return new TestResults(
        counts, duration, suiteCount, suites.list(), failures, slowest.list(), partial);
  }
}
