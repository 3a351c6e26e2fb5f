package dev.hearth.agent.results;

import dev.hearth.agent.attempts.RunningAttempt;
import dev.hearth.agent.logs.AttemptLog;
import dev.hearth.protocol.results.TestCounts;
import dev.hearth.protocol.results.TestResults;
import dev.hearth.protocol.results.TestResultsJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sums up what the tests of a compile left, and has it delivered. Whatever a build wrote there, its
 * outcome does not change. Safe for use by many threads.
 */
public final class TestReports {
  private static final Logger log = LoggerFactory.getLogger(TestReports.class);

  private final TestResultOutbox outbox;

  /** One at a time: reading a report takes up to ten times its size of memory. */
  private final ReentrantLock turn = new ReentrantLock();

  public TestReports(TestResultOutbox outbox) {
    this.outbox = outbox;
  }

  /**
   * To be called when nothing of the compile runs any more. When it returns, the results are on
   * this host's disk, if there are any.
   *
   * @param patience after which the build goes on without them
   */
  public void gather(RunningAttempt attempt, Path workTree, Duration patience)
      throws InterruptedException {
    Instant began = attempt.notebook().notes().stageBegan();
    var files = new ReportFiles(workTree, Objects.requireNonNullElse(began, Instant.EPOCH));
    AttemptLog buildLog = attempt.log();
    CompletableFuture<Read> reading = new CompletableFuture<>();
    // A thread that can be left alone, by whatever a build may hold it up.
    Thread.ofPlatform()
        .daemon()
        .name("test reports of " + attempt.task().attempt())
        .start(() -> inTurn(files, buildLog, reading));
    try {
      Read read = reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (!read.leftOut.isEmpty()) {
        buildLog.line(read.leftOut);
      }
      read.results.ifPresent(found -> {
        buildLog.line("tests: " + sentence(found.counts()));
        outbox.put(attempt.task().attempt(), TestResultsJson.write(found));
      });
    } catch (TimeoutException e) {
      reading.cancel(false);
      buildLog.line(
          "the test reports take longer than %d s to read".formatted(patience.toSeconds()));
    } catch (ExecutionException e) {
      log.atWarn()
          .addKeyValue("attempt", attempt.task().attempt())
          .setCause(e)
          .log("test reports can't be read");
      buildLog.line("the test reports can't be read, and the agent's log says why");
    }
  }

  /**
   * What reports say.
   *
   * @param results empty if there are no tests
   * @param leftOut what was not read, for the build's log; empty: nothing
   */
  record Read(Optional<TestResults> results, String leftOut) {}

  private void inTurn(ReportFiles files, AttemptLog buildLog, CompletableFuture<Read> reading) {
    turn.lock();
    try {
      if (!reading.isDone()) {
        reading.complete(read(files, buildLog));
      }
    } catch (Throwable t) { // somebody waits for it
      reading.completeExceptionally(t);
    } finally {
      turn.unlock();
    }
  }

  static Read read(ReportFiles files, AttemptLog buildLog) throws IOException {
    Tally tally = new Tally(text -> buildLog.masked(text, text.length() >= JUnitXml.LONGEST_TEXT));
    ReportFiles.Found found = files.readAll(report -> tally.add(JUnitXml.read(report)));
    Optional<TestResults> results =
        tally.counts().all() == 0
            ? Optional.empty()
            : Optional.of(tally.results(found.isPartial()));
    return new Read(results, found.sentence());
  }

  private static String sentence(TestCounts counts) {
    return "%d passed, %d failed, %d with errors, %d skipped"
        .formatted(counts.passed(), counts.failed(), counts.errors(), counts.skipped());
  }
}
