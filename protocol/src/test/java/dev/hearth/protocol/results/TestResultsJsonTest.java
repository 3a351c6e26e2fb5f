package dev.hearth.protocol.results;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestResultsJsonTest {
  @Test
  void whatIsWrittenIsRead() {
    TestResults results =
        new TestResults(
            new TestCounts(3, 1, 1, 2),
            Duration.ofMillis(1500),
            2,
            List.of(new TestSuite("WidgetTest", new TestCounts(3, 1, 1, 2), Duration.ZERO)),
            List.of(failure("expected blue", "at WidgetTest.java:3")),
            List.of(new SlowTest("WidgetTest", "isBlue", Duration.ofSeconds(1))),
            true);

    assertThat(TestResultsJson.read(TestResultsJson.write(results))).isEqualTo(results);
    assertThat(results.failuresLeftOut()).isEqualTo(1);
  }

  @Test
  void whatIsTooLargeIsCutUntilItFitsAndSaysHowMuchIsMissing() {
    String long200 = "漢".repeat(300);
    FailedTest worst =
        new FailedTest(
            long200, long200, long200, true, Duration.ZERO, "漢".repeat(5000), "漢".repeat(9000));
    TestSuite suite = new TestSuite(long200, TestCounts.NONE, Duration.ZERO);
    TestResults results =
        new TestResults(
            new TestCounts(0, 0, 900, 0),
            Duration.ZERO,
            500,
            Collections.nCopies(500, suite),
            Collections.nCopies(900, worst),
            List.of(),
            false);

    byte[] bytes = TestResultsJson.write(results);

    assertThat(bytes.length).isLessThanOrEqualTo(TestResultsJson.LARGEST);
    TestResults read = TestResultsJson.read(bytes);
    assertThat(read.failures()).hasSizeGreaterThan(20).hasSizeLessThan(200);
    assertThat(read.failures().size() + read.failuresLeftOut()).isEqualTo(900);
    assertThat(read.failures().getFirst().text()).endsWith("…");
    assertThat(read.suites()).hasSize(TestResults.MOST_SUITES);
  }

  @Test
  void textsAreShortenedBeforeFailuresAreLeftOut() {
    TestResults results =
        new TestResults(
            new TestCounts(0, 200, 0, 0),
            Duration.ZERO,
            1,
            List.of(),
            Collections.nCopies(200, failure("m", "x".repeat(4000))),
            List.of(),
            false);

    TestResults read = TestResultsJson.read(TestResultsJson.write(results));

    assertThat(read.failures()).hasSize(200);
    assertThat(read.failures().getFirst().text()).hasSizeBetween(500, 2000).endsWith("…");
  }

  @Test
  void controlCharactersAndTornOnesAreNotKept() {
    FailedTest failed =
        new FailedTest(
            "s",
            "c\nlass",
            "n",
            false,
            Duration.ofSeconds(-1),
            "\u001b[2Jred\u0000",
            "a\n\tb\ud83d");

    assertThat(failed.className()).isEqualTo("c lass");
    assertThat(failed.message()).isEqualTo("[2Jred");
    assertThat(failed.text()).isEqualTo("a\n\tb\uFFFD");
    assertThat(failed.duration()).isZero();
    assertThat(failed.title()).isEqualTo("c lass.n");
    assertThat(failure("m", "😀".repeat(3000)).text()).hasSizeLessThan(4001).endsWith("😀…");
  }

  @Test
  void whatIsNoSuchRecordIsRefused() {
    for (String bytes : List.of("", "null", "[]", "{}", "{\"counts\":{\"passed\":-1}}", "{")) {
      assertThatThrownBy(() -> TestResultsJson.read(bytes.getBytes(UTF_8)))
          .as(bytes)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static FailedTest failure(String message, String text) {
    return new FailedTest("s", "WidgetTest", "isBlue", false, Duration.ZERO, message, text);
  }
}
