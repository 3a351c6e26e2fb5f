package dev.hearth.protocol.results;

import java.time.Duration;
import java.util.List;

/**
 * What an attempt's tests said: all of them counted, those that failed first with what they said,
 * of the others only the slowest. Bounded, whatever a build writes: what is too much is left out,
 * and the counts tell.
 *
 * @param duration of all suites together, whatever ran side by side
 * @param suiteCount how many suites have tests
 * @param suites the worst first, then the slowest
 * @param failures in the order of the reports
 * @param slowest the slowest first
 * @param partial whether reports were left out, so that there were more tests than are counted
 */
public record TestResults(
    TestCounts counts,
    Duration duration,
    int suiteCount,
    List<TestSuite> suites,
    List<FailedTest> failures,
    List<SlowTest> slowest,
    boolean partial) {
  public static final int MOST_SUITES = 100;
  public static final int MOST_FAILURES = 200;
  public static final int MOST_SLOW = 20;

  /** Texts are not made shorter than this: then failures are left out. */
  private static final int SHORTEST_TEXT = 250;

  public TestResults {
    duration = duration.isNegative() ? Duration.ZERO : duration;
    suites = first(suites, MOST_SUITES);
    failures = first(failures, MOST_FAILURES);
    slowest = first(slowest, MOST_SLOW);
  }

  /** How many tests failed of which nothing is told but the number. */
  public int failuresLeftOut() {
    return Math.max(0, counts.bad() - failures.size());
  }

  /** The same with shorter texts, or with fewer failures. */
  TestResults smaller() {
    int longest = failures.stream().mapToInt(one -> one.text().length()).max().orElse(0);
    List<FailedTest> fewer =
        longest > SHORTEST_TEXT
            ? failures.stream().map(one -> one.withTextsOf(longest / 2)).toList()
            : first(failures, failures.size() / 2);
    return new TestResults(counts, duration, suiteCount, suites, fewer, slowest, partial);
  }

  private static <T> List<T> first(List<T> all, int most) {
    return List.copyOf(all.size() > most ? all.subList(0, most) : all);
  }
}
